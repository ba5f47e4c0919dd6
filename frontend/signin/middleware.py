"""What holds for every request of somebody who signs in or has signed in."""

from collections.abc import Callable

from allauth.account.internal.flows.reauthentication import suspend_request
from django.http import HttpRequest, HttpResponse

from frontend.signin import session_limits
from frontend.signin.adapter import SignInAdapter
from frontend.signin.attempts import say_too_many
from frontend.signin.recent import is_recent
from frontend.signin.second_factor import BEHIND_IT, lead_to_it

CORNER = "/admin/"


class SignInMiddleware:
    """Stands next to the views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session_limits.keep(request)
        if request.path.startswith(BEHIND_IT):
            session_limits.shorten(request)
        return say_too_many(request, lead_to_it(request) or self.get_response(request))

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Roles and accounts are changed in the administrator's corner by whoever shows again who they are."""
        if (
            request.method != "POST"
            or not request.path.startswith(CORNER)
            or not request.user.is_authenticated
        ):
            return None
        if is_recent(request):
            return None
        [way, *_] = SignInAdapter(request).get_reauthentication_methods(request.user)
        asked: HttpResponse = suspend_request(request, way["url"])
        return asked
