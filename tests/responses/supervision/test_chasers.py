"""Reminders before, calls after, orders by a supervisor: who, when, and what came of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.models import Deadline
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from responses.models import Question
from responses.questions.actions import assign_question, decline_question, return_assignment
from responses.questions.intake import submit_question
from responses.supervision.actions import answer_chaser, issue_order, publish_circular, send_chasers
from responses.supervision.queries import figures
from tests.mailbox import Mailbox
from tests.news import at_once


@pytest.fixture
def question(department: Department) -> Question:
    made, _issued = submit_question(
        by=None, kind="inquiry", title="什么时候通水？", body="坪上组何时通水？", department=department
    )
    return made


def running(question: Question) -> Deadline:
    assert question.deadline
    return Deadline.objects.get(pk=question.deadline.pk)


def test_a_department_is_reminded_before_and_called_after_the_due_day_once_each(
    question: Question, official: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    at_once(official)
    deliver_all()
    mailbox.letters.clear()
    assert sum(send_chasers()) == 0
    with clock.at(clock.starts_at(question.due_on - timedelta(days=1))):
        assert sum(send_chasers()) == 1
        deliver_all()
        assert sum(send_chasers()) == 0
    with clock.at(clock.starts_at(question.due_on + timedelta(days=1))):
        assert sum(send_chasers()) == 1
        deliver_all()
    assert [chaser.kind for chaser in running(question).chasers.all()] == ["chaser", "notice"]
    assert len(mailbox.to(official.email)) == 2


def test_an_order_names_what_and_by_when_and_is_answered_once(
    question: Question, supervisor: User, official: User
) -> None:
    with pytest.raises(Invalid) as refused:
        issue_order(running(question), by=supervisor, words="。", answer_by=clock.today() - timedelta(days=1))
    assert set(refused.value.errors) == {"words", "answer_by"}
    order = issue_order(running(question), by=supervisor, words="请三日内答复。", answer_by=clock.today())
    with pytest.raises(Conflict):
        issue_order(running(question), by=supervisor, words="再催", answer_by=clock.today())
    with pytest.raises(Invalid):
        answer_chaser(order, by=official, outcome="。")
    answered = answer_chaser(order, by=official, outcome="已答复。")
    assert answered.answered_by == official
    with pytest.raises(Conflict):
        answer_chaser(order, by=official, outcome="又答一次")


def test_only_a_supervisor_orders_and_only_the_department_answers(
    question: Question, supervisor: User, official: User, other_official: User
) -> None:
    with pytest.raises(NotPermitted):
        issue_order(running(question), by=official, words="请尽快答复。", answer_by=clock.today())
    order = issue_order(running(question), by=supervisor, words="请尽快答复。", answer_by=clock.today())
    with pytest.raises(NotPermitted):
        answer_chaser(order, by=other_official, outcome="不归我管")


def test_a_finished_item_gets_no_order(
    question: Question, supervisor: User, official: User, editor: User
) -> None:
    decline_question(question, by=editor, reason="正在诉讼中，请向法院提出。")
    with pytest.raises(InvalidMove):
        issue_order(running(question), by=supervisor, words="请尽快答复。", answer_by=clock.today())


def test_the_figures_of_a_bulletin_are_kept_as_they_stood(
    question: Question, supervisor: User, editor: User
) -> None:
    today = clock.today()
    [line] = figures(today, today)
    assert (line.received, line.running, line.finished, line.on_time_rate) == (1, 1, 0, None)
    circular = publish_circular(by=supervisor, title="本月通报", first_on=today, last_on=today)
    decline_question(question, by=editor, reason="正在诉讼中，请向法院提出。")
    circular.refresh_from_db()
    assert circular.figures[0]["running"] == 1
    [line] = figures(today, today)
    assert (line.finished, line.in_time) == (1, 1)
    with pytest.raises(NotPermitted):
        publish_circular(by=editor, title="通报", first_on=today, last_on=today)


def test_an_unrouted_question_reminds_the_countys_routers_and_stands_in_its_figures(
    editor: User, official: User, county: Department, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    made, _issued = submit_question(by=None, kind="inquiry", title="找谁？", body="不知道归谁管。")
    assert running(made).department == county
    deliver_all()
    at_once(editor)
    with clock.at(clock.starts_at(made.due_on - timedelta(days=1))):
        sum(send_chasers())
        deliver_all()
    assert [str(letter["To"]) for letter in mailbox.letters] == [editor.email]
    assert [(row.slug, row.running) for row in figures(clock.today(), clock.today())] == [(county.slug, 1)]


def test_a_question_given_back_is_the_countys_again_with_its_deadline(
    question: Question, department: Department, county: Department, editor: User, official: User,
    mailbox: Mailbox, deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    assigned = assign_question(question, department, by=editor)
    return_assignment(assigned, by=official, reason="归县水务局答复。")
    assert running(question).department == county
    deliver_all()
    before = len(mailbox.letters)
    with clock.at(clock.starts_at(question.due_on + timedelta(days=1))):
        sum(send_chasers())
        deliver_all()
    assert {str(letter["To"]) for letter in mailbox.letters[before:]} == {editor.email}
    assign_question(Question.objects.get(pk=question.pk), department, by=editor)
    assert running(question).department == department
