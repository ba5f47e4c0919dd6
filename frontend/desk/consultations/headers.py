"""The header of a document (公文要素) at the desk: filled in, examined with its text, corrected once it is out."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.documents.headers import HEADER, clear_for_publication, edit_header
from consultations.documents.policies import can_clear, can_draft
from consultations.documents.queries import passages
from consultations.models import Consultation, Document, Passage
from frontend.desk.acts import ActPage
from frontend.desk.consultations.texts import TextForm, next_text, next_version
from frontend.desk.correcting import PublicReasonForm, correct_act
from frontend.desk.desk_form import DeskForm
from frontend.forms.rows import DepartmentField
from frontend.shared.dates import say_day
from participation.accounts.models import Department, User
from participation.corrections.registry import labels_of
from participation.transitions import Revised

A_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class HeaderForm(DeskForm):
    """The header of the document under discussion."""

    edits = True
    before_publication: ClassVar[tuple[str, ...]] = (
        "issuer", "document_number", "made_on", "effective_on", "disclosure",
    )  # fmt: skip
    issuer = DepartmentField(
        label=_("Issuing authority"), queryset=Department.objects.none(), required=False,
        help_text=_("In whose name it is issued; the lead unit drafts it."),
    )  # fmt: skip
    document_number = forms.CharField(
        label=_("Document number"), required=False, max_length=60, help_text=_("Such as 云府办发〔2026〕17号")
    )
    index_number = forms.CharField(label=_("Index number"), required=False, max_length=60)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=60)
    made_on = forms.DateField(label=_("Made on"), required=False, widget=A_DAY)
    effective_on = forms.DateField(
        label=_("In force from"), required=False, widget=A_DAY,
        help_text=_("Not before it is published; where it concerns business, with time to adapt."),
    )  # fmt: skip
    effective_note = forms.CharField(
        label=_("Why it is in force so soon"), required=False, max_length=300,
        help_text=_("Only where it is in force before it is published, or business has no time to adapt."),
    )  # fmt: skip
    expires_on = forms.DateField(label=_("In force until"), required=False, widget=A_DAY)
    disclosure = forms.ChoiceField(
        label=_("Open to whom"), required=False, widget=forms.RadioSelect, choices=Document.Disclosure.choices
    )
    disclosure_reason = forms.CharField(label=_("Why it is not open"), required=False, max_length=300)

    def prepare(self) -> None:
        """As the header reads now."""
        issuer = self.fields["issuer"]
        assert isinstance(issuer, forms.ModelChoiceField)
        levels = (Department.Level.COUNTY, Department.Level.DEPARTMENT, Department.Level.TOWNSHIP)
        issuer.queryset = Department.objects.filter(is_active=True, level__in=levels)
        for name in HEADER:
            self.initial.setdefault(name, getattr(self.row.document, name))

    def written_row(self) -> Revised:
        """The document, not the consultation that leads here."""
        document: Document = self.row.document
        return document


class CorrectHeaderForm(HeaderForm, PublicReasonForm):
    """The header as it should read, and a public reason."""

    before_publication = ()  # it is out
    field_order = (*HEADER, "reason")

    def clean(self) -> None:
        """A correction is kept as JSON: days in ISO form, the authority by its name."""
        for name, value in self.cleaned_data.items():
            if isinstance(value, date):
                self.cleaned_data[name] = value.isoformat()
            elif value is None or isinstance(value, Department):
                self.cleaned_data[name] = value.name if value else ""


def header_lines(document: Document) -> list[tuple[str, str]]:
    """What the header says so far, label by label, for reading; nothing that is empty."""
    said = {name: getattr(document, name) for name in HEADER}
    labels = labels_of(Document, HEADER)
    said["disclosure"] = document.get_disclosure_display()
    return [
        (str(labels[name]), say_day(value, "auto") if isinstance(value, date) else str(value))
        for name, value in said.items()
        if value
    ]  # fmt: skip


def _may_edit(user: User, row: Consultation) -> bool:
    return row.document.issued_at is None and can_draft(user, row.department)


def _may_clear(user: User, row: Consultation) -> bool:
    version = next_version(row)
    return version is not None and can_clear(user, version)


def _edit(row: Consultation, by: User, form_data: dict[str, Any]) -> Document:
    return edit_header(row.document, by=by, **{name: form_data[name] for name in HEADER})


EDIT_HEADER: ActPage[Consultation] = ActPage(
    label=_("Fill in the header of the document"),
    explanation=_("It stands over the final text. It can be changed until that is published."),
    may=_may_edit,
    do=_edit,
    done=_("The header is kept."),
    form=HeaderForm,
    tone="btn--line",
)


class ExaminedForm(TextForm):
    """What is examined: every word of the text, and the header over it."""

    @property
    def header(self) -> list[tuple[str, str]]:
        """As it is filled in so far."""
        return header_lines(self.row.document)

    @property
    def passages(self) -> list[Passage]:
        """The whole text."""
        return passages(self.text) if self.text else []


CLEAR: ActPage[Consultation] = ActPage(
    label=_("Examine the text for publication"),
    explanation=_(
        "Read it for state secrets, personal data and whatever else may not be published. You record that you "
        "examined these very words (decree 711, article 17); a text changed afterwards is examined anew."
    ),
    may=_may_clear,
    do=lambda row, by, form_data: clear_for_publication(
        next_text(row), by=by, text_seen=form_data["text_seen"]
    ),
    done=_("It is recorded that this text was examined and may be published."),
    form=ExaminedForm,
    tone="btn--line",
    about="desk/consultations/examined.html",
)
CORRECT_HEADER = correct_act(
    "document",
    CorrectHeaderForm,
    label=_("Propose to correct the header"),
    explanation=_("What stands over the final text is put right; that it was, and why, stands on its page."),
    target=lambda row: row.document,
)
