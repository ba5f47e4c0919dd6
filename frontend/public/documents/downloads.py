"""A published text as a Word file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from consultations.documents.exporting import export_docx
from consultations.documents.queries import passages
from consultations.models import Version
from frontend.shared.standing import marked_title, standing_of
from frontend.shared.word_files import kept, word_file


@require_safe
def text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A published version of a text."""
    rows = Version.objects.filter(status=Version.Status.PUBLISHED, document__slug=slug)
    version = get_object_or_404(rows, number=number)
    title, standing = marked_title(version), standing_of(version)
    content = kept(
        slug, number, title, standing,
        make=lambda: export_docx(title, [row.flat() for row in passages(version)], standing),
    )  # fmt: skip
    return word_file(content, title)
