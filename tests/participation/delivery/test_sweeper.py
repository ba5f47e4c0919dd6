"""The threads beside the server: woken they deliver at once, and nothing ends them but `stop`."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from pytest_django import Settings

from participation.delivery import outbox, registry, schedule, sweeper
from participation.delivery.models import Job
from participation.delivery.registry import JobKind, Payload
from participation.delivery.tasks import sequence
from participation.ledger import leaves
from participation.ledger.models import Checkpoint, Leaf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the threads that did a job of the kind `test.work`, slow or not, while the sweepers run."""
    names: list[str] = []

    def work(payload: Payload) -> None:
        if payload.get("fails"):
            raise RuntimeError("not now")
        names.append(threading.current_thread().name)

    monkeypatch.setitem(registry._kinds, "test.work", JobKind("test.work", work))
    monkeypatch.setitem(registry._kinds, "test.slow", JobKind("test.slow", work, slow=True))
    monkeypatch.setattr(schedule, "periodic", {})
    monkeypatch.setattr(outbox, "_sleepers", [])
    monkeypatch.setattr(sweeper, "PAUSE", 60.0)
    sweeper.start()
    yield names
    sweeper.stop()
    connections.close_all()


def until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_a_new_job_wakes_the_thread_that_does_its_kind(done: list[str]) -> None:
    time.sleep(0.3)  # both sleep now
    outbox.send("test.work", {}, key="quick")
    assert until(lambda: done == ["sweeper-fast"])
    outbox.send("test.slow", {}, key="slow")
    assert until(lambda: done == ["sweeper-fast", "sweeper-slow"])


def test_a_job_that_fails_leaves_the_thread_at_work(done: list[str]) -> None:
    outbox.send("test.work", {"fails": True}, key="bad")
    assert until(lambda: Job.objects.exclude(last_error="").exists())
    outbox.send("test.work", {}, key="good")
    assert until(lambda: bool(done))


def test_a_sweep_that_fails_as_a_whole_is_made_up_for(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = ["database is away"]

    def away() -> list[str]:
        if failures:
            raise ConnectionError(failures.pop())
        return []

    monkeypatch.setattr(schedule, "tick", away)
    monkeypatch.setattr(sweeper, "PAUSE", 0.05)
    for thread in sweeper._running:
        thread.next_tick = 0.0
        thread.wake([])
    assert until(lambda: not failures)
    outbox.send("test.slow", {}, key="slow")
    assert until(lambda: done == ["sweeper-slow"])


def test_stopping_ends_both_threads_and_leaves_the_rest_in_the_outbox(done: list[str]) -> None:
    running = list(sweeper._running)
    sweeper.stop()
    assert not any(thread.is_alive() for thread in running)
    outbox.send("test.work", {}, key="later")
    assert not done and Job.objects.get().done_at is None


def test_what_waits_comes_into_the_tree_by_itself_and_a_last_time_at_the_end(done: list[str]) -> None:
    leaves.state("log", {}).save()
    assert until(Checkpoint.objects.exists)
    running = list(sweeper._sequencer)
    leaves.state("log", {}).save()
    sweeper.stop()
    assert not any(thread.is_alive() for thread in running)
    assert not Leaf.objects.filter(position=None).exists()


def test_a_worker_sequences_like_the_thread_and_the_scheduler_asks_for_it(settings: Settings) -> None:
    leaves.state("log", {}).save()
    asked = settings.CELERY_BEAT_SCHEDULE["sequence"]
    assert asked["task"] == sequence.name and asked["schedule"] <= 5
    assert sequence.apply(throw=True).get() == 2 and sequence.apply(throw=True).get() == 0
