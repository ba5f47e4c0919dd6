"""What waits for somebody who is away is told to who stands in, and to nobody any more once it has ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.stand_in_models import StandIn
from participation.accounts.standing_in import end_stand_in, name_stand_in
from participation.notifications.models import Notification
from participation.notifications.standing_in import hand_over_of_the_day
from responses.models import Question
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, submit_reply
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words
from tests.mailbox import Mailbox
from tests.news import morning

Deliver = Callable[[], int]


@pytest.fixture
def colleague(department: Department) -> User:
    return official_with("colleague", "周同事", department, Role.ANSWERER)


@pytest.fixture
def to_be_signed(
    department: Department, editor: User, official: User, reviewer: User, deliver_all: Deliver
) -> Question:
    asked, _receipt = submit_question(by=None, kind="inquiry", title="何时通水？", body="村里何时通水？")
    row = assign_question(asked, department, by=editor)
    submit_reply(draft_reply(row, by=official, body="六月底前全部修复到位。"), by=official)
    deliver_all()
    return row


def lent(reviewer: User, colleague: User, days: int = 0) -> StandIn:
    first = clock.today() + timedelta(days=days)
    return name_stand_in(
        reviewer, colleague, by=reviewer, first_day=first, last_day=first + timedelta(days=3), why="leave"
    )


def told(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person, done_at=None).values_list("matter", flat=True))


def test_what_waits_already_is_told_at_once_when_it_begins_today(
    to_be_signed: Question, reviewer: User, colleague: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    assert "reply.sign" in told(reviewer) and "reply.sign" not in told(colleague)
    lent(reviewer, colleague)
    deliver_all()
    deliver_all()
    assert told(colleague).count("reply.sign") == 1
    [letter] = mailbox.to(colleague.email)
    assert "请您代办王审核的工作" in str(letter["Subject"])
    text = letter.get_content()
    assert "开始代办" in text and "/desk/standing-in/" in text and "年" in text
    home = words(at(DeskClient(), colleague).get("/desk/"))
    assert "您今天受托代王审核办理。 有1项待办" in home or "您今天受托代王审核办理。有1项待办" in home
    morning()
    deliver_all()
    assert "请审签答复：何时通水？" in mailbox.to(colleague.email)[-1].get_content()


def test_one_that_begins_later_is_told_on_its_first_day(
    to_be_signed: Question, reviewer: User, colleague: User, deliver_all: Deliver
) -> None:
    row = lent(reviewer, colleague, days=2)
    deliver_all()
    assert "reply.sign" not in told(colleague)
    with clock.at(clock.starts_at(row.first_day) + timedelta(minutes=10)):
        list(hand_over_of_the_day(clock.now()) or ())
        assert "reply.sign" in told(colleague)


def test_when_it_has_ended_nobody_is_told_on_anothers_behalf(
    to_be_signed: Question, reviewer: User, colleague: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    row = lent(reviewer, colleague)
    deliver_all()
    end_stand_in(row, by=reviewer)
    morning()
    deliver_all()
    assert not told(colleague)
    assert "不再代办王审核的工作" in mailbox.to(colleague.email)[-1].get_content()
    assert all("请审签答复" not in each.get_content() for each in mailbox.to(colleague.email))
