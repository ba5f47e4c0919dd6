"""A text that comes in: as a file or pasted, then the confirmation of what was read."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from consultations.documents.actions import takeable
from consultations.documents.reading import read_draft, read_html, read_text
from consultations.documents.structure import Draft
from frontend.desk.desk_form import DeskForm
from frontend.desk.documents.sealed_draft import seal, unseal
from frontend.forms.rows import DepartmentField
from participation.accounts.models import Department
from participation.accounts.queries import Role, departments_where
from participation.errors import Refused

MOST_FILE = 3 * 1024 * 1024


class TextForm(forms.Form):
    """A draft as a file, or pasted. Valid once it has been read; `draft` then holds what was read."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("Word (.docx), Markdown or plain text"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.md,.markdown,.txt"}),
    )
    text = forms.CharField(
        label=_("Or paste the text here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-paste-html": "html"}),
        strip=False,
    )
    html = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)  # js/paste.js fills it
    draft: Draft | None = None
    source_name = ""

    def clean(self) -> None:
        """Read it now: what cannot be read is said beside the field."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text", "")
        if file and file.size > MOST_FILE:
            self.add_error("file", _("This file is too large. Please take out pictures, or paste the text."))
        elif not file and not text.strip():
            self.add_error("file", _("Choose a file or paste the text."))
        elif not self.errors:
            self._read(file, text)

    def _read(self, file: Any, text: str) -> None:
        try:
            if file:
                self.draft = read_draft(file.read(), file.name)
            else:
                html = self.cleaned_data.get("html", "")
                self.draft = read_html(html) if html else read_text(text, markdown=True)
            takeable(self.draft)
        except Refused as refused:
            self.add_error("file" if file else "text", str(refused))
            return
        self.source_name = file.name if file else ""


class NewTextForm(TextForm):
    """The first text of a new consultation, and whose it is."""

    department = DepartmentField(label=_("Lead unit"), queryset=Department.objects.none())
    field_order = ("department", "file", "text")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["department"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = departments_where(user, Role.DRAFTER).filter(is_active=True)
        own.empty_label = None


class KeepTextForm(DeskForm):
    """What was read, carried to the confirmation, sealed so that it comes back as it was shown."""

    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Write a title.")}
    )
    sealed = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, text: TextForm, **more: Any) -> "KeepTextForm":
        """The confirmation of a text just read."""
        assert text.draft is not None
        department = text.cleaned_data.get("department")
        sealed = seal(text.draft, text.source_name, department.pk if department else None)
        return cls(initial={"title": text.draft.title[:300], "sealed": sealed}, **more)

    def clean_sealed(self) -> tuple[Draft, str, int | None]:
        """Open the seal."""
        try:
            return unseal(self.cleaned_data["sealed"])
        except signing.BadSignature as broken:
            raise forms.ValidationError(
                _("The text got lost on the way. Please choose the file again.")
            ) from broken
