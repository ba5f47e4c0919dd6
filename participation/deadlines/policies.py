"""How a clock stands today: said for one row here and for the database in `querysets`, and the two agree."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy as _

from participation.accounts.models import Department, User
from participation.accounts.queries import Role, has_role

from . import clock as now
from .counting import calendar_for
from .rulebook import Rule, Rulebook
from .workdays import WorkCalendar

if TYPE_CHECKING:
    from .models import Clock


class Standing(TextChoices):
    """Never stored: worked out from `due_on` and the day."""

    LONG_OVERDUE = "long_overdue", _("clock", "Long overdue")
    OVERDUE = "overdue", _("clock", "Overdue")
    DUE_SOON = "due_soon", _("clock", "Due soon")
    ON_TIME = "on_time", _("clock", "On time")
    PAUSED = "paused", _("clock", "Paused")
    STOPPED = "stopped", _("clock", "Stopped")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The days against which due days are held: today, the end of “soon” (rule W1), the limit of “long” (W2)."""

    today: date
    soon_until: date
    long_before: date


def thresholds(place: str | None = None) -> Thresholds:
    """The thresholds of this day at `place`; ask once a request and pass it on."""
    today, book, calendar = now.today(), Rulebook(place), calendar_for(place)
    soon = book.rule("W1").due(today, calendar=calendar).due
    return Thresholds(today, soon, _long_before(book.rule("W2"), today, calendar))


def _long_before(late: Rule, today: date, calendar: WorkCalendar) -> date:
    """The first due day that is not yet long overdue: the term of W2 from it has not ended before today."""
    day = today
    while late.due(day - timedelta(days=1), calendar=calendar).due >= today:
        day -= timedelta(days=1)
    return day


def is_due_soon(clock: "Clock", when: Thresholds) -> bool:
    """Running, not yet overdue, and due within the time that rule W1 calls near."""
    return clock.state == "running" and when.today <= clock.due_on <= when.soon_until


def is_overdue(clock: "Clock", when: Thresholds) -> bool:
    """Running after 24:00 of the due day; one long overdue is overdue too."""
    return clock.state == "running" and clock.due_on < when.today


def is_long_overdue(clock: "Clock", when: Thresholds) -> bool:
    """Running more than rule W2 allows after the due day."""
    return clock.state == "running" and clock.due_on < when.long_before


def standing(clock: "Clock", when: Thresholds) -> Standing:
    """The one word for a clock today."""
    if clock.state != "running":
        return Standing(clock.state)
    if is_long_overdue(clock, when):
        return Standing.LONG_OVERDUE
    if is_overdue(clock, when):
        return Standing.OVERDUE
    return Standing.DUE_SOON if is_due_soon(clock, when) else Standing.ON_TIME


def was_in_time(clock: "Clock") -> bool:
    """Stopped on or before the due day."""
    return clock.stopped_on is not None and clock.stopped_on <= clock.due_on


def days_left(clock: "Clock", when: Thresholds, calendar: WorkCalendar) -> int:
    """Days to the due day in the clock's own unit, today not counted; negative once overdue."""
    if clock.unit == "calendar":
        return (clock.due_on - when.today).days
    return calendar.working_days_between(when.today, clock.due_on)


def can_approve_extension(user: User, clock: "Clock") -> bool:
    """A reviewer (the unit's head) over the clock's department; anywhere for a clock without one."""
    department: Department | None = clock.department
    return has_role(user, Role.REVIEWER, at=department)
