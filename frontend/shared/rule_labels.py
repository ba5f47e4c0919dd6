"""Places and days in words: whose rule it is, what a day of the year is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from frontend.shared.dates import WEEKDAYS, say_day
from participation.deadlines.places import PROVINCES, home
from participation.deadlines.rulebook import Rule
from participation.deadlines.workdays import DayKind, WorkCalendar

ONE_DAY = timedelta(days=1)
SHIPPED = "国务院办公厅历年关于部分节假日安排的通知"  # under which the days came with the product


def layer_name(place: str) -> str:
    """The nation, a province by its name, or this county."""
    parts = place.split("/")
    if len(parts) == 1:
        return pgettext("layer", "National")
    if len(parts) == 2:
        return PROVINCES[parts[1]][0 if (get_language() or "zh").startswith("zh") else 1]
    return pgettext("layer", "This county")


def layer_of(rule: Rule) -> str:
    """Whose rule it is; what this site's own people set is the county's, wherever the site stands."""
    return (
        pgettext("layer", "This county") if rule.is_own and rule.place == home() else layer_name(rule.place)
    )


def source_name(source: str) -> str:
    """The notice that days come from: one that was entered by its own name, those that came with the product in the
    reader's language."""
    if source != SHIPPED:
        return source
    return _("The yearly notices of the State Council's General Office on public holidays")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days off that follow each other and have one name."""

    name: str
    first: date
    last: date
    place: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        if self.first == self.last:
            return say_day(self.first, "short")
        return _("%(first)s to %(last)s") % {
            "first": say_day(self.first, "short"),
            "last": say_day(self.last, "short"),
        }


def stretches(days: Iterable[tuple[date, str, str]]) -> list[Stretch]:
    """Days (day, name, place) in order, those of one name that touch put together."""
    found: list[Stretch] = []
    for day, name, place in days:
        if found and found[-1].name == name and found[-1].last + ONE_DAY == day and found[-1].place == place:
            found[-1] = Stretch(name, found[-1].first, day, place)
        else:
            found.append(Stretch(name, day, day, place))
    return found


def year_of(calendar: WorkCalendar, year: int, today: date) -> list[dict[str, Any]]:
    """Twelve months as the page draws them: weeks of cells, None outside the month."""
    return [_month(calendar, year, month, today) for month in range(1, 13)]


def _month(calendar: WorkCalendar, year: int, month: int, today: date) -> dict[str, Any]:
    first = date(year, month, 1)
    cells: list[dict[str, Any] | None] = [None] * first.weekday()
    day = first
    while day.month == month:
        kind = calendar.kind(day)
        cells.append({"day": day, "kind": kind.value, "name": calendar.name(day), "is_today": day == today})
        day += ONE_DAY
    cells += [None] * (-len(cells) % 7)
    return {
        "first": first,
        "weeks": [cells[n : n + 7] for n in range(0, len(cells), 7)],
        "worked": sum(cell is not None and DayKind(cell["kind"]).is_working for cell in cells),
        "weekdays": [(str(name), _short(str(name))) for name in WEEKDAYS],
    }


def _short(weekday: str) -> str:
    """周一 → 一, Mon → Mo."""
    return weekday[-1:] if weekday.startswith("周") else weekday[:2]
