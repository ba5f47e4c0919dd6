"""Handing out a file: always a download, never a page of this site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from frontend.files.access import is_for_everybody, may_fetch
from participation.files.checking import TYPES
from participation.files.models import StoredFile

A_WHILE = "public, max-age=300"  # a moderator may take it back


@require_safe
def fetch(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The file, for those who may have it; 404 for everybody else, and under any other name than its own."""
    file = get_object_or_404(StoredFile, token=token)
    is_open = is_for_everybody(file)
    if name != file.name or not (is_open or may_fetch(request, file)):
        raise Http404
    with file.content.open("rb") as content:
        answer = HttpResponse(content.read(), content_type=TYPES.get(file.kind, "application/octet-stream"))
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = A_WHILE if is_open else "private, no-store"
    return answer
