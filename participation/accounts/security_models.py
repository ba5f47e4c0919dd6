"""What is kept of signing in: which sessions are open, and what happened at the door."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User


class OpenSession(models.Model):
    """A browser in which somebody is signed in. It knows the kind of browser, and no address."""

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return self.device


class SecurityEvent(models.Model):
    """Something that happened at the door: to which account, when, from what. No name typed, no address, no code."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        FAILED = "failed", _("Wrong password")
        REFUSED = "refused", _("Has to wait after too many wrong attempts")
        CODE_FAILED = "code_failed", _("Wrong code of the second factor")
        CONFIRMED = "confirmed", _("Showed again who they are")
        FACTOR_SET = "factor_set", _("Second factor set up")
        FACTOR_REMOVED = "factor_removed", _("Second factor taken away")
        CODES_REPLACED = "codes_replaced", _("New recovery codes")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        PASSWORD_RESET = "password_reset", _("Password set anew by mail")
        SESSION_ENDED = "session_ended", _("Session ended by its owner or an administrator")
        SESSION_EXPIRED = "session_expired", _("Session ended by its time limit")

    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind)
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.CharField(
        max_length=12, blank=True
    )  # the address under a key: the same place, the same letters
    device = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "-id"], name="security_by_kind"),
            models.Index(fields=["at"], name="security_by_day"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
