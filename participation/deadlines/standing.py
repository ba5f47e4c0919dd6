"""How a deadline can stand, and the days against which it is held."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, TextChoices
from django.utils.translation import pgettext_lazy as _


class Standing(TextChoices):
    """Never stored: worked out from `due_on` and the day."""

    LONG_OVERDUE = "long_overdue", _("deadline", "Long overdue")
    OVERDUE = "overdue", _("deadline", "Overdue")
    DUE_SOON = "due_soon", _("deadline", "Due soon")
    ON_TIME = "on_time", _("deadline", "On time")
    PAUSED = "paused", _("deadline", "Paused")
    STOPPED = "stopped", _("deadline", "Stopped")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The days against which due days are held: today, the end of “soon” (rule W1), the limit of “long” (W2)."""

    today: date
    soon_until: date
    long_before: date


def soon(when: Thresholds) -> Q:
    """Running, not yet overdue, and due within the time that rule W1 calls near: as a filter on deadlines."""
    return Q(state="running", due_on__gte=when.today, due_on__lte=when.soon_until)


def past(when: Thresholds) -> Q:
    """Running after 24:00 of the due day; those long overdue are among them: as a filter on deadlines."""
    return Q(state="running", due_on__lt=when.today)
