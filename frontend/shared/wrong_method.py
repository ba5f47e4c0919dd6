"""An address opened that only takes a form: a page in words instead of an empty 405."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import loader


class WrongMethodMiddleware:
    """Fills what Django leaves empty; status and `Allow` stay, and the API keeps its problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response.content = loader.render_to_string("405.html").encode()
            response["Content-Type"] = "text/html; charset=utf-8"
        return response
