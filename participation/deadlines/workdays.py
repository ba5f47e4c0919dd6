"""Which days are working days: a week, the days taken out of it, and the days put back (调休).

Pure: nothing here reads a database or a clock. `counting` finds the right calendar by its name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from django.utils.translation import get_language

Unit = Literal["working", "calendar"]
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"  # a Saturday or Sunday worked in exchange for a holiday: counts as working

    @property
    def is_working(self) -> bool:
        return self in (DayKind.WORKING, DayKind.MAKEUP)


@dataclass(frozen=True, slots=True)
class DayName:
    """What a day is called, in both languages."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") or not self.en else self.en


@dataclass(frozen=True, slots=True)
class DayMark:
    """One square of the little calendar that shows how a term was counted."""

    day: date
    kind: DayKind
    ordinal: int | None  # the how-manieth day of the term; None where the day was not counted
    name: DayName | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term (it ends at 24:00) and how it was found.

    `provisional`: some day was judged by weekends alone, its year's holidays being unpublished.
    `may_shift`: the term leans on the last days of December, which next year's unpublished notice can
    still exchange.
    """

    start: date
    count: int
    unit: Unit
    due: date
    provisional: bool
    may_shift: bool
    days: tuple[DayMark, ...]
    rolled_from: date | None = None


@dataclass(frozen=True)
class WorkCalendar:
    """Holidays and make-up days over an ordinary week, and the years for which they are published."""

    holidays: Mapping[date, DayName] = field(repr=False)
    makeups: Mapping[date, DayName] = field(repr=False)
    years: frozenset[int]

    def with_layer(
        self,
        holidays: Mapping[date, DayName],
        makeups: Mapping[date, DayName],
        years: frozenset[int] = frozenset(),
    ) -> "WorkCalendar":
        """This calendar with another layer over it, whose word holds for the days it names."""
        named = {*holidays, *makeups}
        return WorkCalendar(
            {day: name for day, name in self.holidays.items() if day not in named} | dict(holidays),
            {day: name for day, name in self.makeups.items() if day not in named} | dict(makeups),
            self.years | years,
        )

    def kind(self, day: date) -> DayKind:
        if day in self.holidays:
            return DayKind.HOLIDAY
        if day.weekday() < SATURDAY:
            return DayKind.WORKING
        return DayKind.MAKEUP if day in self.makeups else DayKind.WEEKEND

    def name(self, day: date) -> DayName | None:
        return self.holidays.get(day) or (self.makeups.get(day) if day.weekday() >= SATURDAY else None)

    def is_working_day(self, day: date) -> bool:
        return self.kind(day).is_working

    def is_known(self, day: date) -> bool:
        """Are the holidays of this day's year published?"""
        return day.year in self.years

    def may_shift(self, day: date) -> bool:
        """Can next year's notice still exchange this day? (31 December 2018 became a holiday that way.)"""
        return self.is_known(day) and (day.month, day.day) >= (12, 26) and day.year + 1 not in self.years

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative when `last` lies before `first`."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(day) for day in _days(first, last))

    def due_date(self, start: date, count: int, unit: Unit, *, rolls: bool = False) -> Due:
        """The last day of a term of `count` days; `start` is not counted and `count` = 0 gives `start`.

        `rolls`: a term in calendar days that ends on a day off ends on the next working day instead
        (《民法典》第二百零一条、第二百零三条). Terms in working days cannot end on a day off.
        Raises ValueError for a negative count, an unknown unit, or a term that leaves the calendar.
        """
        if count < 0:
            raise ValueError("a term cannot be shorter than 0 days")
        if unit not in ("working", "calendar"):
            raise ValueError(f"unknown unit of days: {unit}")
        try:
            return self._count(start, count, unit, rolls)
        except OverflowError as error:
            raise ValueError("the term ends after the last day a calendar can hold") from error

    def _count(self, start: date, count: int, unit: Unit, rolls: bool) -> Due:
        marks: list[DayMark] = []
        counted, day = 0, start
        while counted < count:
            day += ONE_DAY
            counts = unit == "calendar" or self.is_working_day(day)
            counted += counts
            marks.append(self._mark(day, counted if counts else None))
        landed = day
        if rolls and count and unit == "calendar":
            while not self.is_working_day(day):
                day += ONE_DAY
                marks.append(self._mark(day, None))
        judged = [m.day for m in marks] if unit == "working" else list(_days(landed - ONE_DAY, day))
        if unit == "calendar" and not (rolls and count):
            judged = []  # counted without asking which days are worked
        return Due(
            start=start,
            count=count,
            unit=unit,
            due=day,
            provisional=any(not self.is_known(d) for d in judged),
            may_shift=any(self.may_shift(d) for d in judged),
            days=tuple(marks),
            rolled_from=landed if landed != day else None,
        )

    def _mark(self, day: date, ordinal: int | None) -> DayMark:
        return DayMark(day, self.kind(day), ordinal, self.name(day))


def _days(after: date, last: date) -> Iterator[date]:
    """Each day after `after` up to and with `last`."""
    return (after + timedelta(days=n) for n in range(1, (last - after).days + 1))
