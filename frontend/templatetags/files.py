"""Attachments in templates: the list of links, and the field with what was lost when a form came back."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from consultations.decisions.engagements.models import EngagementFile
from consultations.decisions.hearings.models import HearingFile
from consultations.notices.files import Purpose
from frontend.forms.files import lost_files
from participation.files.models import StoredFile

register = template.Library()


@register.filter
def file_url(file: StoredFile) -> str:
    """Where a file is fetched, by those who may."""
    return reverse("file", args=[file.token, file.name])


@register.filter
def file_size(size: int) -> str:
    """1.2 MB, 340 KB: short, and never 0."""
    if size >= 1_000_000:
        return f"{number_format(size / 1_000_000, 1)} MB"
    return f"{max(1, round(size / 1000))} KB"


@register.filter
def file_purpose(file: StoredFile) -> str:
    """What a document laid out with a notice or a hearing is; nothing for what residents send."""
    kinds = (kind for kinds in (Purpose, HearingFile, EngagementFile) for kind in kinds)
    return next((str(kind.label) for kind in kinds if kind.value == file.purpose), "")


@register.inclusion_tag("components/files.html")
def attachments(files: Iterable[StoredFile] | None, title: str = "", inside: bool = False) -> dict[str, Any]:
    """The files as links with kind and size; `inside` also says which were scanned and which are shown."""
    return {"files": list(files or ()), "title": title or _("Attachments"), "inside": inside}


@register.inclusion_tag("components/files_field.html")
def files_field(form: BaseForm) -> dict[str, Any]:
    """The field of a form, with the names of what must be chosen again."""
    return {"field": form["files"], "lost": lost_files(form)}
