"""More time for a question: who asks, who decides, what the asker is told, and that it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.counting import due_date
from participation.deadlines.models import TimeRequest
from participation.deadlines.upkeep import lapse_requests, remind_of_pauses
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted, WindowClosed
from responses.models import Question
from responses.questions.actions import assign_question, decline_question, return_assignment
from responses.questions.intake import submit_question
from responses.questions.more_time import (
    ask_for_extension,
    ask_for_pause,
    grant_request,
    refuse_request,
    resume_question,
    withdraw_request,
)
from responses.questions.upkeep import end_pauses
from responses.replies.actions import draft_reply, submit_reply
from tests.cast import Role, official_with
from tests.drafts import REASON, extended, paused
from tests.mailbox import Mailbox
from tests.news import at_once

pytestmark = pytest.mark.django_db
GROUND = "C3-pause-opinions"


def fresh(question: Question) -> Question:
    return Question.objects.select_related("deadline", "department").get(pk=question.pk)


@pytest.fixture
def assigned(department: Department, editor: User) -> Question:
    question, _ = submit_question(
        by=None,
        kind="inquiry",
        title="何时通水？",
        body="何时？",
        contact="zhu@example.org",
        wants_publication=True,
    )
    return assign_question(question, department, by=editor, show=True)


def pause_asked(question: Question, by: User, **changes: Any) -> TimeRequest:
    return ask_for_pause(question, by=by, **{"ground": GROUND, "days": 5, "reason": REASON, **changes})


def days_from_now(days: int) -> Any:
    return clock.at(clock.now() + timedelta(days=days))


def test_a_pause_moves_the_due_day_by_the_working_days_it_stood(
    assigned: Question, official: User, reviewer: User
) -> None:
    promised = assigned.due_on
    paused(assigned, by=official, agreed_by=reviewer, days=10)
    until = fresh(assigned).deadline.paused_until  # type: ignore[union-attr]
    assert until == due_date(clock.today(), 10, "working").due
    with clock.at(clock.starts_at(until)):
        resume_question(fresh(assigned), by=official)
    moved = fresh(assigned)
    assert moved.status == "assigned" and moved.due_on == due_date(promised, 10, "working").due
    step = moved.steps.get(step="resumed")
    assert step.data["left_out"] == 10


@pytest.mark.parametrize("late", [0, 1, 40])
def test_a_pause_ends_by_itself_on_its_last_day(
    late: int, assigned: Question, official: User, reviewer: User, mailbox: Mailbox,
    deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    at_once(official)
    promised = assigned.due_on
    paused(assigned, by=official, agreed_by=reviewer, days=5)
    until = fresh(assigned).deadline.paused_until  # type: ignore[union-attr]
    assert until is not None
    with clock.at(clock.starts_at(until) - timedelta(minutes=1)):
        assert sum(end_pauses(clock.now()) or ()) == 0
    deliver_all()
    mailbox.letters.clear()
    with clock.at(clock.starts_at(until + timedelta(days=late)) + timedelta(minutes=20)):
        assert sum(end_pauses(clock.now()) or ()) == 1
        assert sum(end_pauses(clock.now()) or ()) == 0
        deliver_all()
    now = fresh(assigned)
    assert now.status == "assigned" and now.due_on == due_date(promised, 5, "working").due
    told = [str(each["To"]) for each in mailbox.letters]
    assert sorted(told) == [official.email, "zhu@example.org"]


def test_only_who_answers_asks_and_only_about_their_own(
    assigned: Question, official: User, other_official: User, reviewer: User, resident: User, supervisor: User
) -> None:
    for who in (other_official, reviewer, resident, supervisor):
        with pytest.raises(NotPermitted):
            pause_asked(assigned, who)
        with pytest.raises(NotPermitted):
            ask_for_extension(assigned, by=who, days=3, reason=REASON)
    for wrong in ({"reason": "."}, {"ground": "C15-pause-opinions"}, {"days": 0}, {"days": 99}):
        with pytest.raises(Invalid) as refusal:
            pause_asked(assigned, official, **wrong)
        assert list(refusal.value.errors) == list(wrong)
    with pytest.raises(Incomplete):
        ask_for_extension(assigned, by=official, days=16, reason=REASON)
    assert not TimeRequest.objects.exists()


def test_a_second_person_decides_and_never_who_asked(
    assigned: Question, official: User, other_official: User, resident: User, reviewer: User, auditor: User
) -> None:
    both = official_with("both", "兼职", assigned.department, Role.ANSWERER, Role.REVIEWER)  # type: ignore[arg-type]
    own = pause_asked(assigned, both)
    for who in (both, official, other_official, resident, auditor):
        with pytest.raises(NotPermitted):
            grant_request(fresh(assigned), own, by=who)
        with pytest.raises(NotPermitted):
            refuse_request(fresh(assigned), own, by=who, words="不必等。")
    assert fresh(assigned).status == "assigned"
    grant_request(fresh(assigned), own, by=reviewer)
    assert fresh(assigned).status == "paused"


def test_a_request_of_another_question_is_not_decided_here(
    assigned: Question, department: Department, editor: User, official: User, reviewer: User
) -> None:
    question, _ = submit_question(by=None, kind="inquiry", title="停水几天？", body="几天？")
    other = assign_question(question, department, by=editor)
    request = pause_asked(other, official)
    for act in (
        lambda: grant_request(assigned, request, by=reviewer),
        lambda: refuse_request(assigned, request, by=reviewer, words="不必等。"),
        lambda: withdraw_request(assigned, request, by=official),
    ):
        with pytest.raises(Invalid) as refusal:
            act()
        assert list(refusal.value.errors) == ["request"]
    assert fresh(other).status == fresh(assigned).status == "assigned"


def test_while_a_reply_waits_for_sign_off_the_clock_is_not_stopped(
    assigned: Question, official: User, reviewer: User
) -> None:
    request = pause_asked(assigned, official)
    submit_reply(draft_reply(assigned, by=official, body="六月底前全村通水到户。"), by=official)
    with pytest.raises(InvalidMove):
        grant_request(fresh(assigned), request, by=reviewer)
    withdraw_request(fresh(assigned), request, by=official)
    with pytest.raises(InvalidMove):
        pause_asked(fresh(assigned), official)
    promised = fresh(assigned).due_on
    extended(fresh(assigned), 3, by=official, agreed_by=reviewer)
    assert fresh(assigned).due_on == due_date(promised, 3, "working").due


@pytest.mark.parametrize("act", ["decline", "give back"])
def test_a_request_lapses_with_its_question(
    act: str, assigned: Question, official: User, reviewer: User
) -> None:
    request = ask_for_extension(assigned, by=official, days=3, reason=REASON)
    if act == "decline":
        decline_question(fresh(assigned), by=official, reason="正在诉讼中，请向法院提出。")
    else:
        return_assignment(fresh(assigned), by=official, reason="归教育局。")
    assert TimeRequest.objects.get().status == "lapsed"
    with pytest.raises((InvalidMove, Conflict, NotPermitted)):
        grant_request(fresh(assigned), request, by=reviewer)


def test_nothing_is_given_after_the_due_day(
    assigned: Question, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    at_once(official)
    request = ask_for_extension(assigned, by=official, days=3, reason=REASON)
    deliver_all()
    mailbox.letters.clear()
    with clock.at(clock.starts_at(assigned.due_on + timedelta(days=1))):
        with pytest.raises(WindowClosed):
            grant_request(fresh(assigned), request, by=reviewer)
        assert fresh(assigned).due_on == assigned.due_on
        list(lapse_requests(clock.now()) or ())
        deliver_all()
        for late in (ask_for_extension, pause_asked):
            with pytest.raises(WindowClosed):
                late(fresh(assigned), by=official, days=1, reason=REASON)
    assert TimeRequest.objects.get().status == "lapsed"
    assert [str(each["To"]) for each in mailbox.letters] == [official.email]


def test_a_pause_does_not_rescue_in_the_last_minute(assigned: Question, official: User) -> None:
    last_minute = clock.ends_at(assigned.due_on) - timedelta(minutes=1)
    with clock.at(last_minute), pytest.raises(WindowClosed):
        pause_asked(assigned, official)
    with clock.at(last_minute):
        assert ask_for_extension(assigned, by=official, days=1, reason=REASON).status == "waiting"


def test_everybody_concerned_is_told(
    assigned: Question, official: User, reviewer: User, supervisor: User, mailbox: Mailbox,
    deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    def told() -> dict[str, str]:
        deliver_all()
        found = {str(each["To"]): each.get_content() for each in mailbox.letters}
        mailbox.letters.clear()
        return found

    at_once(official, reviewer, supervisor)
    told()
    request = pause_asked(assigned, official)
    assert set(told()) == {reviewer.email, supervisor.email}
    refuse_request(fresh(assigned), request, by=reviewer, words="资料已在局里，不必等。")
    refused = told()
    assert set(refused) == {official.email} and "资料已在局里，不必等。" in refused[official.email]
    grant_request(
        fresh(assigned), ask_for_extension(fresh(assigned), by=official, days=3, reason=REASON), by=reviewer
    )
    granted = told()
    assert {official.email, "zhu@example.org"} <= set(granted)
    new_day = fresh(assigned).due_on
    assert (
        REASON in granted["zhu@example.org"]
        and f"{new_day.month}月{new_day.day}日" in granted["zhu@example.org"]
    )
    paused(fresh(assigned), by=official, agreed_by=reviewer, days=15)
    standing = told()["zhu@example.org"]
    until = fresh(assigned).deadline.paused_until  # type: ignore[union-attr]
    assert REASON in standing and "征求其他单位或者第三方意见" in standing
    assert until and f"{until.month}月{until.day}日" in standing
    with clock.at(clock.starts_at(until - timedelta(days=1)) + timedelta(hours=8)):
        list(remind_of_pauses(clock.now()) or ())
        assert set(told()) == {official.email}
