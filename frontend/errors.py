"""Pages for when something did not work. Each says what happened and what to do now; under /api/, problems."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from frontend.api import problems
from frontend.request_ids import current_id
from frontend.shared.typed import typed
from frontend.trouble import unavailable
from participation.trouble import trouble_in


def _plain(name: str, status: int) -> HttpResponse:
    """A page drawn without context processors: it must come even when the database does not."""
    return HttpResponse(loader.render_to_string(name), status=status)


def _of_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django takes a session that could not be written for one that somebody deleted."""
    if found := trouble_in(exception):
        return unavailable(request, found)
    if _of_the_api(request):
        return problems.plain(request, 400, _("This request cannot be understood."))
    return _plain("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _of_the_api(request):
        return problems.plain(request, 403, _("This is not permitted."))
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _of_the_api(request):
        return problems.plain(request, 404, str(problems.NOT_FOUND))
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """The limits of the sign-in library are of a minute."""
    response = _plain("429.html", 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is handled; that of a middleware comes here without passing any other."""
    if found := trouble_in(sys.exc_info()[1]):
        return unavailable(request, found)
    if _of_the_api(request):
        return problems.plain(
            request,
            500,
            _("Something went wrong on our side. Trying again with the same Idempotency-Key is safe."),
        )
    return HttpResponse(loader.render_to_string("500.html", {"request_id": current_id()}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponseForbidden(loader.render_to_string("403_csrf.html", {"typed": typed(request)}))
