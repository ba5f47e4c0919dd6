"""The days off of 放假办法 articles 2 and 6, for the years whose notice is not out."""

from datetime import date, timedelta

import pytest

from participation.deadlines import statutory
from participation.deadlines.counting import due_date
from participation.deadlines.national import national_calendar
from participation.deadlines.statutory import LUNAR, statutory_days

pytestmark = pytest.mark.django_db
KNOWN = {2025: ((1, 29), (5, 31), (10, 6)), 2026: ((2, 17), (6, 19), (9, 25))}  # as their notices have it


@pytest.mark.parametrize("year", LUNAR)
def test_every_year_has_its_thirteen_days_and_one_in_lieu_for_each_on_a_weekend(year: int) -> None:
    days = statutory_days(year)
    own = {day for day, name in days.items() if "补假" not in name.zh}
    twice = date(year, *LUNAR[year][2]) in {date(year, 10, n) for n in (1, 2, 3)}
    assert len(own) == 13 - twice
    in_lieu = set(days) - own
    assert len(in_lieu) == sum(day.weekday() >= 5 for day in own)
    assert all(day.weekday() < 5 for day in in_lieu)


@pytest.mark.parametrize("year", KNOWN)
def test_the_notices_of_the_years_since_the_law_was_changed_hold_all_of_them(
    year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statutory, "LUNAR", KNOWN)
    own = {day for day, name in statutory_days(year).items() if "补假" not in name.zh}
    assert own <= set(national_calendar().holidays)


def test_days_that_the_law_names_are_left_out_and_the_day_stays_provisional() -> None:
    found = due_date(date(2027, 2, 4), 1, "working", calendar="cn")
    assert (found.due, found.provisional) == (date(2027, 2, 11), True)
    beyond = due_date(date(2036, 1, 2), 5, "working", calendar="cn")
    assert (beyond.due, beyond.provisional) == (date(2036, 1, 9), True)


def test_the_lunar_days_lie_where_the_moon_has_them() -> None:
    """From one spring festival to the next there are 12 or 13 moons; the mid-autumn moon is full, the spring's new."""
    for year, days in LUNAR.items():
        spring, dragon, autumn = (date(year, *day) for day in days)
        for apart in ((dragon - spring).days - 4, (autumn - spring).days - 14):
            assert min(apart % 29.53, 29.53 - apart % 29.53) < 2, year
        if year + 1 in LUNAR:
            moons = (date(year + 1, *LUNAR[year + 1][0]) - spring).days / 29.53
            assert abs(moons - round(moons)) < 0.05, year
        assert date(year, 1, 20) < spring < date(year, 2, 22) and autumn - dragon > timedelta(90)
