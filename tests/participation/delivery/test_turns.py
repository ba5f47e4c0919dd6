"""Long work goes in pieces of a moment, and between them everybody else gets at the database."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections

from participation.accounts.models import Department
from participation.delivery import outbox, registry, turns
from participation.delivery.models import Job
from participation.delivery.registry import JobKind, Payload
from participation.delivery.tasks import deliver, sweep
from participation.delivery.turns import AT_ONCE, LONGEST_REST, MOMENT, PIECE, pieces_of, turn

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="one writer is SQLite's")


@pytest.fixture
def places(db: None) -> list[Department]:
    """More of them than one piece may hold."""
    return [Department.objects.create(slug=f"p{n}", name="x") for n in range(AT_ONCE + 5)]


@pytest.fixture
def doing() -> Iterator[Callable[[registry.Work], None]]:
    """`doing(work)` makes it what jobs of the kind `test.work` do."""

    def register(work: registry.Work) -> None:
        registry._kinds["test.work"] = JobKind("test.work", work)

    yield register
    registry._kinds.pop("test.work", None)


def test_every_row_is_met_once_in_its_order(places: list[Department]) -> None:
    pieces = [[row.pk for row in piece] for piece in pieces_of(Department.objects.all())]
    assert [pk for piece in pieces for pk in piece] == [row.pk for row in places]
    assert len(pieces) >= 2


def test_a_piece_ends_when_its_moment_is_over(
    places: list[Department], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [0.0]
    monkeypatch.setattr(turns.time, "monotonic", lambda: moment[0])  # a busy machine would end it sooner

    def slowly(piece: Iterator[Department]) -> int:
        met = []
        for row in piece:
            met.append(row)
            moment[0] += PIECE * 0.6
        return len(met)

    four = Department.objects.filter(pk__lte=places[3].pk)
    assert [slowly(piece) for piece in pieces_of(four)] == [2, 2]


def test_it_goes_on_after_the_row_it_had_come_to(places: list[Department]) -> None:
    rows = [row for piece in pieces_of(Department.objects.all(), after=places[-3].pk) for row in piece]
    assert rows == places[-2:]


def test_a_row_that_changed_meanwhile_is_met_as_it_is_now(places: list[Department]) -> None:
    seen = []
    for piece in pieces_of(Department.objects.filter(is_active=True)):
        seen.append(len(list(piece)))
        Department.objects.exclude(pk=places[-1].pk).update(is_active=False)
    assert seen == [AT_ONCE, 1]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_after_a_moment_of_writing_comes_a_rest_and_a_moment_is_summed_up_over_jobs() -> None:
    def spent() -> float:
        began = time.monotonic()
        with turn():
            time.sleep(MOMENT * 0.6)
        return time.monotonic() - began

    with turn():
        time.sleep(MOMENT)  # whatever others had written before, now there was a rest
    assert spent() < MOMENT
    assert spent() > MOMENT * 0.6 + MOMENT
    assert MOMENT < LONGEST_REST


@pytest.mark.long
@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_resident_gets_in_between_many_small_jobs_of_both_sweepers(
    doing: Callable[[registry.Work], None],
) -> None:
    """Without a rest somebody who waits asks at the wrong moments, again and again."""

    def hold(payload: Payload) -> None:
        Department.objects.create(slug=f"row-{payload['n']}", name="x")
        time.sleep(0.01)

    doing(hold)
    outbox.send_many("test.work", [(f"many:{n}", {"n": n}) for n in range(120)])
    Job.objects.filter(pk__in=Job.objects.values("pk")[:60]).update(slow=True)

    def deliver_all(slow: bool) -> None:
        while sweep(slow):
            pass
        connections.close_all()

    threads = [threading.Thread(target=deliver_all, args=[slow]) for slow in (True, False)]
    for thread in threads:
        thread.start()
    waits: list[float] = []
    while any(thread.is_alive() for thread in threads):
        began = time.monotonic()
        Department.objects.create(slug=f"resident-{len(waits)}", name="x")
        waits.append(time.monotonic() - began)
        time.sleep(0.05)
    assert Job.objects.filter(done_at=None).count() == 0
    assert len(waits) > 5 and max(waits) < 0.5, waits


@pytest.mark.django_db(transaction=True)
def test_each_piece_is_seen_by_others_before_the_next_begins(doing: Callable[[registry.Work], None]) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(Department.objects.count())
        connections.close_all()

    def work(payload: Payload) -> Iterator[int]:
        for n in range(3):
            other = threading.Thread(target=look)
            other.start()
            other.join(10)
            Department.objects.create(slug=f"piece-{n}", name="x")
            yield n

    doing(work)
    outbox.send("test.work", {}, key="one")
    assert deliver(Job.objects.get().pk)
    assert seen == [0, 1, 2]
