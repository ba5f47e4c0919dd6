"""Near, overdue, long overdue: Python and SQL agree, at the boundary above all."""

from datetime import UTC, date, datetime, timedelta

import pytest

from participation import clock
from participation.deadlines import actions as deadlines
from participation.deadlines.counting import calendar_for
from participation.deadlines.local_rules import set_local_rule
from participation.deadlines.models import Deadline
from participation.deadlines.policies import (
    days_left,
    is_due_soon,
    is_long_overdue,
    is_overdue,
    standing,
    thresholds,
    was_in_time,
)
from participation.deadlines.standing import Standing

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def one_a_day(department) -> list[Deadline]:
    """Clocks due on every day of half a year around that Friday, in each state."""
    made: list[Deadline] = []
    for n in range(-100, 80):
        due_on = FRIDAY + timedelta(days=n)
        for state in Deadline.State.values:
            made.append(
                Deadline(
                    subject_kind="test", subject_id=len(made), rule_id="C3", count=15, unit="working", state=state,
                    department=department, started_on=due_on - timedelta(days=20), due_on=due_on,
                    paused_on=due_on if state == "paused" else None,
                    stopped_on=due_on + timedelta(days=n % 3 - 1) if state == "stopped" else None,
                )
            )  # fmt: skip
    return Deadline.objects.bulk_create(made)


MOMENTS = [
    datetime(2026, 3, 6, 15, 59, 59, 999999, tzinfo=UTC),  # the last moment of Friday in Shanghai
    datetime(2026, 3, 6, 16, 0, 0, tzinfo=UTC),  # the first of Saturday
    datetime(2026, 2, 14, 4, 0, tzinfo=UTC),  # before the Spring Festival
    datetime(2026, 12, 30, 4, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_database_and_the_row_say_the_same(one_a_day, moment):
    with clock.at(moment):
        when = thresholds()
        said = {
            is_due_soon: Deadline.objects.due_soon(when),
            is_overdue: Deadline.objects.overdue(when),
            is_long_overdue: Deadline.objects.long_overdue(when),
        }
        for predicate, rows in said.items():
            assert {row.pk for row in rows} == {row.pk for row in one_a_day if predicate(row, when)}
        by_sql = dict(Deadline.objects.with_standing(when).values_list("pk", "standing_now"))  # type: ignore[misc]
        assert by_sql == {row.pk: standing(row, when).value for row in one_a_day}


def test_it_is_overdue_from_midnight_in_shanghai(one_a_day):
    deadline = next(each for each in one_a_day if each.due_on == FRIDAY and each.state == "running")
    with clock.at(MOMENTS[0]):
        assert standing(deadline, thresholds()) is Standing.DUE_SOON
    with clock.at(MOMENTS[1]):
        assert standing(deadline, thresholds()) is Standing.OVERDUE


def test_soon_and_long_come_from_the_rulebook(administrator):
    with clock.at(MOMENTS[0]):
        before = thresholds()
        assert (before.soon_until, before.long_before) == (date(2026, 3, 11), date(2026, 2, 4))
        set_local_rule("W1", value=5, basis="县府办发〔2026〕1号", by=administrator)
        set_local_rule("W2", value=10, unit="working", basis="县府办发〔2026〕1号", by=administrator)
        after = thresholds()
    assert after.soon_until == date(2026, 3, 13)
    calendar = calendar_for()
    assert calendar.due_date(after.long_before, 10, "working").due >= FRIDAY
    assert calendar.due_date(after.long_before - timedelta(days=1), 10, "working").due < FRIDAY


def test_days_left_are_counted_in_the_clocks_own_days(department, official):
    deadline = deadlines.start(subject=department, rule="C3", by=official, on=date(2026, 9, 10))
    with clock.at(clock.starts_at(date(2026, 9, 30))):
        when = thresholds()
        assert (deadline.due_on, days_left(deadline, when, calendar_for())) == (date(2026, 10, 8), 1)
    with clock.at(clock.starts_at(date(2026, 10, 10))):
        assert days_left(deadline, thresholds(), calendar_for()) == -2


def test_stopped_in_time_is_what_the_rows_say(one_a_day):
    first, last = FRIDAY - timedelta(days=30), FRIDAY
    stopped = Deadline.objects.stopped_between(first, last)
    assert {row.pk for row in stopped} == {
        row.pk for row in one_a_day if row.stopped_on and first <= row.stopped_on <= last
    }
    in_time = Deadline.objects.in_time(first, last)
    assert {row.pk for row in in_time} == {row.pk for row in stopped if was_in_time(row)}


def test_thresholds_cost_the_same_however_many_clocks(one_a_day, django_assert_num_queries):
    with django_assert_num_queries(2):
        thresholds()
