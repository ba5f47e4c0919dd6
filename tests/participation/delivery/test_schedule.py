import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from participation import clock
from participation.delivery import schedule
from participation.delivery.models import Job, ScheduleMark
from participation.delivery.tasks import sweep

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 6, 4, 0, tzinfo=UTC)


@pytest.fixture
def done(monkeypatch) -> list[date]:
    """A daily job at six, made up for day by day, and what it did."""
    monkeypatch.setattr(schedule, "periodic", {})
    seen: list[date] = []
    schedule.daily("report", at=time(6), each=True)(lambda slot: seen.append(schedule.slot_day(slot)))
    return seen


def go(moment: datetime) -> list[str]:
    with clock.at(moment):
        handed = schedule.tick()
    while sweep.apply(args=[None]).get():
        pass
    return handed


def test_a_job_runs_once_for_its_slot(done):
    assert go(NOON) == ["report 2026-03-06T06:00:00+08:00"]
    assert go(NOON + timedelta(hours=3)) == []
    assert done == [date(2026, 3, 6)]


def test_before_its_hour_the_slot_is_yesterdays(done):
    go(clock.starts_at(date(2026, 3, 6)) + timedelta(hours=5))
    assert done == [date(2026, 3, 5)]


def test_a_scheduler_that_slept_makes_up_for_every_slot(done):
    go(NOON)
    go(NOON + timedelta(days=3))
    assert done == [date(2026, 3, n) for n in (6, 7, 8, 9)]


def test_a_job_that_needs_only_the_newest_slot_skips_the_others(monkeypatch):
    monkeypatch.setattr(schedule, "periodic", {})
    seen: list[datetime] = []
    schedule.every(10, "sweep")(seen.append)
    go(NOON)
    go(NOON + timedelta(minutes=45))
    assert [slot.astimezone(UTC) for slot in seen] == [NOON, NOON + timedelta(minutes=40)]


def test_a_mark_that_was_lost_does_not_make_the_job_run_twice(done):
    go(NOON)
    ScheduleMark.objects.all().delete()
    go(NOON)
    assert done == [date(2026, 3, 6)]


def test_a_job_that_fails_is_tried_again_by_the_outbox(monkeypatch):
    monkeypatch.setattr(schedule, "periodic", {})

    def fail(_slot: datetime) -> None:
        raise RuntimeError("not today")

    schedule.daily("broken")(fail)
    with clock.at(NOON):
        schedule.tick()
    sweep.apply(args=[None])
    job = Job.objects.get(dedupe_key__startswith="broken:")
    assert (job.done_at, job.attempts) == (None, 1)
    assert "not today" in job.last_error


def test_a_job_nobody_registers_any_more_is_let_go(done):
    with clock.at(NOON):
        schedule.tick()
    schedule.periodic.clear()
    sweep.apply(args=[None])
    assert Job.objects.get().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_hand_a_slot_out_once(done):
    def tick_once(_n: int) -> list[str]:
        try:
            with clock.at(NOON):
                return schedule.tick()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        handed = list(pool.map(tick_once, range(4)))
    assert sum(map(len, handed)) == 1
    assert Job.objects.count() == 1


def test_a_clock_set_back_does_nothing(done):
    go(NOON)
    assert go(NOON - timedelta(days=2)) == []


def test_the_command_says_what_it_handed_out(done):
    for expected in (1, 0):
        out = StringIO()
        call_command("tick", "--json", stdout=out)
        assert len(json.loads(out.getvalue())["handed_out"]) == expected
