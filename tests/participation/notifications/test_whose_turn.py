"""Who is told: never of one's own act at once, and of a day only those who can still do something."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.roles import give_role
from participation.notifications.models import Notification
from responses.models import Question
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, submit_reply
from responses.supervision.actions import send_chasers
from tests.cast import Role
from tests.mailbox import Mailbox
from tests.news import at_once, morning

Deliver = Callable[[], int]


@pytest.fixture
def asked(db: None) -> Question:
    return submit_question(by=None, kind="inquiry", title="何时通水？", body="坪上组何时通水？")[0]


def test_whose_own_act_it_was_is_not_mailed_at_once_and_finds_it_at_the_desk(
    asked: Question,
    department: Department,
    editor: User,
    official: User,
    mailbox: Mailbox,
    deliver_all: Deliver,
) -> None:
    give_role(editor, department, Role.ANSWERER, by=None)
    at_once(editor, official)
    deliver_all()
    before = len(mailbox.to(editor.email))
    assign_question(asked, department, by=editor)
    deliver_all()
    assert len(mailbox.to(official.email)) == 1 and len(mailbox.to(editor.email)) == before
    assert Notification.objects.filter(person=editor, matter="question.answer", done_at=None).exists()
    morning()
    deliver_all()
    assert "请答复留言" in mailbox.to(editor.email)[-1].get_content()


def test_a_reminder_of_an_answer_that_waits_for_its_signature_is_for_those_who_sign(
    asked: Question, department: Department, editor: User, official: User, reviewer: User, mailbox: Mailbox,
    deliver_all: Deliver,
) -> None:  # fmt: skip
    question = assign_question(asked, department, by=editor)
    reply = draft_reply(question, by=official, body="六月底前全部修复到位。")
    with clock.at(clock.starts_at(question.due_on) + timedelta(hours=9)):
        sum(send_chasers())
        deliver_all()
        assert Notification.objects.filter(person=official, matter="push.notice", done_at=None).exists()
        submit_reply(reply, by=official)
        deliver_all()
        assert not Notification.objects.filter(person=official, done_at=None).exists()
        morning()
        deliver_all()
    assert not mailbox.to(official.email)
    text = mailbox.to(reviewer.email)[-1].get_content()
    assert (
        "请审签答复：何时通水？" in text and text.count(question.number) == 2
    )  # once in words, once in the link


def test_an_overdue_answer_says_what_it_waits_for_and_goes_to_those_for_whom_it_waits(
    asked: Question, department: Department, editor: User, official: User, reviewer: User, mailbox: Mailbox,
    deliver_all: Deliver,
) -> None:  # fmt: skip
    question = assign_question(asked, department, by=editor)
    submit_reply(draft_reply(question, by=official, body="六月底前全部修复到位。"), by=official)
    with clock.at(clock.starts_at(question.due_on + timedelta(days=1)) + timedelta(hours=1)):
        sum(send_chasers())
        deliver_all()
    assert not mailbox.to(official.email)
    letter = mailbox.to(reviewer.email)[-1]
    assert "已逾期：何时通水？" in str(letter["Subject"]) and "到期）" in str(letter["Subject"])
    assert "答复已起草，待审签。" in letter.get_content()
