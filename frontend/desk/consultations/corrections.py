"""Correcting a published notice, and putting a changed text out with or without beginning the period anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from consultations.notices.changes import replace_text
from consultations.notices.corrections import CORRECTABLE
from frontend.desk.consultations.forms import NoticeForm, PublicNoteForm
from frontend.desk.correcting import PublicReasonForm, correct_act
from participation.accounts.models import User


class CorrectForm(PublicReasonForm):
    """What surrounds the draft, as it should read; never the draft, the kind or the dates."""

    edits = True
    summary = NoticeForm.base_fields["summary"]
    drafting_note = NoticeForm.base_fields["drafting_note"]
    phone = NoticeForm.base_fields["phone"]
    postal_address = NoticeForm.base_fields["postal_address"]
    email = NoticeForm.base_fields["email"]
    hall = NoticeForm.base_fields["hall"]
    field_order = (*CORRECTABLE, "reason")

    def prepare(self) -> None:
        """As it reads now."""
        for name in CORRECTABLE:
            self.initial.setdefault(name, getattr(self.row, name))


class ReplaceForm(PublicNoteForm):
    """The public reason, and whether the period begins anew."""

    begin_anew = forms.BooleanField(
        label=_("The period begins anew"), required=False, initial=True,
        help_text=_("Untick it only for a change of little weight; the note then says why it does not."),
    )  # fmt: skip
    field_order = ("begin_anew", "note")


def do_replace(row: Consultation, version: Any, by: User, form_data: dict[str, Any]) -> Consultation:
    """Put the version out."""
    return replace_text(row, version, by=by, note=form_data["note"], begin_anew=form_data["begin_anew"])


CORRECT = correct_act(
    "consultation",
    CorrectForm,
    label=_("Correct the notice"),
    explanation=_("What surrounds the draft is put right; that it was, and why, stands on the page."),
    about="desk/consultations/about.html",
)
