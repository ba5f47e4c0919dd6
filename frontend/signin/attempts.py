"""Wrong passwords and codes: what is counted against whom, and the answer of somebody who has to wait.

By name and address together, so that nobody shuts another out; by address, widely, so that nobody tries many names; by
name, more widely still, so that many addresses together do not guess on and on; a
device that has signed in to the account before has a count of its own and is let through while others are not.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from frontend.shared import throttle
from frontend.signin import devices
from frontend.signin.listening import noted
from participation.accounts.models import User
from participation.accounts.queries import account_named
from participation.accounts.security_models import SecurityEvent


def password(request: HttpRequest, login: str) -> Callable[[], None]:
    """Before a password is looked at. Gives what takes the attempt back when it was right. Raises ValidationError."""
    if device := devices.known_as(request, login):
        return _counted(request, account_named(login), (throttle.OF_A_DEVICE, f"{device} {login.lower()}"))
    where = throttle.address(request)
    name = login.lower()
    of_a_name, of_all = (throttle.OF_A_NAME, f"{name} {where}"), (throttle.OF_AN_ACCOUNT, name)
    return _counted(request, account_named(login), of_a_name, (throttle.OF_AN_ADDRESS, where), of_all)


def second_factor(request: HttpRequest, user: User) -> Callable[[], None]:
    """The same before a code is looked at: who comes so far knows the password, so it counts from everywhere."""
    return _counted(request, user, (throttle.SECOND_FACTORS, str(user.pk)))


def say_too_many(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with its form, as it was typed, with the status and the time to wait."""
    seconds = getattr(request, "must_wait", 0)
    if seconds and response.status_code < 300:
        response.status_code = 429
        response["Retry-After"] = str(seconds)
    return response


def _counted(
    request: HttpRequest, user: User | None, *counts: tuple[throttle.RateLimitItem, str]
) -> Callable[[], None]:
    try:
        return throttle.attempt(*counts)
    except throttle.TooManyWrong as refused:
        request.must_wait = refused.seconds  # type: ignore[attr-defined]
        if throttle.is_first_refusal(counts[0][1]):
            noted(SecurityEvent.Kind.REFUSED, request, user)
        raise ValidationError(str(refused), code="too_many_login_attempts") from refused
