"""Which device has signed in to which account before: a signed cookie, so that a stranger's guesses stop nobody.

It opens nothing. It says only that attempts from here at this account are counted apart from everybody else's.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from participation.accounts.models import User
from participation.accounts.queries import accounts_named

COOKIE = "device"
SALT = "signin.device"
AGE = 365 * 24 * 3600  # seconds
MOST = 12  # accounts on one device: a shared computer of an office


def known_as(request: HttpRequest, login: str) -> str:
    """The device's own name, when every account that goes by this name has been signed in to from here; else nothing.

    By account, not by what was typed: a name may be chosen, and an address given, that is another's.
    """
    device, known = _read(request)
    accounts = accounts_named(login)
    return device if accounts and all(_hash(pk) in known for pk in accounts) else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After a good sign-in: the account is known here, the newest first."""
    device, known = _read(request)
    kept = list(dict.fromkeys([_hash(user.pk), *known]))[:MOST]
    response.set_cookie(
        COOKIE, signing.dumps([device or secrets.token_urlsafe(12), kept], salt=SALT, compress=True),
        max_age=AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax", path="/accounts/",
    )  # fmt: skip


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return device, known


def _hash(account: int) -> str:
    """Who finds the cookie learns no account from it."""
    return salted_hmac(SALT, str(account), algorithm="sha256").hexdigest()[:24]
