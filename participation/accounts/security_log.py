"""The security log: written at the door, read by the administrator, kept for `SECURITY_LOG_DAYS` calendar days."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from participation import clock
from participation.accounts.models import User
from participation.accounts.security_models import SecurityEvent
from participation.ledger.models import AuditEntry

Kind = SecurityEvent.Kind
TAKEN = ("list.exported", "audit.exported")  # files that somebody took: nothing was done to them


def note(kind: str, user: User | None, *, address: str = "", device: str = "") -> None:
    """Write down what happened. The address is kept under the site's key, so that only sameness can be seen."""
    place = salted_hmac("security_log.place", address, algorithm="sha256").hexdigest()[:12] if address else ""
    SecurityEvent.objects.create(at=clock.now(), kind=kind, user=user, place=place, device=device[:60])


def events(*, kind: str = "", username: str = "", place: str = "") -> QuerySet[SecurityEvent]:
    """The log with its accounts, as a filter asks."""
    asked = {"kind": kind, "user__username": username, "place": place}
    return SecurityEvent.objects.filter(
        **{name: value for name, value in asked.items() if value}
    ).select_related("user")


def changes_of_people() -> QuerySet[AuditEntry]:
    """Who gave or took which role, and what else was done to accounts: from the audit, where it stays for good."""
    rows = AuditEntry.objects.filter(kind=User._meta.model_name).exclude(act__in=TAKEN)
    return rows.select_related("by", "on_behalf_of")


def outdated() -> QuerySet[SecurityEvent]:
    """What has been kept long enough."""
    return SecurityEvent.objects.filter(at__lt=clock.now() - timedelta(days=settings.SECURITY_LOG_DAYS))
