from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines import actions as deadlines
from participation.deadlines.history import history_of
from participation.deadlines.local_rules import set_local_rule
from participation.deadlines.models import Deadline, DeadlineEvent
from participation.deadlines.policies import was_in_time
from participation.delivery.models import Event
from participation.errors import Conflict, Incomplete, InvalidMove, NotPermitted, WindowClosed
from participation.ledger.models import AuditEntry
from tests.cast import Role, official_with

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def running(department, official) -> Deadline:
    """An information request: 20 working days from Monday 2 March 2026. A department stands for its subject."""
    return deadlines.start(subject=department, rule="C15", by=official, on=MONDAY, department=department)


def _pause(deadline, official, reason, *, on=None):
    """As a pause is when a second person, here the head of the unit, has agreed."""
    head = User.objects.filter(username="reviewer").first() or official_with(
        "reviewer", "王审核", deadline.department, Role.REVIEWER
    )
    deadlines.pause(deadline, by=official, approved_by=head, reason=reason, until=date(2026, 3, 31), on=on)


def at(day: date):
    return clock.at(clock.starts_at(day) + timedelta(hours=10))


def test_it_starts_with_the_rule_in_force_and_says_when_it_ends(running, official):
    assert (running.count, running.unit, running.state) == (20, "working", "running")
    assert running.due_on == date(2026, 3, 30)
    event = running.events.get()
    assert (event.kind, event.on, event.by, event.due_after) == ("started", MONDAY, official, running.due_on)


def test_one_subject_has_one_live_clock_for_each_rule(running, department, official):
    with pytest.raises(Conflict):
        deadlines.start(subject=department, rule="C15", by=official)
    deadlines.start(subject=department, rule="C16", by=official)
    assert deadlines.live_deadline(department, "C15") == running
    deadlines.stop(running, by=official)
    deadlines.start(subject=department, rule="C15", by=official)


def test_a_gate_cannot_be_started(department, official):
    with pytest.raises(TypeError):
        deadlines.start(subject=department, rule="A9", by=official)


def test_pausing_and_resuming_leaves_the_days_between_out(running, official):
    with at(date(2026, 3, 4)):
        _pause(running, official, "征求第三方意见")
    assert (running.state, running.paused_on) == ("paused", date(2026, 3, 4))
    with at(date(2026, 3, 11)):
        deadlines.resume(running, by=official)
    assert (running.state, running.paused_on, running.due_on) == ("running", None, date(2026, 4, 7))


def test_each_event_is_written_audited_and_sent(running, official):
    with at(date(2026, 3, 4)):
        _pause(running, official, "征求第三方意见")
    event = running.events.last()
    assert (event.kind, event.by, event.reason) == ("paused", official, "征求第三方意见")
    assert AuditEntry.objects.get(act="deadline.paused").note["reason"] == "征求第三方意见"
    data = Event.objects.get(name="deadline.paused").data
    assert (data["subject"], data["subject_id"], data["due_on"]) == (
        "department",
        running.subject_id,
        "2026-03-30",
    )


def test_a_restart_gives_the_full_term_again(running, official):
    with at(date(2026, 3, 9)):
        deadlines.restart(running, by=official, reason="收到补正材料")
    assert running.due_on == date(2026, 4, 7)
    with at(date(2026, 3, 10)):
        _pause(running, official, "再次补正")
    with at(date(2026, 3, 16)):
        deadlines.restart(running, by=official, reason="收到补正材料")
    assert (running.state, running.due_on) == ("running", date(2026, 4, 14))


def test_an_extension_is_approved_by_a_head_who_did_not_ask_for_it(running, official, reviewer, resident):
    with at(date(2026, 3, 20)):
        for person in (official, resident):
            with pytest.raises(NotPermitted):
                deadlines.extend(running, 10, by=official, approved_by=person, reason="案情复杂")
        with pytest.raises(NotPermitted):
            deadlines.extend(running, 10, by=reviewer, approved_by=reviewer, reason="案情复杂")
        deadlines.extend(running, 10, by=official, approved_by=reviewer, reason="案情复杂")
    event = running.events.last()
    assert (event.approved_by, event.days, event.notified_at) == (reviewer, 10, None)
    assert (event.due_before, event.due_after, running.due_on) == (
        date(2026, 3, 30),
        *[date(2026, 4, 14)] * 2,
    )


def test_a_head_of_another_department_approves_nothing_here(running, official, other_department):
    other_head = official_with("other_head", "别处审核", other_department, Role.REVIEWER)
    with at(date(2026, 3, 20)), pytest.raises(NotPermitted):
        deadlines.extend(running, 10, by=official, approved_by=other_head, reason="案情复杂")


def test_extensions_stay_within_the_limit_of_the_rule(running, official, reviewer):
    with at(date(2026, 3, 20)):
        deadlines.extend(running, 15, by=official, approved_by=reviewer, reason="一")
        with pytest.raises(Incomplete):
            deadlines.extend(running, 6, by=official, approved_by=reviewer, reason="二")
        deadlines.extend(running, 5, by=official, approved_by=reviewer, reason="二")
        with pytest.raises(Incomplete):
            deadlines.extend(running, 0, by=official, approved_by=reviewer, reason="三")


def test_a_term_whose_rule_knows_no_extension_is_not_extended(department, official, reviewer):
    deadline = deadlines.start(subject=department, rule="C16", by=official, department=department)
    with pytest.raises(InvalidMove):
        deadlines.extend(deadline, 1, by=official, approved_by=reviewer, reason="案情复杂")


def test_nothing_is_paused_or_extended_once_it_is_overdue(running, official, reviewer):
    with at(running.due_on):
        _pause(running, official, "最后一天仍可")
        deadlines.resume(running, by=official)
    with at(running.due_on + timedelta(days=1)):
        with pytest.raises(WindowClosed):
            _pause(running, official, "太晚")
        with pytest.raises(WindowClosed):
            deadlines.extend(running, 5, by=official, approved_by=reviewer, reason="太晚")


def test_the_due_day_ends_at_midnight_in_shanghai(running, official):
    with clock.at(datetime(2026, 3, 30, 15, 59, 59, tzinfo=UTC)):
        deadlines.stop(running, by=official)
    assert was_in_time(running)


def test_a_clock_stopped_a_second_later_was_late(running, official):
    with clock.at(datetime(2026, 3, 30, 16, 0, tzinfo=UTC)):
        deadlines.stop(running, by=official)
    assert not was_in_time(running)


def test_a_stopped_clock_stays_stopped(running, official, reviewer):
    deadlines.stop(running, by=official)
    moves = [
        lambda: deadlines.stop(running, by=official),
        lambda: _pause(running, official, "x"),
        lambda: deadlines.resume(running, by=official),
        lambda: deadlines.restart(running, by=official, reason="不行"),
        lambda: deadlines.extend(running, 1, by=official, approved_by=reviewer, reason="不行"),
    ]
    for move in moves:
        with pytest.raises((InvalidMove, Conflict)):
            move()


def test_a_reason_is_asked_for(running, official, reviewer):
    with pytest.raises(Incomplete):
        _pause(running, official, " ")
    with pytest.raises(Incomplete):
        deadlines.restart(running, by=official, reason="")
    with pytest.raises(Incomplete):
        deadlines.extend(running, 1, by=official, approved_by=reviewer, reason="")


def test_two_people_at_once_and_one_is_told(running, official):
    theirs = Deadline.objects.get(pk=running.pk)
    _pause(running, official, "先到", on=MONDAY)
    with pytest.raises(Conflict):
        _pause(theirs, official, "后到", on=MONDAY)
    assert running.events.filter(kind="paused").count() == 1


def test_history_goes_forward_only(running, official):
    with at(date(2026, 3, 9)):
        _pause(running, official, "x")
    with at(date(2026, 3, 6)), pytest.raises(InvalidMove):
        deadlines.resume(running, by=official)


def test_another_department_takes_over_and_the_time_runs_on(running, official, other_department):
    deadlines.hand_over(running, other_department, by=official, reason="职责调整")
    running.refresh_from_db()
    assert (running.department, running.due_on) == (other_department, date(2026, 3, 30))


def test_a_later_change_of_the_rule_leaves_the_promise_alone(running, official, administrator):
    set_local_rule("C15", value=10, basis="青政办发〔2026〕3号", by=administrator)
    with at(date(2026, 3, 4)):
        _pause(running, official, "征求第三方意见")
        deadlines.resume(running, by=official)
    assert running.due_on == date(2026, 3, 30)


def test_the_person_being_told_of_an_extension_is_noted_once(running, official, reviewer):
    with at(date(2026, 3, 20)):
        deadlines.extend(running, 5, by=official, approved_by=reviewer, reason="案情复杂")
    event = running.events.last()
    first = datetime(2026, 3, 20, tzinfo=UTC)
    deadlines.note_notice(event, at=first)
    deadlines.note_notice(event, at=first + timedelta(days=1))
    event.refresh_from_db()
    assert event.notified_at == first


def test_the_story_tells_what_happened_and_how_the_day_was_found(running, official, reviewer):
    with at(date(2026, 3, 4)):
        _pause(running, official, "征求第三方意见")
    with at(date(2026, 3, 11)):
        deadlines.resume(running, by=official)
    with at(date(2026, 3, 12)):
        deadlines.extend(running, 5, by=official, approved_by=reviewer, reason="案情复杂")
    story = history_of(running)
    assert [line.words for line in story.lines] == [
        "2026年3月2日 起算，2026年3月30日 到期。",
        "2026年3月4日 暂停计时：征求第三方意见",
        "2026年3月11日 恢复计时，2026年4月7日 到期。",
        "延长 5 个工作日，至 2026年4月14日：案情复杂",
    ]
    assert story.basis == (
        "从 2026年3月11日 次日起算 23 个工作日，扣除周末、清明节（4月4日至4月6日），至 4月14日 24 时届满。"
        "共 25 日，此前已计 2 日。"
    )
    assert story.rule.id == "C15"
    assert story.stands.stretch.days[-1].ordinal == 23


def test_the_database_refuses_what_no_clock_can_be(running):
    for nonsense in (
        {"state": "paused"},
        {"due_on": MONDAY - timedelta(days=1)},
        {"stopped_on": MONDAY},
        {"unit": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deadline.objects.filter(pk=running.pk).update(**nonsense)


def test_the_events_are_in_the_order_they_happened(running, official):
    assert isinstance(running.department, Department)
    deadlines.stop(running, by=official)
    assert list(DeadlineEvent.objects.filter(deadline=running).values_list("kind", flat=True)) == [
        "started",
        "stopped",
    ]
