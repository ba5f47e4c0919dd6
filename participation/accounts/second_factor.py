"""The second factor: who owes one, who has one, and the administrator's way back in for whoever lost theirs."""

import base64
import hashlib

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.policies import can_administer_person, is_official
from participation.accounts.queries import Anyone
from participation.accounts.sessions import end_all
from participation.delivery.mail import letter, post
from participation.errors import InvalidMove, NotPermitted
from participation.ledger.audit import record
from participation.text.reasons import said

TOTP = Authenticator.Type.TOTP


def has_one(user: User) -> bool:
    """Whether this person shows more than a password when signing in."""
    return bool(Authenticator.objects.filter(user=user.pk, type=TOTP).exists())


def is_owed_by(user: Anyone) -> bool:
    """Whether the desk stays shut to this person without one: officials, unless `SECOND_FACTOR=optional`."""
    return bool(settings.SECOND_FACTOR == "required" and is_official(user))


def can_forget(by: User, user: User) -> bool:
    """Not one's own: that one is proven, then removed under one's own account."""
    return by.pk != user.pk and can_administer_person(by, user) and has_one(user)


def forget(user: User, *, by: User | None, reason: str) -> None:
    """Take away a second factor that somebody lost, recovery codes too; they are signed out everywhere and told.

    `by=None` is the operator at the command line. Raises NotPermitted (one's own, too), Invalid (no
    reason), InvalidMove where there is none.
    """
    if by is not None and (by.pk == user.pk or not can_administer_person(by, user)):
        raise NotPermitted(_("Only an administrator takes a second factor from somebody else's account."))
    words = said(reason, _("Say why."), field="reason")
    with transaction.atomic():
        gone, _kinds = Authenticator.objects.filter(user=user.pk).delete()
        if not gone:
            raise InvalidMove(_("This account has no second factor."))
        entry = record("person.second_factor_forgotten", user, by=by, note={"reason": words})
        end_all(user)
        if user.email:
            body = letter(
                _(
                    "An administrator has taken the second factor from your account %(name)s, and you have been signed "
                    "out everywhere. When you sign in again with your password, set up a new one. If you did not ask "
                    "for this, tell your administrator at once."
                )
                % {"name": user.username}
            )
            post(user.email, _("The second factor of your account"), body, key=f"second_factor:{entry.pk}")


def seal(text: str) -> str:
    """What is kept of a second factor, readable only with the site's key."""
    return _sealer().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The opposite. Under another site key it opens nothing: every code is wrong, and `forget` is the way back in."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _sealer() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"participation.second_factor" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
