"""Paths under /api/ that lead nowhere: a problem document, not a page."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

from frontend.api.problems import NOT_FOUND, plain


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404, or the way to the same address with its slash: 308 keeps method and body."""
    if not request.path.endswith("/") and resolve(request.path_info + "/").func is not nothing_here:
        query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
        redirect = HttpResponsePermanentRedirect(f"{request.path}/{query}")
        redirect.status_code = 308
        return redirect
    return plain(request, 404, str(NOT_FOUND))
