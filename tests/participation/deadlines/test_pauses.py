"""Asking for time and deciding it, on a deadline of its own: an information request, whose pauses the decree knows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines import actions as deadlines
from participation.deadlines import requests
from participation.deadlines.limits import ground_words, pause_grounds, pausing_rule
from participation.deadlines.local_rules import set_local_rule
from participation.deadlines.models import Deadline, TimeRequest
from participation.deadlines.upkeep import bound_old_pauses, lapse_requests, remind_of_pauses
from participation.delivery.models import Event
from participation.errors import (
    Conflict,
    Incomplete,
    Invalid,
    InvalidMove,
    NotPermitted,
    Refused,
    WindowClosed,
)
from participation.ledger.models import AuditEntry

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
REASON = "已向第三方送达征求意见书，等待书面意见。"
THIRD_PARTY = "C15-pause-opinions"


@pytest.fixture
def running(department: Department, official: User) -> Deadline:
    """20 working days from Monday 2 March 2026, to 30 March."""
    return deadlines.start(subject=department, rule="C15", by=official, on=MONDAY, department=department)


def at(day: date) -> Any:
    return clock.at(clock.starts_at(day) + timedelta(hours=10))


def ask(running: Deadline, by: User, **changes: Any) -> TimeRequest:
    return requests.ask_for_pause(
        running, by=by, **{"ground": THIRD_PARTY, "days": 5, "reason": REASON, **changes}
    )


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_the_grounds_of_a_term_are_rows_of_the_rulebook() -> None:
    messages = pause_grounds("C3-inquiry")
    assert [each.id for each in messages] == ["C3-pause-materials", "C3-pause-opinions", "C3-pause-appraisal"]
    assert not any(each.confirmed for each in messages), "no statute speaks of messages"
    assert all(each.basis and each.number and each.unit == "working" for each in messages)
    decree = pause_grounds("C15")
    assert [each.id for each in decree] == [THIRD_PARTY] and decree[0].binding
    assert "第三十三条" in decree[0].basis and ground_words(decree[0]) == "征求第三方和其他机关意见"
    assert pause_grounds("A21") == [] and pausing_rule("C15") is None


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("reason", {"reason": "。"}),
        ("reason", {"reason": "。。。。。。。。。。。。。。。"}),
        ("reason", {"reason": "等等等等等等等等等等等等等等"}),
        ("reason", {"reason": "等待等待等待等待等待等待等待"}),
        ("reason", {"reason": "\u200b" * 30}),
        ("reason", {"reason": "等检测"}),
        ("ground", {"ground": ""}),
        ("ground", {"ground": "C3-pause-opinions"}),
        ("ground", {"ground": "C15-extension"}),
        ("ground", {"ground": "C15"}),
        ("days", {"days": 0}),
        ("days", {"days": -3}),
        ("days", {"days": 16}),
        ("days", {"days": 10**9}),
    ],
)
def test_what_is_wrong_is_named(
    field: str, changes: dict[str, Any], running: Deadline, official: User
) -> None:
    with at(MONDAY), pytest.raises(Invalid) as refusal:
        ask(running, official, **changes)
    assert list(refusal.value.errors) == [field]
    assert not TimeRequest.objects.exists()


def test_a_pause_counts_from_the_day_on_which_a_second_person_agrees(
    running: Deadline, official: User, reviewer: User
) -> None:
    with at(date(2026, 3, 4)):
        request = ask(running, official)
    assert again(running).state == "running", "nobody stops a clock alone"
    with at(date(2026, 3, 6)):
        requests.grant(again(request), by=reviewer, words="同意。")
    running, request = again(running), again(request)
    assert (running.state, running.paused_on) == ("paused", date(2026, 3, 6))
    assert running.paused_until == request.until == date(2026, 3, 13)
    assert (request.status, request.decided_by) == ("granted", reviewer)
    event = running.events.get(kind="paused")
    assert (event.by, event.approved_by) == (official, reviewer)


@pytest.mark.parametrize("who", ["official", "other_official", "resident", "auditor", "editor"])
def test_who_asked_or_has_no_say_decides_nothing(
    who: str, running: Deadline, official: User, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    with at(date(2026, 3, 4)):
        asked = ask(running, official)
        with pytest.raises(NotPermitted):
            requests.grant(again(asked), by=by)
        with pytest.raises(NotPermitted):
            requests.refuse(again(asked), by=by, words="不同意。")
    assert again(asked).status == "waiting" and again(running).state == "running"


def test_the_head_of_the_unit_does_not_agree_to_their_own(running: Deadline, reviewer: User) -> None:
    with at(date(2026, 3, 4)):
        asked = ask(running, reviewer)
        with pytest.raises(NotPermitted):
            requests.grant(again(asked), by=reviewer)
    with pytest.raises(NotPermitted), at(date(2026, 3, 4)):
        deadlines.pause(running, by=reviewer, approved_by=reviewer, reason=REASON, until=date(2026, 3, 9))
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeRequest.objects.update(status="granted", decided_by=reviewer, decided_at=clock.now())


def test_a_supervisor_agrees_to_a_pause_and_not_to_an_extension(
    running: Deadline, official: User, supervisor: User, reviewer: User
) -> None:
    with at(date(2026, 3, 4)):
        longer = requests.ask_for_extension(running, by=official, days=5, reason=REASON)
        with pytest.raises(NotPermitted):
            requests.grant(again(longer), by=supervisor)
        requests.refuse(again(longer), by=reviewer, words="先答复已有的部分。")
        requests.grant(ask(running, official), by=supervisor)
    assert again(running).state == "paused"


@pytest.mark.parametrize(("day", "minute"), [(0, 23 * 60 + 59), (1, 0), (9, 600)])
def test_nothing_is_rescued_on_its_last_day_or_after(
    day: int, minute: int, running: Deadline, official: User
) -> None:
    moment = clock.starts_at(running.due_on + timedelta(days=day)) + timedelta(minutes=minute)
    with clock.at(moment), pytest.raises(WindowClosed):
        ask(running, official)
    assert again(running).state == "running"


def test_what_was_asked_in_time_is_not_agreed_to_once_it_is_overdue(
    running: Deadline, official: User, reviewer: User
) -> None:
    with at(running.due_on - timedelta(days=1)):
        asked = ask(running, official)
    with at(running.due_on + timedelta(days=1)):
        with pytest.raises(WindowClosed):
            requests.grant(again(asked), by=reviewer)
        assert sum(lapse_requests(clock.now()) or ()) == 1
        assert sum(lapse_requests(clock.now()) or ()) == 0
    assert (again(asked).status, again(running).state) == ("lapsed", "running")
    assert Event.objects.filter(name="timerequest.lapsed").count() == 1


def test_a_pause_leaves_no_day_out_after_its_last_however_late_it_is_resumed(
    running: Deadline, official: User, reviewer: User
) -> None:
    with at(date(2026, 3, 4)):
        requests.grant(ask(running, official, days=5), by=reviewer)
    assert again(running).paused_until == date(2026, 3, 11)
    with at(date(2026, 5, 20)):
        deadlines.resume(again(running), by=None)
    running = again(running)
    assert (running.due_on, running.paused_until) == (date(2026, 4, 7), None)
    ended = running.events.get(kind="resumed")
    assert (ended.on, ended.days) == (date(2026, 3, 11), 5)
    assert TimeRequest.objects.get().ended_on == date(2026, 3, 11)
    assert requests.days_paused(running) == 5


def test_all_pauses_together_stay_within_the_limit(
    department: Department, official: User, reviewer: User, administrator: User
) -> None:
    running = deadlines.start(
        subject=department, rule="C3-complaint", by=None, on=MONDAY, department=department
    )
    day = date(2026, 3, 3)
    for days in (20, 10):
        with at(day):
            granted = requests.grant(
                ask(again(running), official, ground="C3-pause-appraisal", days=days), by=reviewer
            )
        day = again(granted).until
        with at(day):
            deadlines.resume(again(running), by=None)
        day += timedelta(days=1)
    with at(day), pytest.raises(Incomplete) as refusal:
        ask(again(running), official, ground="C3-pause-materials", days=1)
    assert list(refusal.value.errors) == ["days"] and "30" in str(refusal.value)
    with at(day):
        set_local_rule("C3-pause-most", value=40, basis="青政办发〔2026〕3号", by=administrator)
        assert ask(again(running), official, ground="C3-pause-materials", days=1).status == "waiting"


def test_only_one_request_waits_and_only_a_running_term_has_one(
    running: Deadline, official: User, reviewer: User, department: Department
) -> None:
    with at(date(2026, 3, 4)):
        asked = ask(running, official)
        with pytest.raises(Conflict):
            requests.ask_for_extension(running, by=official, days=3, reason=REASON)
        requests.withdraw(again(asked), by=official)
        for late in (
            lambda: requests.grant(again(asked), by=reviewer),
            lambda: requests.withdraw(again(asked), by=official),
            lambda: requests.refuse(again(asked), by=reviewer, words="不必等。"),
        ):
            with pytest.raises(Refused):
                late()
        requests.grant(ask(running, official), by=reviewer)
        with pytest.raises(InvalidMove):
            ask(running, official)
    other = deadlines.start(subject=department, rule="C16", by=official, department=department)
    with pytest.raises(InvalidMove):
        requests.ask_for_extension(other, by=official, days=1, reason=REASON)
    with pytest.raises(InvalidMove):
        ask(other, official)


def test_only_who_asked_takes_it_back_and_a_refusal_says_why(
    running: Deadline, official: User, reviewer: User
) -> None:
    with at(date(2026, 3, 4)):
        asked = ask(running, official)
        with pytest.raises(NotPermitted):
            requests.withdraw(again(asked), by=reviewer)
        with pytest.raises(Invalid) as refusal:
            requests.refuse(again(asked), by=reviewer, words=" \u200b")
        assert list(refusal.value.errors) == ["words"]
        requests.refuse(again(asked), by=reviewer, words="第三方已经答复。")
    assert (again(asked).status, again(asked).words) == ("refused", "第三方已经答复。")
    assert [each.act for each in AuditEntry.objects.filter(kind="timerequest").order_by("id")] == [
        "timerequest.asked",
        "timerequest.refused",
    ]


@pytest.mark.parametrize("end", ["stop", "hand over"])
def test_what_waits_lapses_with_the_term_or_with_the_unit_that_asked(
    end: str, running: Deadline, official: User, other_department: Department
) -> None:
    with at(date(2026, 3, 4)):
        asked = ask(running, official)
        if end == "stop":
            deadlines.stop(again(running), by=official)
        else:
            deadlines.hand_over(again(running), other_department, by=official)
    assert again(asked).status == "lapsed"


def test_extensions_asked_for_stay_within_the_limit_of_the_rule(
    running: Deadline, official: User, reviewer: User
) -> None:
    with at(date(2026, 3, 20)):
        with pytest.raises(Incomplete) as refusal:
            requests.ask_for_extension(running, by=official, days=21, reason=REASON)
        assert list(refusal.value.errors) == ["days"]
        requests.grant(requests.ask_for_extension(running, by=official, days=15, reason=REASON), by=reviewer)
        with pytest.raises(Incomplete):
            requests.ask_for_extension(again(running), by=official, days=6, reason=REASON)
    with at(again(running).due_on + timedelta(days=1)), pytest.raises(WindowClosed):
        requests.ask_for_extension(again(running), by=official, days=1, reason=REASON)


def test_reminders_come_halfway_and_near_the_end_each_once(
    running: Deadline, official: User, reviewer: User
) -> None:
    with at(date(2026, 3, 4)):
        requests.grant(ask(running, official, days=10), by=reviewer)
    assert again(running).paused_until == date(2026, 3, 18)
    for day in (5, 10, 11, 12, 13, 16, 17):
        with at(date(2026, 3, day)):
            list(remind_of_pauses(clock.now()) or ())
            list(remind_of_pauses(clock.now()) or ())
    names = list(Event.objects.filter(name__contains="_").order_by("pk").values_list("name", flat=True))
    assert [each for each in names if each.startswith("timerequest")] == [
        "timerequest.half_passed",
        "timerequest.ends_soon",
    ]


def test_a_pause_of_the_first_releases_is_believed_and_gets_an_end(running: Deadline, official: User) -> None:
    with at(date(2026, 3, 4)):
        deadlines.pause(
            running, by=None, approved_by=official_head(running), reason="等检测", until=date(2026, 3, 9)
        )
    Deadline.objects.update(paused_until=None)
    with at(date(2026, 6, 1)):
        assert sum(bound_old_pauses(clock.now()) or ()) == 1
        assert sum(bound_old_pauses(clock.now()) or ()) == 0
    bounded = TimeRequest.objects.get()
    assert (bounded.status, bounded.ground, bounded.reason) == ("granted", THIRD_PARTY, "等检测")
    assert bounded.until == again(running).paused_until == date(2026, 6, 23)
    with at(date(2026, 6, 23)):
        deadlines.resume(again(running), by=None)
    assert again(bounded).ended_on == date(2026, 6, 23)


def official_head(running: Deadline) -> User:
    from tests.cast import Role, official_with

    assert running.department is not None
    return official_with("head", "老审核", running.department, Role.REVIEWER)


def test_the_database_has_the_last_word(running: Deadline, official: User) -> None:
    with at(date(2026, 3, 4)):
        ask(running, official)
    for nonsense in (
        {"reason": ""},
        {"days": 0},
        {"ground": ""},
        {"kind": "extension"},
        {"status": "granted"},
        {"status": "refused", "decided_at": clock.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TimeRequest.objects.update(**nonsense)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.update(state="paused", paused_on=MONDAY, paused_until=MONDAY - timedelta(days=1))
