"""What the sign-in tells of itself goes to the security log, and begins, follows and ends the sessions one can see."""

from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from frontend.shared.throttle import address
from frontend.signin import session_limits
from frontend.signin.device_words import device_of
from participation.accounts import security_log, sessions
from participation.accounts.models import User
from participation.accounts.security_models import OpenSession, SecurityEvent

Kind = SecurityEvent.Kind


def noted(kind: str, request: HttpRequest | None, user: User | None) -> None:
    """One entry of the log, with what the request says of where it came from."""
    if request is None:
        security_log.note(kind, user)
    else:
        security_log.note(kind, user, address=address(request), device=device_of(request))


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_more: Any) -> None:
    """By whatever way; a sign-in outside a request leaves no session."""
    session_limits.begin(request, user)
    noted(Kind.SIGNED_IN, request, user)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_more: Any) -> None:
    """By oneself."""
    if user is not None:
        OpenSession.objects.filter(session_key=request.session.session_key or "").delete()
        noted(Kind.SIGNED_OUT, request, user)


@receiver([account.password_changed, account.password_set])
def password_changed(request: HttpRequest, user: User, **_more: Any) -> None:
    """Every other session ends; this one goes on under a new key."""
    session_limits.begin(request, user)
    sessions.end_sessions(user, but=str(request.session.session_key))
    noted(Kind.PASSWORD_CHANGED, request, user)


@receiver(account.password_reset)
def password_reset(request: HttpRequest, user: User, **_more: Any) -> None:
    """Whoever was signed in with the old one is out. The link went to the account's address: it is proved by it."""
    sessions.end_sessions(user)
    if (own := EmailAddress.objects.filter(user=user)[:2]) and len(own) == 1:
        own[0].set_verified()
    noted(Kind.PASSWORD_RESET, request, user)


@receiver(account.authentication_step_completed)
def shown_again(request: HttpRequest, user: User, reauthenticated: bool = False, **_more: Any) -> None:
    """Asked again before something that weighs."""
    if reauthenticated:
        noted(Kind.CONFIRMED, request, user)


@receiver(mfa.authenticator_added)
def factor_set(request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
    """Recovery codes come with it and are no event of their own."""
    if authenticator.type == Authenticator.Type.TOTP:
        noted(Kind.FACTOR_SET, request, user)


@receiver(mfa.authenticator_removed)
def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
    """The same; whoever else is signed in has to come in anew."""
    if authenticator.type == Authenticator.Type.TOTP:
        sessions.end_sessions(user, but=str(request.session.session_key))
        noted(Kind.FACTOR_REMOVED, request, user)


@receiver(mfa.authenticator_reset)
def codes_replaced(request: HttpRequest, user: User, **_more: Any) -> None:
    """New recovery codes; the old ones open nothing."""
    noted(Kind.CODES_REPLACED, request, user)


@receiver(mfa.authentication_failed)
def code_failed(request: HttpRequest, user: User, **_more: Any) -> None:
    """Whoever this is knows the password."""
    noted(Kind.CODE_FAILED, request, user)
