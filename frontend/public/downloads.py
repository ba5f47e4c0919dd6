"""Texts and comparisons as Word files, for reading, printing and working on."""

from collections.abc import Callable
from urllib.parse import quote

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.documents.exporting import export_comparison, export_docx
from consultations.documents.queries import comparison, passages
from consultations.models import Version
from frontend.public import consultations

HOUR = 3600
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A published version of a text."""
    rows = Version.objects.filter(status=Version.Status.PUBLISHED, document__slug=slug)
    version = get_object_or_404(rows, number=number)
    content = kept(
        f"docx:{slug}:{number}",
        lambda: export_docx(version.title, [row.flat() for row in passages(version)]),
    )
    return word_file(content, version.title)


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft → final, side by side. 404 until the final text is published."""
    consultation = consultations.find(request, slug)
    if consultation.final_version is None:
        raise Http404
    title = _("What changed: %(title)s") % {"title": consultation.final_version.title}
    rows = comparison(consultation.draft_version, consultation.final_version)
    return word_file(export_comparison(title, rows), title)


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """What was made of published versions, which stand still; made once an hour at most."""
    return bytes(cache.get_or_set(key, make, HOUR) or make())


def word_file(content: bytes, title: str) -> HttpResponse:
    """Always an attachment; the name in UTF-8 (RFC 6266) with a plain one beside it."""
    name = quote("".join(c for c in title if c.isalnum() or c in "（）《》-_ ")[:60] or "text")
    headers = {"Content-Disposition": f"attachment; filename=\"text.docx\"; filename*=UTF-8''{name}.docx"}
    return HttpResponse(content, content_type=WORD, headers=headers)
