"""The sign-in library's own questions, answered as the house does: who waits, where one goes, what is told."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from frontend.shared import throttle
from frontend.signin import attempts, devices
from frontend.signin.listening import noted
from frontend.signin.recent import is_recent
from frontend.signin.words import ERRORS
from participation.accounts.adapter import AccountAdapter
from participation.accounts.models import User
from participation.accounts.policies import is_official
from participation.accounts.queries import account_named
from participation.accounts.security_models import SecurityEvent

DESK, OWN = "/desk/", "/accounts/"


class SignInAdapter(AccountAdapter):
    """allauth's adapter on the floor that speaks HTTP."""

    error_messages: ClassVar = {**AccountAdapter.error_messages, **ERRORS}
    _give_back = staticmethod(lambda: None)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """An attempt is counted before the password is looked at, so that of many at once only so many are."""
        login = str(credentials.get("email") or credentials.get("username") or "")
        self._give_back = attempts.password(request, login)

    def _rollback_login_failed_rl_usage(self) -> None:
        self._give_back()

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """A name that looks like a mail address could pass for somebody else's."""
        if "@" in username:
            raise ValidationError(ERRORS["username_is_address"], code="username_is_address")
        return str(super().clean_username(username, shallow=shallow))

    def get_client_ip(self, request: HttpRequest) -> str:
        """One way to find an address, for all limits."""
        return throttle.address(request) or "unknown"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after the sign-in, which the library would not count."""
        return not is_recent(self.request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Into the security log; the account is looked up whether there is one or not: the same work."""
        noted(
            SecurityEvent.Kind.FAILED,
            request,
            account_named(str(credentials.get("email") or credentials.get("username"))),
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """The device is known from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """An official comes to the desk, everybody else to their own items."""
        return DESK if is_official(request.user) else OWN

    get_signup_redirect_url = get_login_redirect_url
