"""A published text as a Word file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.documents.exporting import export_docx
from consultations.documents.queries import passages
from consultations.models import Version
from frontend.shared.word_files import kept, word_file


@require_safe
def text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A published version of a text."""
    rows = Version.objects.filter(status=Version.Status.PUBLISHED, document__slug=slug)
    version = get_object_or_404(rows, number=number)
    mark = _("no longer holds") if version.withdrawn_at else ""
    title = f"{version.title} ({mark})" if mark else version.title
    content = kept(
        f"docx:{slug}:{number}:{title}",
        lambda: export_docx(title, [row.flat() for row in passages(version)]),
    )
    return word_file(content, title)
