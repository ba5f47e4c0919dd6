"""Counting legal terms: the door for every other room.

A calendar is named by its place in the tree: ``cn``, ``cn/guizhou``, ``cn/guizhou/…``; a place without
days of its own counts by the place above it.
"""

import re
from datetime import date

from .clock import SHANGHAI, ends_at, starts_at
from .national import national_calendar
from .workdays import DayKind, DayMark, DayName, Due, Unit, WorkCalendar

__all__ = [
    "SHANGHAI",
    "DayKind",
    "DayMark",
    "DayName",
    "Due",
    "Unit",
    "UnknownCalendar",
    "WorkCalendar",
    "calendar_for",
    "due_date",
    "ends_at",
    "is_working_day",
    "next_working_day",
    "starts_at",
    "working_days_between",
]

PLACE = re.compile(r"cn(/[a-z0-9-]+)*")


class UnknownCalendar(ValueError):
    """No calendar goes by that name."""


def calendar_for(calendar: str | WorkCalendar = "cn") -> WorkCalendar:
    """The calendar of a place as it stands today. Raises UnknownCalendar."""
    if isinstance(calendar, WorkCalendar):
        return calendar
    if not PLACE.fullmatch(calendar):
        raise UnknownCalendar(calendar)
    return national_calendar()


def is_working_day(day: date, calendar: str | WorkCalendar = "cn") -> bool:
    """Is `day` worked, make-up days included? A year without tables knows weekends only."""
    return calendar_for(calendar).is_working_day(day)


def next_working_day(day: date, calendar: str | WorkCalendar = "cn") -> date:
    """`day` itself when it is worked, else the first working day after it."""
    return calendar_for(calendar).next_working_day(day)


def due_date(
    start: date, n: int, unit: Unit, *, rolls: bool = False, calendar: str | WorkCalendar = "cn"
) -> Due:
    """The last day of a term of `n` working or calendar days; see WorkCalendar.due_date."""
    return calendar_for(calendar).due_date(start, n, unit, rolls=rolls)


def working_days_between(first: date, last: date, calendar: str | WorkCalendar = "cn") -> int:
    """Working days after `first` up to and with `last`."""
    return calendar_for(calendar).working_days_between(first, last)
