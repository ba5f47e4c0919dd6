"""Files in a form: several at once, looked at before anything is done, and named again when the form comes back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from participation.errors import Refused
from participation.files.actions import CheckedFile, check_files
from participation.files.checking import TYPES

ACCEPT = ",".join([*(f".{kind}" for kind in TYPES), ".jpeg"])


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """All that were chosen."""
        chosen: list[UploadedFile] = files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])
        return chosen


class FilesField(forms.Field):
    """Up to five files. Its value is what `check_files` found; a file that cannot be taken is named beside it."""

    widget = FilesInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Attachments"))
        options.setdefault("required", False)
        options.setdefault(
            "help_text",
            _(
                "Up to five files of 10 MB each: PDF, Word, Excel, pictures, plain text. A file carries properties of "
                "its own, such as its author or where a picture was taken; clear them first if nobody is to see them."
            ),
        )
        options.setdefault("widget", FilesInput(attrs={"accept": ACCEPT, "multiple": True}))
        super().__init__(**options)

    def to_python(self, value: Sequence[UploadedFile] | None) -> list[CheckedFile]:
        """Check and scan them, outside any transaction."""
        try:
            return check_files(value or [])
        except Refused as refused:
            raise forms.ValidationError(
                [str(message) for message in refused.errors.get("files", [refused])]
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any was chosen."""
        return bool(data)


class ShownFilesField(forms.MultipleChoiceField):
    """Which attachments of a comment or question everybody may fetch with it. None is ticked beforehand."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Attachments that everybody may fetch"),
            required=False,
            help_text=_(
                "Look at each first. What is not ticked stays with the officials. Author and other properties are "
                "taken out of Word and Excel files; comments and tracked changes in them, PDFs and pictures are shown "
                "as they are."
            ),
            error_messages={"invalid_choice": _("This file is not among the attachments.")},
            **options,
        )


def offer_files(form: forms.BaseForm, row: Any) -> None:
    """Put the files of `row` into the form's field `files`, or take the field out where none can be shown."""
    field = form.fields["files"]
    assert isinstance(field, ShownFilesField)
    field.choices = [(each.token, each.name) for each in row.files.order_by("pk")]
    if not field.choices or not row.wants_publication or getattr(row, "is_public", False):
        del form.fields["files"]


def lost_files(form: forms.BaseForm) -> list[str]:
    """The names of the files that must be chosen again, because a browser does not keep them in a form shown again."""
    return (
        [each.name or "" for each in form.files.getlist(form.add_prefix("files"))]
        if form.is_bound and form.errors
        else []
    )
