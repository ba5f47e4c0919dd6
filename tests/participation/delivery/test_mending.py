"""What is parked or failing can be sent again: once, by name, and never what is done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from participation.accounts.models import User
from participation.delivery import registry
from participation.delivery.housekeeping import KEPT_DONE, purge
from participation.delivery.mending import parked, retried, send_again, send_all_again, trouble_by_kind
from participation.delivery.models import Job
from participation.delivery.registry import JobKind, Payload
from participation.delivery.tasks import TRYING, deliver, sweep
from participation.errors import Conflict
from participation.ledger.models import AuditEntry
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=9)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What jobs of the kind `test.work` did."""
    numbers: list[int] = []

    def work(payload: Payload) -> None:
        if payload.get("fails"):
            raise RuntimeError("still not")
        numbers.append(payload["n"])

    monkeypatch.setitem(registry._kinds, "test.work", JobKind("test.work", work))
    return numbers


def failed(n: int = 1, *, is_parked: bool = True, kind: str = "test.work", **fields: object) -> Job:
    """A job that was tried in vain since nine days."""
    then = timezone.now() - LONG_AGO
    given = {
        "handler": kind, "payload": {"n": n}, "dedupe_key": f"{kind}:{n}", "made_at": then, "attempts": 80,
        "available_at": timezone.now() + timedelta(minutes=50), "parked_at": then + TRYING if is_parked else None,
        "last_error": "Traceback\nRuntimeError: no",
    } | fields  # fmt: skip
    return Job.objects.create(**given)


def test_what_is_parked_is_tried_at_once_and_then_forgotten_as_trouble(
    done: list[int], administrator: User
) -> None:
    job = failed()
    assert sweep() == 0
    send_again(job, by=administrator)
    assert sweep() == 1 and done == [1]
    assert not Job.objects.in_trouble().exists() and Job.objects.get().done_at
    entry = AuditEntry.objects.get(act="job.sent_again")
    assert (entry.by, entry.object_id, entry.note) == (administrator, job.pk, {"kind": "test.work"})


def test_what_fails_anew_is_tried_for_three_more_days(done: list[int], administrator: User) -> None:
    job = failed(payload={"n": 1, "fails": True})
    send_again(job, by=administrator)
    sweep()
    assert [row.pk for row in retried()] == [job.pk] and not parked().exists()
    Job.objects.update(
        sent_again_at=timezone.now() - TRYING - timedelta(hours=1), available_at=timezone.now()
    )
    sweep()
    assert [row.pk for row in parked()] == [job.pk]


def test_what_would_be_tried_in_an_hour_is_tried_now(done: list[int], administrator: User) -> None:
    send_again(failed(is_parked=False), by=administrator)
    assert sweep() == 1 and done == [1]


def test_all_of_a_kind_are_sent_again_and_no_other(done: list[int], administrator: User) -> None:
    for n in range(5):
        failed(n, is_parked=n % 2 == 0)
    other = failed(9, kind="test.other")
    assert trouble_by_kind() == [("test.other", 1, 0), ("test.work", 3, 2)]
    assert send_all_again("test.work", by=administrator) == 5
    while sweep():
        pass
    assert sorted(done) == [0, 1, 2, 3, 4] and [row.pk for row in parked()] == [other.pk]
    entry = AuditEntry.objects.get(act="job.all_sent_again")
    assert entry.note == {"kind": "test.work", "jobs": 5}


def test_what_was_done_meanwhile_is_not_done_again(done: list[int], administrator: User) -> None:
    job = failed()
    Job.objects.update(done_at=timezone.now(), last_error="")
    with pytest.raises(Conflict):
        send_again(job, by=administrator)
    with pytest.raises(Conflict):
        send_all_again("test.work", by=administrator)
    assert not done and not AuditEntry.objects.exists()


def test_what_is_being_tried_at_this_moment_is_left_to_whoever_does_it(
    done: list[int], administrator: User
) -> None:
    job = failed(is_parked=False, lease_until=timezone.now() + timedelta(minutes=4))
    with pytest.raises(Conflict):
        send_again(job, by=administrator)


def test_what_waits_and_never_failed_is_no_trouble(done: list[int], administrator: User) -> None:
    job = failed(is_parked=False, last_error="")
    with pytest.raises(Conflict):
        send_again(job, by=administrator)
    assert trouble_by_kind() == []


@pytest.mark.django_db(transaction=True)
def test_sent_again_and_done_at_the_same_moment_it_is_done_once(done: list[int], administrator: User) -> None:
    job = failed(is_parked=False, available_at=timezone.now())

    def mend() -> bool:
        send_again(job, by=administrator)
        return True

    at_once(lambda: deliver(job.pk), mend)
    while sweep():
        pass
    assert done == [1]


def test_what_is_parked_is_never_cleared_away(done: list[int]) -> None:
    failed(made_at=timezone.now() - KEPT_DONE * 9)
    list(purge(timezone.now()) or ())
    assert parked().count() == 1
