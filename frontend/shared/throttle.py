"""How often one address may speak or guess. Shared by the forms and the API; `THROTTLE=off` switches it off.

Two lines in a view are enough::

    with throttle.posting(request):
        submit_comment(…)

The address is the one the server saw; it believes a proxy's `X-Forwarded-For` only as FORWARDED_ALLOW_IPS says.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from participation.errors import Refused

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `most` times an hour, counted over the hour just past."""

    name: str
    most: int

    def wait(self, who: str) -> int:
        """Seconds until `who` may again; 0 when at once."""
        times = self._times(who)
        return max(1, ceil(times[-self.most] + HOUR - time.time())) if len(times) >= self.most else 0

    def count(self, who: str) -> None:
        """Note that `who` did it now."""
        cache.set(self._key(who), [*self._times(who), time.time()][-self.most :], HOUR)

    def _times(self, who: str) -> list[float]:
        kept: list[float] = cache.get(self._key(who), [])
        return [at for at in kept if at > time.time() - HOUR]

    def _key(self, who: str) -> str:
        return f"rate:{self.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


POSTS_OF_AN_ADDRESS = Rate("posts", 30)  # without an account; the first ten need nothing in any case
POSTS_OF_A_PERSON = Rate("own-posts", 60)
WRONG_CODES = Rate("codes", 10)


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


@contextmanager
def posting(request: HttpRequest) -> Iterator[None]:
    """Around the act of a resident: raises TooMany before it; counts it when it was accepted."""
    rate, who = (
        (POSTS_OF_A_PERSON, str(request.user.pk))
        if request.user.is_authenticated
        else (POSTS_OF_AN_ADDRESS, address(request))
    )
    _refuse(rate, who)
    yield
    if settings.THROTTLE:
        rate.count(who)


@contextmanager
def guessing(request: HttpRequest) -> Iterator[None]:
    """Around looking up a number and code: what the body raises counts as a wrong guess; ten an hour are borne."""
    _refuse(WRONG_CODES, address(request))
    try:
        yield
    except Exception:
        if settings.THROTTLE:
            WRONG_CODES.count(address(request))
        raise


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


def _refuse(rate: Rate, who: str) -> None:
    if settings.THROTTLE and (seconds := rate.wait(who)):
        raise TooMany(seconds)
