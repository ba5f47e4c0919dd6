"""A session ends after a time without a request, and after a time in any case. Officials' end sooner."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.http import HttpRequest

from frontend.shared.throttle import address
from frontend.signin.device_words import device_of
from frontend.signin.recent import SIGNED_IN_AT
from participation.accounts import security_log, sessions
from participation.accounts.models import User
from participation.accounts.security_models import SecurityEvent

LIMITS, SEEN_AT = "session_limits", "seen_at"  # in the session: seconds
NOTED_EVERY = 300  # seconds: how exactly it is known when somebody was last there


def begin(request: HttpRequest, user: User) -> None:
    """At the sign-in: how long this one may last, by what the person is."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()
    request.session[LIMITS] = [limit.total_seconds() for limit in sessions.limits(user)]
    if not request.session.session_key:
        request.session.save()
    sessions.begin_session(user, str(request.session.session_key), device_of(request))


def keep(request: HttpRequest) -> None:
    """At each request of somebody signed in: end the session whose time is over, note the others once in a while.

    Costs no query of its own but for the note. A disk that is full lets everybody read on.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or LIMITS not in request.session:
        return
    now, (idle, longest) = time.time(), request.session[LIMITS]
    if now - request.session[SEEN_AT] > idle or now - request.session[SIGNED_IN_AT] > longest:
        _end(request)
    elif now - request.session[SEEN_AT] > NOTED_EVERY:
        request.session[SEEN_AT] = now
        try:
            request.session.save(must_create=False)
            sessions.seen(str(request.session.session_key))
        except (UpdateError, DatabaseError, OSError):
            pass  # ended from elsewhere meanwhile: the next request finds none; or the disk is full
        finally:
            request.session.modified = False


def shorten(request: HttpRequest) -> None:
    """At the desk: who became an official since the sign-in has an official's limits from now on."""
    if LIMITS not in request.session or not request.user.is_authenticated:
        return
    limits = [limit.total_seconds() for limit in sessions.limits(request.user)]
    if limits < request.session[LIMITS]:
        request.session[LIMITS] = limits
        keep(request)


def _end(request: HttpRequest) -> None:
    user = User.objects.filter(pk=request.session.get(SESSION_KEY, 0)).first()
    security_log.note(
        SecurityEvent.Kind.SESSION_EXPIRED, user, address=address(request), device=device_of(request)
    )
    request.session.flush()
    request.user = AnonymousUser()
    request.session_ran_out = True  # type: ignore[attr-defined]
