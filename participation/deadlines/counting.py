"""Counting legal terms: the door for every other room.

A calendar is named by its place in the tree: ``cn``, ``cn/guizhou``, ``cn/guizhou/…``; a place without
days of its own counts by the place above it. Each call here asks the database once for the newest edition of
the calendars; a loop fetches `calendar_for(place)` beforehand and passes that.
"""

from datetime import date

from participation.deadlines.calendars import calendar_at
from participation.deadlines.places import home
from participation.deadlines.workdays import Due, Unit, WorkCalendar


class UnknownCalendar(ValueError):
    """No calendar goes by that name."""


def calendar_for(calendar: str | WorkCalendar | None = None) -> WorkCalendar:
    """The calendar of a place as it stands today; this site's own when left out. Raises UnknownCalendar."""
    if isinstance(calendar, WorkCalendar):
        return calendar
    try:
        return calendar_at(calendar or home())
    except ValueError as error:
        raise UnknownCalendar(calendar) from error


def is_working_day(day: date, calendar: str | WorkCalendar | None = None) -> bool:
    """Is `day` worked, make-up days included? A year without tables knows weekends only."""
    return calendar_for(calendar).is_working_day(day)


def next_working_day(day: date, calendar: str | WorkCalendar | None = None) -> date:
    """`day` itself when it is worked, else the first working day after it."""
    return calendar_for(calendar).next_working_day(day)


def due_date(
    start: date, n: int, unit: Unit, *, rolls: bool = False, calendar: str | WorkCalendar | None = None
) -> Due:
    """The last day of a term of `n` working or calendar days; see WorkCalendar.due_date."""
    return calendar_for(calendar).due_date(start, n, unit, rolls=rolls)


def working_days_between(first: date, last: date, calendar: str | WorkCalendar | None = None) -> int:
    """Working days after `first` up to and with `last`; negative when `last` lies before `first`."""
    return calendar_for(calendar).working_days_between(first, last)
