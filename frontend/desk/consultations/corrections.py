"""Correcting a published notice."""

from django.utils.translation import gettext_lazy as _

from consultations.notices.corrections import CORRECTABLE
from frontend.desk.consultations.forms import NoticeForm
from frontend.desk.correcting import AsItReadsForm, correct_act


class CorrectForm(AsItReadsForm):
    """What surrounds the draft, as it should read; never the draft, the kind or the dates."""

    summary = NoticeForm.base_fields["summary"]
    drafting_note = NoticeForm.base_fields["drafting_note"]
    classification_note = NoticeForm.base_fields["classification_note"]
    phone = NoticeForm.base_fields["phone"]
    postal_address = NoticeForm.base_fields["postal_address"]
    email = NoticeForm.base_fields["email"]
    hall = NoticeForm.base_fields["hall"]
    field_order = (*CORRECTABLE, "reason")

    def prepare(self) -> None:
        """Why it is no other kind is asked only of a notice that said so."""
        super().prepare()
        if not self.row.classification_note:
            del self.fields["classification_note"]


CORRECT = correct_act(
    "consultation",
    CorrectForm,
    label=_("Propose to correct the notice"),
    explanation=_("What surrounds the draft is put right; that it was, and why, stands on the page."),
    about="desk/consultations/about.html",
)
