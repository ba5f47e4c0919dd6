"""When the machine refuses: a page or a problem of status 503 that says so, instead of a fault of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import loader

from frontend.api import problems
from participation import trouble
from participation.trouble import Trouble, trouble_in

LATER = "300"  # seconds


class TroubleMiddleware:
    """Stands next to the views: what they raise becomes a sentence, and a form that came back says 503.

    So the session, which could not be written either, is not even tried.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(request, "met_trouble"):
            response.status_code = 503
            response["Retry-After"] = LATER
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page instead of the view's; None for a fault of the code."""
        found = trouble_in(exception)
        return unavailable(request, found) if found else None


def unavailable(request: HttpRequest, found: Trouble) -> HttpResponse:
    """The answer in place of one that needs what is refused. It needs no database itself."""
    trouble.note(found)
    if request.path_info.startswith("/api/"):
        response: HttpResponse = problems.plain(request, 503, found.message)
    elif request.headers.get("HX-Request"):  # what is typed in the page stays; the sentence stands before it
        context = {"tone": "alarm", "text": found.message}
        response = HttpResponse(loader.render_to_string("components/notice.html", context), status=503)
        response["HX-Reswap"] = "beforebegin"
    else:
        response = HttpResponse(loader.render_to_string("503.html", {"message": found.message}), status=503)
    response["Retry-After"] = LATER
    response["Cache-Control"] = "no-store"
    return response
