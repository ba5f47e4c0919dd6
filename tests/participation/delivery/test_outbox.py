"""At least once, leased, retried, parked; and nothing before the commit."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from participation.accounts.models import Department
from participation.delivery import outbox
from participation.delivery.mail import is_address, post
from participation.delivery.models import Errand, Event
from participation.delivery.tasks import LEASE, MOST_ATTEMPTS, deliver, sweep
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db


class Work:
    """A handler of the test: counts what it did, fails as often as told, leaves a row behind."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self.failing = 0
        self.in_transaction: list[bool] = []

    def __call__(self, payload: dict[str, Any]) -> None:
        self.in_transaction.append(not connection.get_autocommit())
        Department.objects.create(slug=f"row-{len(self.in_transaction)}", name="x")
        if self.failing:
            self.failing -= 1
            raise RuntimeError("not now")
        self.done.append(payload)


@pytest.fixture
def work() -> Iterator[Work]:
    handler = Work()
    outbox.handlers["test.work"] = handler
    yield handler
    del outbox.handlers["test.work"]


def errand(**changes: Any) -> Errand:
    outbox.send("test.work", {"n": 1}, key="one")
    Errand.objects.filter(dedupe_key="one").update(**changes)
    return Errand.objects.get(dedupe_key="one")


def make_due() -> None:
    Errand.objects.update(available_at=timezone.now())


def test_an_errand_is_done_once_and_its_effect_stands(work: Work) -> None:
    errand()
    assert sweep() == 1 and sweep() == 0
    assert work.done == [{"n": 1}] and Department.objects.count() == 1
    assert Errand.objects.get().done_at


def test_the_same_key_is_the_same_errand(work: Work) -> None:
    errand()
    errand()
    sweep()
    assert len(work.done) == 1


def test_what_fails_leaves_nothing_behind_and_is_tried_again_later(work: Work) -> None:
    work.failing = 2
    one = errand()
    assert not deliver(one.pk)
    one.refresh_from_db()
    assert "not now" in one.last_error and one.available_at > timezone.now() + timedelta(seconds=5)
    assert not Department.objects.exists() and sweep() == 0, "not before its time"
    make_due()
    sweep()
    make_due()
    sweep()
    assert len(work.done) == 1 and Department.objects.count() == 1
    one.refresh_from_db()
    assert one.attempts == 3 and one.last_error == ""


def test_after_ten_attempts_it_is_parked_with_its_error(work: Work) -> None:
    work.failing = 99
    errand()
    for _ in range(MOST_ATTEMPTS + 3):
        make_due()
        sweep()
    one = Errand.objects.get()
    assert one.attempts == MOST_ATTEMPTS == 10 and one.parked_at and "RuntimeError" in one.last_error


def test_an_errand_nobody_knows_any_more_is_parked_too() -> None:
    outbox.send("gone.for.good", {}, key="gone")
    for _ in range(MOST_ATTEMPTS):
        make_due()
        sweep()
    assert Errand.objects.get().parked_at


def test_what_another_process_holds_is_left_to_it(work: Work) -> None:
    one = errand(lease_until=timezone.now() + LEASE, attempts=1)
    assert sweep() == 0 and not deliver(one.pk) and not work.done


def test_a_crash_between_lease_and_done_is_made_up_for_once_the_lease_is_over(work: Work) -> None:
    errand(lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    assert sweep() == 1 and sweep() == 0
    assert len(work.done) == 1 and Errand.objects.get().attempts == 2


def test_fast_and_slow_are_swept_apart(work: Work) -> None:
    errand(slow=True)
    assert sweep(False) == 0 and sweep(True) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_heard_of_what_was_undone(work: Work) -> None:
    heard: list[int] = []
    outbox.when_nudged(heard.extend)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            errand()
            raise RuntimeError
        assert not heard and not Errand.objects.exists()
        with transaction.atomic():
            one = errand()
            assert not heard, "not before the commit"
        assert heard == [one.pk]
    finally:
        outbox._nudges.pop()


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_is_spoken_to_outside_any_transaction(mailbox: Mailbox, work: Work) -> None:
    outbox.outside.add("test.work")
    try:
        errand()
        sweep()
    finally:
        outbox.outside.discard("test.work")
    assert work.in_transaction == [False]
    assert "participation.delivery.mail.send_mail" in outbox.outside


def test_a_subscriber_hears_an_event_with_its_data(work: Work, county: Department) -> None:
    outbox._subscribers["test.happened"].append("test.work")
    outbox.emit("test.happened", county, data={"a": 1})
    event = Event.objects.get()
    sweep()
    [heard] = work.done
    assert (heard["event"], heard["object_id"], heard["data"]) == (event.pk, county.pk, {"a": 1})


def test_a_mail_is_posted_once_and_survives_a_full_mailbox(
    mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    for _ in range(2):
        post("zhu@example.org", "您的意见\nBcc: x@example.org", "已收到。", key="mail:1:1")
    mailbox.refusing = True
    deliver_all()
    assert not mailbox.letters
    mailbox.refusing = False
    make_due()
    deliver_all()
    deliver_all()
    [letter] = mailbox.to("zhu@example.org")
    assert letter["Subject"] == "您的意见 Bcc: x@example.org" and letter["Bcc"] is None
    assert letter["Message-ID"] == "<mail.1.1@participation>"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("zhu@example.org", True), ("13800001111", False), ("微信 @zhu", False), ("a@b.cn, c@d.cn", False),
        ("a@b.cn\nBcc: c@d.cn", False), ("Zhu <a@b.cn>", False), ("", False),
    ],
)  # fmt: skip
def test_only_one_plain_address_is_written_to(text: str, holds: bool) -> None:
    assert is_address(text) is holds
