"""Which device has signed in to which account before: a signed cookie, so that a stranger's guesses stop nobody.

It opens nothing. It says only that attempts from here at this account are counted apart from everybody else's.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from participation.accounts.models import User

COOKIE = "device"
SALT = "signin.device"
AGE = 365 * 24 * 3600  # seconds
MOST = 12  # names on one device: a shared computer of an office


def known_as(request: HttpRequest, login: str) -> str:
    """The device's own name, when somebody has signed in from here by this name before; else nothing."""
    device, names = _read(request)
    return device if _hash(login) in names else ""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After a good sign-in: the names this account goes by are known here, the newest first."""
    device, names = _read(request)
    own = [_hash(login) for login in (user.username, user.email) if login]
    kept = [*own, *(name for name in names if name not in own)][:MOST]
    response.set_cookie(
        COOKIE, signing.dumps([device or secrets.token_urlsafe(12), kept], salt=SALT, compress=True),
        max_age=AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax", path="/accounts/",
    )  # fmt: skip


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return device, names


def _hash(login: str) -> str:
    """Who finds the cookie learns no name from it."""
    return salted_hmac(SALT, login.strip().lower(), algorithm="sha256").hexdigest()[:24]
