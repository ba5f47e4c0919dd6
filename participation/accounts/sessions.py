"""The open sessions of a person: which there are, ending them, and how long one may last."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, QuerySet

from participation import clock
from participation.accounts import security_log
from participation.accounts.models import User
from participation.accounts.policies import is_official
from participation.accounts.security_models import OpenSession, SecurityEvent


def begin_session(user: User, session_key: str, device: str) -> None:
    """Somebody has signed in."""
    now = clock.now()
    OpenSession.objects.update_or_create(
        session_key=session_key,
        defaults={"user": user, "device": device[:60], "began_at": now, "seen_at": now},
    )


def renew_key(old: str, new: str) -> None:
    """The session goes on under another key, as after a change of the password."""
    OpenSession.objects.filter(session_key=old).update(session_key=new)


def seen(session_key: str) -> None:
    """There was a request in it."""
    OpenSession.objects.filter(session_key=session_key).update(seen_at=clock.now())


def open_sessions(user: User) -> QuerySet[OpenSession]:
    """Those that still open something, the last used first."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return OpenSession.objects.filter(user=user, session_key__in=alive)


def end_sessions(user: User, *, only: int | None = None, but: str = "") -> int:
    """End them all, or the one with this number, or all but the one with this key; gives how many."""
    rows = OpenSession.objects.filter(user=user).exclude(session_key=but)
    if only is not None:
        rows = rows.filter(pk=only)
    with transaction.atomic():
        keys = list(rows.values_list("session_key", flat=True))
        if keys:
            Session.objects.filter(session_key__in=keys).delete()
            OpenSession.objects.filter(session_key__in=keys).delete()
            security_log.note(SecurityEvent.Kind.SESSION_ENDED, user)
    return len(keys)


def end_all(user: User) -> None:
    """Sign the person out everywhere, in browsers that nobody wrote down too. Call inside the act's transaction."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    end_sessions(user)


def limits(user: User) -> tuple[timedelta, timedelta]:
    """How long a session may lie idle, and how long it may last at all."""
    if is_official(user):
        return timedelta(minutes=settings.OFFICIAL_IDLE_MINUTES), timedelta(
            hours=settings.OFFICIAL_SESSION_HOURS
        )
    return timedelta(days=settings.RESIDENT_IDLE_DAYS), timedelta(days=settings.RESIDENT_SESSION_DAYS)


def closed_sessions() -> QuerySet[OpenSession]:
    """What is left of sessions that are gone."""
    return OpenSession.objects.exclude(session_key__in=Session.objects.values("session_key"))


def expired() -> QuerySet[Session]:
    """Sessions that open nothing any more."""
    return Session.objects.filter(expire_date__lte=clock.now())
