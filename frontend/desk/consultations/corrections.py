"""Correcting a published notice, and putting a changed text out with or without beginning the period anew."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from consultations.notices.changes import CORRECTABLE, correct_notice, replace_text
from consultations.notices.policies import can_publish
from frontend.desk.acts import ActPage
from frontend.desk.consultations.forms import NoticeForm, PublicNoteForm
from participation.accounts.models import User

CORRECTED = (Consultation.Status.PUBLISHED, Consultation.Status.SUSPENDED)


class CorrectForm(PublicNoteForm):
    """What surrounds the draft, as it should read; never the draft, the kind or the dates."""

    edits = True
    summary = NoticeForm.base_fields["summary"]
    drafting_note = NoticeForm.base_fields["drafting_note"]
    phone = NoticeForm.base_fields["phone"]
    postal_address = NoticeForm.base_fields["postal_address"]
    email = NoticeForm.base_fields["email"]
    hall = NoticeForm.base_fields["hall"]
    field_order = (*CORRECTABLE, "note")

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


def may_correct(user: User, row: Consultation) -> bool:
    """An editor who did not draft it, while the notice is public and not concluded."""
    return row.status in CORRECTED and can_publish(user, row)


def do_correct(row: Consultation, by: User, form_data: dict[str, Any]) -> Consultation:
    """Hand the fields to the room."""
    return correct_notice(
        row, by=by, note=form_data["note"], **{name: form_data[name] for name in CORRECTABLE}
    )


def do_replace(row: Consultation, version: Any, by: User, form_data: dict[str, Any]) -> Consultation:
    """Put the version out."""
    return replace_text(row, version, by=by, note=form_data["note"], begin_anew=form_data["begin_anew"])


CORRECT: ActPage[Consultation] = ActPage(
    label=_("Correct the notice"),
    words=_("What surrounds the draft is put right; that it was, and why, stands on the page."),
    may=may_correct,
    do=do_correct,
    done=_("The notice is corrected."),
    form=CorrectForm,
    tone="btn--line",
    about="desk/consultations/about.html",
)
