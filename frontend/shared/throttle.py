"""How often one address may speak or guess. Shared by the forms and the API; `THROTTLE=off` switches it off.

Two lines in a view are enough::

    with throttle.posting(request):
        submit_comment(…)

The address is the one the server saw; it believes a proxy's `X-Forwarded-For` only as FORWARDED_ALLOW_IPS says.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import ngettext
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter

from frontend.shared.windows import Window
from participation.errors import Refused

POSTS_OF_AN_ADDRESS = RateLimitItemPerHour(30, namespace="posts")  # without an account
POSTS_OF_A_PERSON = RateLimitItemPerHour(60, namespace="own-posts")
WRONG_CODES = RateLimitItemPerHour(10, namespace="codes")
# Wrong passwords: of one name from one address, of all names from it, of one name on a device that knows it.
OF_A_NAME = RateLimitItemPerMinute(6, 15, namespace="passwords-of-a-name")
OF_AN_ADDRESS = RateLimitItemPerHour(100, namespace="passwords-of-an-address")
OF_AN_ACCOUNT = RateLimitItemPerHour(
    100, namespace="passwords-of-an-account"
)  # from all unknown devices together
OF_A_DEVICE = RateLimitItemPerMinute(10, 15, namespace="passwords-of-a-device")
REFUSALS = RateLimitItemPerMinute(1, 15, namespace="refusals")  # so often one is written down
SECOND_FACTORS = RateLimitItemPerMinute(6, 15, namespace="second-factors")

POSTS = Window(MovingWindowRateLimiter)
GUESSES = Window(FixedWindowRateLimiter)


class TooMany(Refused):
    """Too many from one address; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        message = ngettext(
            "Too much has come from your address within the hour. Try again in %(minutes)d minute.",
            "Too much has come from your address within the hour. Try again in %(minutes)d minutes.",
            minutes,
        )
        super().__init__(message % {"minutes": minutes})
        self.seconds = seconds


class TooManyWrong(Refused):
    """Too many wrong passwords or codes; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        message = ngettext(
            "There were too many wrong attempts. Try again in %(minutes)d minute.",
            "There were too many wrong attempts. Try again in %(minutes)d minutes.",
            minutes,
        )
        super().__init__(message % {"minutes": minutes})
        self.seconds = seconds


@contextmanager
def posting(request: HttpRequest) -> Iterator[None]:
    """Around the act of a resident: raises TooMany. Only what was accepted counts, over the hour just past.

    The place is taken when the act is done and before it is committed, so it takes the act into a transaction: of many
    at once those that find none left are undone.
    """
    rate, who = (
        (POSTS_OF_A_PERSON, _name(str(request.user.pk)))
        if request.user.is_authenticated
        else (POSTS_OF_AN_ADDRESS, _name(address(request)))
    )
    if not settings.THROTTLE:
        yield
        return
    if not POSTS.test(rate, who):
        raise TooMany(POSTS.wait(rate, who))
    with transaction.atomic(savepoint=False):
        yield
        if not POSTS.hit(rate, who):
            raise TooMany(POSTS.wait(rate, who))


@contextmanager
def guessing(request: HttpRequest) -> Iterator[None]:
    """Around looking up a number and code: what the body raises counts as a wrong guess; ten an hour are borne.

    The place is taken before the look-up and given back when it was right: of many at once ten are looked at. The hour
    begins with the first guess, because a place in a moving one cannot be given back.
    """
    if not settings.THROTTLE:
        yield
        return
    who = _name(address(request))
    if not GUESSES.hit(WRONG_CODES, who):
        raise TooMany(GUESSES.wait(WRONG_CODES, who))
    yield
    GUESSES.hit(WRONG_CODES, who, cost=-1)


def attempt(*counts: tuple[RateLimitItem, str]) -> Callable[[], None]:
    """Take a place in each count before a password or code is looked at; gives what puts them back when it was right.

    Raises TooManyWrong where one has none left; what was taken of the others counts as an attempt.
    """
    if not settings.THROTTLE:
        return lambda: None
    named = [(rate, _name(who)) for rate, who in counts]
    for rate, who in named:
        if not GUESSES.hit(rate, who):
            raise TooManyWrong(GUESSES.wait(rate, who))

    def give_back() -> None:
        for rate, who in named:
            GUESSES.hit(rate, who, cost=-1)

    return give_back


def is_first_refusal(who: str) -> bool:
    """Whether this refusal is to be written down: others of the same quarter of an hour say nothing new."""
    return GUESSES.hit(REFUSALS, _name(who))


def address(request: HttpRequest) -> str:
    """Who is at the other end: the IPv4 address, or the /64 that an IPv6 subscriber has to himself."""
    text = str(request.META.get("REMOTE_ADDR") or "")
    try:
        found = ip_address(text)
    except ValueError:
        return text
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or f"{IPv6Address(int(found) >> 64 << 64)}/64")
    return str(found)


def _name(who: str) -> str:
    """Redis need not know anybody's address."""
    return hashlib.sha256(who.encode()).hexdigest()[:32]
