"""Two people at one question's time: one of them wins, the other is told, and the clock stands or runs once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.models import TimeRequest
from participation.deadlines.upkeep import lapse_requests
from participation.errors import Refused
from responses.models import Question, Reply
from responses.questions.actions import assign_question
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
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.at_once import at_once, one_won
from tests.cast import Role, official_with
from tests.drafts import REASON

pytestmark = pytest.mark.django_db(transaction=True)
GROUND = "C3-pause-opinions"


Ask = Callable[[], Question]


@pytest.fixture
def ask(department: Department, editor: User) -> Ask:
    def make() -> Question:
        question, _ = submit_question(by=None, kind="inquiry", title="何时通水？", body="坪上组何时通水？")
        return assign_question(question, department, by=editor)

    return make


def fresh(question: Question) -> Question:
    return Question.objects.select_related("deadline").get(pk=question.pk)


def request_on(question: Question, by: User, kind: str = "pause") -> TimeRequest:
    if kind == "pause":
        return ask_for_pause(question, by=by, ground=GROUND, days=5, reason=REASON)
    return ask_for_extension(question, by=by, days=5, reason=REASON)


def again(request: TimeRequest) -> TimeRequest:
    return TimeRequest.objects.select_related("deadline").get(pk=request.pk)


def test_a_pause_is_agreed_to_or_the_question_is_answered(ask: Ask, official: User, reviewer: User) -> None:
    for _ in range(3):
        question = ask()
        draft = draft_reply(question, by=official, body="六月底前全部修复到位。")
        request = request_on(question, official)
        reply = submit_reply(draft, by=official)
        outcomes = at_once(
            partial(publish_reply, Reply.objects.get(pk=reply.pk), by=reviewer),
            partial(grant_request, fresh(question), again(request), by=reviewer),
        )
        now = fresh(question)
        assert isinstance(outcomes[1], Refused) and not isinstance(outcomes[0], Refused), outcomes
        assert (now.status, now.deadline and now.deadline.state) == ("answered", "stopped")
        assert again(request).status == "lapsed"


@pytest.mark.parametrize("kind", ["pause", "extension"])
def test_a_request_is_agreed_to_refused_or_taken_back_only_once(
    kind: str, ask: Ask, official: User, reviewer: User
) -> None:
    for _ in range(3):
        question = ask()
        request = request_on(question, official, kind)
        outcomes = at_once(
            partial(grant_request, fresh(question), again(request), by=reviewer),
            partial(withdraw_request, fresh(question), again(request), by=official),
            partial(refuse_request, fresh(question), again(request), by=reviewer, words="不必等。"),
        )
        assert len([each for each in outcomes if isinstance(each, Refused)]) == 2, outcomes
        now = fresh(question)
        assert (now.status == "paused") == (again(request).status == "granted" and kind == "pause")
        assert now.deadline and now.due_on == now.deadline.due_on


def test_two_ask_for_time_and_one_request_waits(ask: Ask, official: User, department: Department) -> None:
    second = official_with("second", "徐同事", department, Role.ANSWERER)
    question = ask()
    one_won(
        at_once(
            partial(request_on, fresh(question), official),
            partial(request_on, fresh(question), second, "extension"),
        )
    )
    assert TimeRequest.objects.get().status == "waiting"


def test_an_extension_is_given_or_has_lapsed(ask: Ask, official: User, reviewer: User) -> None:
    """On the night after the due day the daily job lets it lapse; who decides at that moment is refused."""
    question = ask()
    request = request_on(question, official, "extension")
    after = clock.starts_at(question.due_on + timedelta(days=1))

    def lapse_it() -> int:
        with clock.at(after):
            return sum(lapse_requests(after) or ())

    def decide() -> Question:
        with clock.at(after):
            return grant_request(fresh(question), again(request), by=reviewer)

    outcomes = at_once(lapse_it, decide)
    assert isinstance(outcomes[1], Refused)
    assert again(request).status == "lapsed" and fresh(question).due_on == question.due_on


def test_a_pause_ends_once_however_it_ends(ask: Ask, official: User, reviewer: User) -> None:
    question = ask()
    request = request_on(question, official)
    grant_request(fresh(question), request, by=reviewer)
    last = again(request).until
    assert last is not None
    morning = clock.starts_at(last)

    def by_itself() -> int:
        with clock.at(morning):
            return sum(end_pauses(morning) or ())

    def by_hand() -> Question:
        with clock.at(morning):
            return resume_question(fresh(question), by=official)

    at_once(by_itself, by_hand)
    now = fresh(question)
    assert now.status == "assigned" and now.deadline is not None
    assert now.deadline.events.get(kind="resumed").days == 5
