"""Handing out a file: always a download, never a page of this site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from frontend.files.access import is_a_residents, is_for_everybody, may_fetch
from participation.files.checking import OFFICE, TYPES
from participation.files.models import StoredFile
from participation.files.properties import without_properties

A_WHILE = "public, max-age=300"  # a moderator may take it back


@require_safe
def fetch(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The file, for those who may have it; 404 for everybody else, and under any other name than its own. A resident's
    that is shown to everybody says in its properties no longer who wrote it."""
    file = get_object_or_404(StoredFile, token=token)
    is_open = is_for_everybody(file)
    if name != file.name or not (is_open or may_fetch(request, file)):
        raise Http404
    with file.content.open("rb") as stored:
        content = stored.read()
    if is_open and file.kind in OFFICE and is_a_residents(file):
        content = without_properties(content)
    answer = HttpResponse(content, content_type=TYPES.get(file.kind, "application/octet-stream"))
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = A_WHILE if is_open else "private, no-store"
    return answer
