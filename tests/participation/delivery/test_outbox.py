"""At least once, leased, in pieces, tried for three days, parked; and nothing before the commit."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from participation.accounts.models import Department, User
from participation.delivery import outbox, registry
from participation.delivery.housekeeping import KEPT_DONE, purge
from participation.delivery.mail import Letter, is_address, post, post_in_pieces
from participation.delivery.models import Event, Job
from participation.delivery.registry import JobKind, Payload
from participation.delivery.tasks import LEASE, MOST, TRYING, deliver, sweep
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Work:
    """A kind of job for the test: counts what it did, fails as often as asked, leaves a row behind."""

    def __init__(self) -> None:
        self.done: list[Payload] = []
        self.failing = 0
        self.in_transaction: list[bool] = []

    def __call__(self, payload: Payload) -> None:
        self.in_transaction.append(not connection.get_autocommit())
        Department.objects.create(slug=f"row-{len(self.in_transaction)}", name="x")
        if self.failing:
            self.failing -= 1
            raise RuntimeError("not now")
        self.done.append(payload)


@pytest.fixture
def work() -> Iterator[Work]:
    work = Work()
    registry._kinds["test.work"] = JobKind("test.work", work)
    yield work
    del registry._kinds["test.work"]


@pytest.fixture
def counting(work: Work) -> Iterator[list[int]]:
    """A job of five pieces; the list holds the pieces done, in their order. It fails once at the third."""
    done: list[int] = []
    failed: list[int] = []

    def count(payload: Payload) -> Iterator[int]:
        for n in range((payload["position"] or 0) + 1, 6):
            Department.objects.create(slug=f"piece-{n}", name="x")
            done.append(n)
            if n == 3 and not failed:
                failed.append(n)
                raise RuntimeError("in the middle")
            yield n

    registry._kinds["test.work"] = JobKind("test.work", count)
    yield done


def job(**changes: Any) -> Job:
    outbox.send("test.work", {"n": 1}, key="one")
    Job.objects.filter(dedupe_key="one").update(**changes)
    return Job.objects.get(dedupe_key="one")


def make_due() -> None:
    Job.objects.update(available_at=timezone.now())


def test_a_job_is_done_once_and_its_effect_stands(work: Work) -> None:
    job()
    assert sweep() == 1 and sweep() == 0
    assert [each["n"] for each in work.done] == [1] and Department.objects.count() == 1
    assert Job.objects.get().done_at


def test_the_same_key_is_the_same_job(work: Work) -> None:
    job()
    job()
    outbox.send_many("test.work", [("one", {"n": 2}), ("two", {"n": 3})])
    while sweep():
        pass
    assert sorted(each["n"] for each in work.done) == [1, 3]


def test_two_kinds_of_job_cannot_have_one_name(work: Work) -> None:
    with pytest.raises(ValueError, match=r"test\.work"):
        registry.job("test.work")(work)


def test_what_fails_leaves_nothing_behind_and_is_tried_again_later(work: Work) -> None:
    work.failing = 2
    one = job()
    assert not deliver(one.pk)
    one.refresh_from_db()
    assert "not now" in str(one.last_error) and one.available_at > timezone.now() + timedelta(seconds=5)
    assert not Department.objects.exists() and sweep() == 0, "not before its time"
    make_due()
    sweep()
    make_due()
    sweep()
    assert len(work.done) == 1 and Department.objects.count() == 1
    one.refresh_from_db()
    assert one.attempts == 3 and one.last_error == ""


def test_it_is_tried_for_three_days_at_least_once_an_hour_then_parked_with_its_error(work: Work) -> None:
    work.failing = 99
    one = job(attempts=40, made_at=timezone.now() - TRYING + HOUR)
    deliver(one.pk)
    one.refresh_from_db()
    assert one.parked_at is None and one.available_at <= timezone.now() + HOUR, "not yet three days"
    Job.objects.update(made_at=timezone.now() - TRYING - HOUR)
    make_due()
    sweep()
    one.refresh_from_db()
    assert timedelta(days=3) == TRYING
    assert Job.objects.filter(parked_at__isnull=False, last_error__contains="RuntimeError").exists()
    assert sweep() == 0


def test_a_job_nobody_knows_any_more_says_so(work: Work) -> None:
    outbox.send("gone.for.good", {}, key="gone")
    sweep()
    assert "gone.for.good" in Job.objects.get().last_error


def test_what_another_process_holds_is_left_to_it(work: Work) -> None:
    one = job(lease_until=timezone.now() + LEASE, attempts=1)
    assert sweep() == 0 and not deliver(one.pk) and not work.done


def test_a_crash_between_lease_and_done_is_made_up_for_once_the_lease_is_over(work: Work) -> None:
    job(lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    assert sweep() == 1 and sweep() == 0
    assert len(work.done) == 1 and Job.objects.get().attempts == 2


def test_a_worker_that_was_overtaken_leaves_nothing_behind(work: Work) -> None:
    """Its lease ran out while it worked and another one claimed the job: what it did is undone."""
    one = job()

    def slowly(payload: Payload) -> None:
        work(payload)
        Job.objects.filter(pk=one.pk).update(attempts=7)

    registry._kinds["test.work"] = JobKind("test.work", slowly)
    assert not deliver(one.pk)
    assert not Department.objects.exists() and Job.objects.get().done_at is None


def test_each_piece_is_committed_by_itself_and_a_failure_goes_on_where_it_was(counting: list[int]) -> None:
    one = job()
    assert not deliver(one.pk)
    one.refresh_from_db()
    assert one.position == 2 and one.done_at is None
    assert set(Department.objects.values_list("slug", flat=True)) == {"piece-1", "piece-2"}
    make_due()
    sweep()
    assert counting == [1, 2, 3, 3, 4, 5]
    assert Department.objects.count() == 5 and Job.objects.get().done_at


@pytest.mark.django_db(transaction=True)
def test_between_two_pieces_nothing_holds_the_database(work: Work) -> None:
    seen: list[bool] = []

    def watch(payload: Payload) -> Iterator[int]:
        for n in range(3):
            seen.append(connection.in_atomic_block)
            yield n

    registry._kinds["test.work"] = JobKind("test.work", watch)
    one = job()
    deliver(one.pk)
    assert seen == [True] * 3 and not connection.in_atomic_block


def test_fast_and_slow_are_swept_apart(work: Work) -> None:
    job(slow=True)
    assert sweep(False) == 0 and sweep(True) == 1


def test_what_a_broker_has_is_not_handed_out_again(
    work: Work, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://nowhere.invalid"
    handed: list[int] = []
    monkeypatch.setattr(deliver, "delay", handed.append)
    for n in range(30):
        outbox.send("test.work", {"n": n}, key=f"many:{n}")
    assert [sweep() for _ in range(5)] == [30, 0, 0, 0, 0]
    assert len(set(handed)) == len(handed) == 30
    for job_id in handed:
        assert deliver(job_id)
    assert len(work.done) == 30


def test_however_much_is_due_and_however_slow_the_workers_a_broker_gets_few_at_a_time(
    work: Work, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://nowhere.invalid"
    handed: list[int] = []
    monkeypatch.setattr(deliver, "delay", handed.append)
    outbox.send_many("test.work", [(f"many:{n}", {"n": n}) for n in range(MOST * 3)])
    assert [sweep() for _ in range(5)] == [MOST, 0, 0, 0, 0]
    for job_id in handed[:30]:
        deliver(job_id)
    assert sweep() == 30, "as many as were done"
    Job.objects.filter(pk__in=handed).update(
        available_at=timezone.now()
    )  # a minute later: the broker lost them
    assert sweep() == MOST and len(handed) == MOST * 2 + 30


@pytest.mark.django_db(transaction=True)
def test_nothing_is_heard_of_what_was_undone(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []
    monkeypatch.setattr(outbox, "_sleepers", [heard.extend])
    with pytest.raises(RuntimeError), transaction.atomic():
        job()
        raise RuntimeError
    assert not heard and not Job.objects.exists()
    with transaction.atomic():
        one = job()
        assert not heard, "not before the commit"
    assert heard == [one.pk]


@pytest.mark.django_db(transaction=True)
def test_a_hint_that_fails_does_not_undo_what_was_committed(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_jobs: list[int]) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(outbox, "_sleepers", [broken])
    with transaction.atomic():
        job()
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_is_spoken_to_outside_any_transaction(mailbox: Mailbox, work: Work) -> None:
    registry._kinds["test.work"] = JobKind("test.work", work, is_outside=True)
    job()
    sweep()
    mail = registry.kind_of("mail.send")
    assert work.in_transaction == [False] and mail is not None and mail.is_outside


def test_a_listener_hears_an_event_with_its_data(
    work: Work, county: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._listening, "test.happened", ["test.work"])
    outbox.emit("test.happened", county, data={"a": 1})
    event = Event.objects.get()
    sweep()
    [heard] = work.done
    assert (heard["event"], heard["object_id"], heard["data"]) == (event.pk, county.pk, {"a": 1})


def test_a_mail_is_posted_once_and_survives_a_full_mailbox(
    mailbox: Mailbox, deliver_all: Callable[[], int], settings: Settings
) -> None:
    settings.SITE_URL = "https://canyu.example.org:8443"
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
    assert letter["Message-ID"] == "<mail.1.1@canyu.example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_mail_that_went_out_leaves_no_address_behind_and_is_forgotten_after_a_week(
    mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    post("zhu@example.org", "您的意见", "已收到。", key="mail:1:1")
    deliver_all()
    sent = Job.objects.get(handler="mail.send")
    assert sent.done_at and "zhu" not in f"{sent.payload}"
    list(purge(timezone.now()) or ())
    assert Job.objects.filter(pk=sent.pk).exists()
    Job.objects.update(done_at=timezone.now() - KEPT_DONE - HOUR)
    list(purge(timezone.now()) or ())
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("zhu@example.org", True), ("13800001111", False), ("微信 @zhu", False), ("a@b.cn, c@d.cn", False),
        ("a@b.cn\nBcc: c@d.cn", False), ("Zhu <a@b.cn>", False), ("", False),
    ],
)  # fmt: skip
def test_only_one_plain_address_is_written_to(text: str, holds: bool) -> None:
    assert is_address(text) is holds


def test_a_mail_to_one_waits_behind_no_mail_to_many(reviewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    post("one@example.org", "登录", "验证码", key="one")
    monkeypatch.setattr("participation.delivery.mail.FEW", 0)
    rows = User.objects.filter(pk=reviewer.pk)
    list(
        post_in_pieces(
            rows, {"position": None}, lambda row: Letter("many@example.org", "通知", "结果", "many")
        )
    )
    assert dict(Job.objects.filter(handler__startswith="mail.").values_list("handler", "slow")) == {
        "mail.send": False, "mail.send_to_many": True,
    }  # fmt: skip
