"""Due dates against an independent count, and what must hold for any term."""

import json
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.deadlines.counting import UnknownCalendar, calendar_for
from participation.deadlines.counting import due_date as due_date_somewhere
from participation.deadlines.explanations import explain
from participation.deadlines.national import national_calendar
from participation.deadlines.statutory import LUNAR
from participation.deadlines.workdays import DayKind

NATION = national_calendar()
due_date = NATION.due_date
is_working_day = NATION.is_working_day
working_days_between = NATION.working_days_between
FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

starts = st.dates(date(2010, 1, 1), date(2025, 12, 31))
terms = st.integers(0, 120)
units = st.sampled_from(["working", "calendar"])


@pytest.fixture
def published(real_data: Path) -> dict[date, bool]:
    """Is it a day off? Other people's tables; a day of December may stand in the next year's file."""
    files = [json.loads(path.read_text("utf-8")) for path in sorted((real_data / "holidays").glob("2*.json"))]
    return {date.fromisoformat(day["date"]): day["isOffDay"] for each in files for day in each["days"]}


@pytest.mark.django_db
def test_after_migrate_alone_the_calendar_is_the_published_one():
    stored = calendar_for("cn")
    known = {day: name for day, name in stored.holidays.items() if day.year in stored.years}
    assert (known, stored.makeups, stored.years) == (NATION.holidays, NATION.makeups, NATION.years)
    assert {day.year for day in stored.holidays} - stored.years == set(LUNAR) - stored.years


@pytest.mark.django_db
def test_a_place_that_does_not_exist_is_refused():
    for nowhere in ("../etc", "cn/atlantis", "us", "cn/"):
        with pytest.raises(UnknownCalendar):
            due_date_somewhere(date(2026, 1, 1), 1, "working", calendar=nowhere)


def test_every_day_of_2018_to_2026_is_what_the_published_tables_say(published):
    wrong = [day for day in DAYS if is_working_day(day) == published.get(day, day.weekday() >= 5)]
    assert wrong == []


@pytest.mark.parametrize("n", [1, 3, 5, 7, 15, 20, 30])
def test_due_dates_agree_with_an_independent_count(published, n):
    worked = [day for day in DAYS if not published.get(day, day.weekday() >= 5)]
    for start in DAYS[:-70]:
        assert due_date(start, n, "working").due == worked[bisect_right(worked, start) + n - 1], start
        plain = start + timedelta(days=n)
        assert due_date(start, n, "calendar").due == plain
        assert due_date(start, n, "calendar", rolls=True).due == worked[bisect_left(worked, plain)], start


def test_a_real_notice_of_thirty_days_ended_where_we_say():
    assert due_date(date(2023, 3, 6), 30, "calendar").due == date(2023, 4, 5)


def test_the_start_is_not_counted_and_nothing_gives_the_start():
    saturday = date(2026, 3, 7)
    assert due_date(date(2026, 3, 6), 1, "working").due == date(2026, 3, 9)
    for unit in ("working", "calendar"):
        assert due_date(saturday, 0, unit, rolls=True).due == saturday


def test_make_up_saturdays_and_sundays_count():
    due = due_date(date(2026, 9, 18), 2, "working")
    assert due.due == date(2026, 9, 21)
    assert [(mark.day.day, mark.kind, mark.ordinal) for mark in due.days] == [
        (19, DayKind.WEEKEND, None),
        (20, DayKind.MAKEUP, 1),
        (21, DayKind.WORKING, 2),
    ]


def test_a_term_that_ends_on_a_day_off_rolls_only_when_told_to():
    start = date(2026, 9, 1)
    assert due_date(start, 30, "calendar").due == date(2026, 10, 1)
    rolled = due_date(start, 30, "calendar", rolls=True)
    assert (rolled.due, rolled.rolled_from) == (date(2026, 10, 8), date(2026, 10, 1))


def test_a_year_without_tables_knows_weekends_only_and_says_so():
    into_2027 = due_date(date(2026, 12, 30), 2, "working")
    assert (into_2027.due, into_2027.provisional) == (date(2027, 1, 1), True)
    assert due_date(date(2027, 3, 1), 5, "working").provisional
    assert "2027" in explain(into_2027)


def test_a_year_before_the_first_table_is_provisional_too():
    assert due_date(date(2001, 5, 1), 3, "working").provisional


def test_calendar_days_are_certain_unless_the_roll_leans_on_an_unknown_year():
    assert not due_date(date(2026, 12, 20), 30, "calendar").provisional
    assert due_date(date(2026, 12, 20), 30, "calendar", rolls=True).provisional


def test_the_last_days_of_december_stand_but_can_still_move():
    due = due_date(date(2026, 12, 25), 2, "working")
    assert not due.provisional
    assert due.may_shift
    settled = due_date(date(2025, 12, 25), 2, "working")
    assert not settled.may_shift


def test_a_day_of_december_can_be_a_holiday_of_the_next_year():
    assert not is_working_day(date(2018, 12, 31))
    assert is_working_day(date(2018, 12, 29))


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        due_date(date(2026, 1, 1), -1, "working")
    with pytest.raises(ValueError, match="unit"):
        due_date(date(2026, 1, 1), 1, "moons")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="last day"):
        due_date(date(9999, 12, 1), 400, "calendar")


@given(starts, terms, units, st.booleans())
def test_a_longer_term_never_ends_earlier(start, n, unit, rolls):
    assert due_date(start, n, unit, rolls=rolls).due <= due_date(start, n + 1, unit, rolls=rolls).due


@given(starts, terms, units, st.booleans())
def test_a_later_start_never_ends_earlier(start, n, unit, rolls):
    if n:
        later = due_date(start + timedelta(days=1), n, unit, rolls=rolls)
        assert due_date(start, n, unit, rolls=rolls).due <= later.due


@given(starts, st.integers(1, 60), st.integers(1, 60))
def test_two_terms_of_working_days_in_a_row_are_one(start, first, second):
    whole = due_date(start, first + second, "working").due
    assert due_date(due_date(start, first, "working").due, second, "working").due == whole


@given(starts, st.integers(1, 120))
def test_counting_back_gives_the_number_of_days(start, n):
    due = due_date(start, n, "working")
    assert working_days_between(start, due.due) == n
    assert working_days_between(due.due, start) == -n
    assert [mark.ordinal for mark in due.days if mark.ordinal] == list(range(1, n + 1))
    assert is_working_day(due.due)


@given(starts, st.integers(1, 120))
def test_a_rolled_term_ends_on_a_working_day_and_no_working_day_is_lost(start, n):
    due = due_date(start, n, "calendar", rolls=True)
    assert is_working_day(due.due)
    plain = start + timedelta(days=n)
    assert working_days_between(plain - timedelta(days=1), due.due) == 1


def test_the_package_knows_2004_to_2026():
    assert {2004, 2026} <= national_calendar().years
