"""What must hold for any clock, whatever happens to it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.deadlines.due_dates import DeadlineStep, Term, compute_due
from participation.deadlines.national import national_calendar

NATION = national_calendar()
terms = st.builds(Term, st.integers(1, 60), st.sampled_from(["working", "calendar"]), st.booleans())
starts = st.dates(date(2018, 1, 1), date(2025, 6, 30))
gaps = st.integers(0, 40)


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)


def within(first: date, last: date, gap: int) -> date:
    """A day from `first` to `last`, whatever the gap."""
    return later(first, gap % ((last - first).days + 1))


def test_a_start_alone_is_the_plain_term():
    term = Term(20, "working")
    assert compute_due(term, [DeadlineStep("started", date(2026, 9, 10))], NATION).due == date(2026, 10, 14)


def test_a_pause_leaves_its_days_out():
    start = date(2026, 3, 2)  # a Monday
    steps = [
        DeadlineStep("started", start),
        DeadlineStep("paused", date(2026, 3, 4)),
        DeadlineStep("resumed", date(2026, 3, 10)),
    ]
    stands = compute_due(Term(5, "working"), steps, NATION)
    assert (stands.used, stands.due) == (2, date(2026, 3, 13))


def test_a_restart_begins_anew_with_the_full_term():
    steps = [
        DeadlineStep("started", date(2026, 3, 2)),
        DeadlineStep("extended", date(2026, 3, 3), 5),
        DeadlineStep("restarted", date(2026, 3, 9)),
    ]
    stands = compute_due(Term(5, "working"), steps, NATION)
    assert (stands.allowed, stands.used, stands.due) == (5, 0, date(2026, 3, 16))


def test_resuming_on_a_day_off_with_nothing_left_gives_the_next_working_day():
    start, saturday = date(2026, 3, 2), date(2026, 3, 14)
    steps = [
        DeadlineStep("started", start),
        DeadlineStep("paused", date(2026, 3, 9)),
        DeadlineStep("resumed", saturday),
    ]
    assert compute_due(Term(5, "working"), steps, NATION).due == date(2026, 3, 16)


def test_a_clock_begins_with_its_start():
    with pytest.raises(ValueError, match="begin"):
        compute_due(Term(5, "working"), [DeadlineStep("paused", date(2026, 3, 9))], NATION)


@given(terms, starts, gaps)
def test_a_pause_that_ends_on_its_own_day_changes_nothing(term, start, gap):
    plain = compute_due(term, [DeadlineStep("started", start)], NATION)
    day = within(start, plain.due, gap)
    steps = [DeadlineStep("started", start), DeadlineStep("paused", day), DeadlineStep("resumed", day)]
    again = compute_due(term, steps, NATION)
    assert again.due == plain.due or (again.allowed == again.used and again.due >= day)


@given(st.integers(1, 60), starts, gaps, gaps)
def test_pause_and_resume_shift_the_end_by_the_days_between(count, start, gap, length):
    for unit in ("working", "calendar"):
        term = Term(count, unit)
        plain = compute_due(term, [DeadlineStep("started", start)], NATION)
        paused_on = within(start, later(plain.due, -1), gap)
        resumed_on = later(paused_on, length)
        steps = [
            DeadlineStep("started", start),
            DeadlineStep("paused", paused_on),
            DeadlineStep("resumed", resumed_on),
        ]
        shifted = compute_due(term, steps, NATION).due
        if unit == "calendar":
            assert shifted == later(plain.due, length)
        else:
            lost = NATION.working_days_between(paused_on, resumed_on)
            assert NATION.working_days_between(start, shifted) == count + lost


@given(terms, starts, gaps, gaps)
def test_no_pause_and_no_extension_ever_brings_the_end_nearer(term, start, gap, length):
    plain = compute_due(term, [DeadlineStep("started", start)], NATION)
    day = within(start, plain.due, gap)
    steps = [
        DeadlineStep("started", start),
        DeadlineStep("paused", day),
        DeadlineStep("resumed", later(day, length)),
    ]
    assert compute_due(term, steps, NATION).due >= plain.due
    assert compute_due(term, [*steps[:1], DeadlineStep("extended", day, 3)], NATION).due >= plain.due


@given(terms, starts, st.integers(1, 20), st.integers(1, 20))
def test_two_extensions_are_one(term, start, first, second):
    apart = [
        DeadlineStep("started", start),
        DeadlineStep("extended", start, first),
        DeadlineStep("extended", start, second),
    ]
    at_once = [DeadlineStep("started", start), DeadlineStep("extended", start, first + second)]
    assert compute_due(term, apart, NATION).due == compute_due(term, at_once, NATION).due
