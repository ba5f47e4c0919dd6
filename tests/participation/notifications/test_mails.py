"""What reaches an official by mail, when, in which words, and what does not any more."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.counting import is_working_day, next_working_day
from participation.deadlines.models import Deadline
from participation.delivery.models import Event
from participation.notifications.choices import choose
from participation.notifications.mails import send_digests
from participation.notifications.models import Notification, Way
from participation.notifications.unsubscribing import stop_link
from responses.models import Question
from responses.questions.actions import assign_question, return_assignment
from responses.questions.intake import submit_question
from responses.questions.work_mails import tell_officials
from responses.replies.actions import draft_reply, publish_reply, return_reply, submit_reply
from responses.supervision.actions import answer_chaser, issue_order, send_chasers
from tests.mailbox import Mailbox
from tests.news import at_once, morning

Deliver = Callable[[], int]


@pytest.fixture
def question(department: Department, editor: User) -> Question:
    made, _issued = submit_question(by=None, kind="inquiry", title="何时通水？", body="坪上组何时通水？")
    return assign_question(made, department, by=editor)


def answered(question: Question, official: User) -> object:
    return submit_reply(draft_reply(question, by=official, body="六月底前全部修复到位。"), by=official)


def running(question: Question) -> Deadline:
    return Deadline.objects.get(subject_kind="question", subject_id=question.pk)


def subjects(mailbox: Mailbox, person: User) -> list[str]:
    return [str(each["Subject"]) for each in mailbox.to(person.email)]


def test_work_comes_with_the_mornings_mail_and_once(
    question: Question, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    deliver_all()
    assert not mailbox.letters
    morning()
    deliver_all()
    assert subjects(mailbox, official) == ["您有1项待办"]
    text = mailbox.to(official.email)[0].get_content()
    assert (
        "请答复留言：何时通水？" in text
        and f"/desk/questions/{question.number}/" in text
        and "个工作日" in text
    )
    morning()
    deliver_all()
    assert len(mailbox.letters) == 1 and not mailbox.to(reviewer.email)


def test_what_was_done_before_the_mail_goes_is_not_mailed(
    question: Question, official: User, reviewer: User, editor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    at_once(reviewer)
    publish_reply(answered(question, official), by=reviewer)  # type: ignore[arg-type]
    deliver_all()
    morning()
    deliver_all()
    assert not mailbox.letters and not Notification.objects.filter(done_at=None, matter="reply.sign").exists()


def test_what_was_done_while_the_mail_server_refused_is_not_mailed(
    question: Question, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    from participation.delivery.models import Job

    at_once(reviewer)
    reply = answered(question, official)
    mailbox.refusing = True
    deliver_all()
    publish_reply(reply, by=reviewer)  # type: ignore[arg-type]
    mailbox.refusing = False
    Job.objects.filter(handler="notifications.mail").update(available_at=question.submitted_at)
    deliver_all()
    assert not mailbox.to(reviewer.email)


def test_many_events_on_one_matter_are_one_notification(
    question: Question, official: User, department: Department, deliver_all: Deliver
) -> None:
    deliver_all()
    event = Event.objects.get(name="question.assigned")
    payload = {
        "event": event.pk,
        "name": event.name,
        "object_id": question.pk,
        "data": event.data,
        "at": event.at,
    }
    for _again in range(3):
        tell_officials(payload)
    assert Notification.objects.filter(person=official, matter="question.answer").count() == 1


def test_a_returned_draft_comes_at_once_with_what_is_to_be_changed_and_again_the_second_time(
    question: Question, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    reply = answered(question, official)
    for note in ("请写明依据。", "请写明日期。"):
        return_reply(reply, by=reviewer, note=note)  # type: ignore[arg-type]
        deliver_all()
        assert note in mailbox.to(official.email)[-1].get_content()
        submit_reply(reply, by=official)  # type: ignore[arg-type]
        deliver_all()
    assert len(mailbox.to(official.email)) == 2
    assert all("您起草的答复被退回" in each for each in subjects(mailbox, official))


def test_one_thing_is_one_line_of_the_digest_and_what_is_overdue_stands_on_top(
    question: Question,
    department: Department,
    editor: User,
    official: User,
    mailbox: Mailbox,
    deliver_all: Deliver,
) -> None:
    choose(official, ways={"late": Way.DIGEST})
    later, _issued = submit_question(by=None, kind="inquiry", title="何时修路？", body="何时修路？")
    with clock.at(clock.starts_at(question.due_on + timedelta(days=1))):
        assign_question(later, department, by=editor)
        sum(send_chasers())
        deliver_all()
        morning()
        deliver_all()
    [letter] = mailbox.to(official.email)
    text = letter.get_content()
    assert str(letter["Subject"]) == "您有2项待办，其中2项已逾期"
    assert text.count(f"/desk/questions/{question.number}/") == 1
    assert "【已逾期】" in text and "【新任务】" not in text and "已逾期1个自然日" in text
    assert f"请答复留言：{question.title}" in text, "what is to be done, not only that it is late"


def test_a_holiday_has_no_digest_and_the_working_day_after_it_has(
    question: Question, official: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    deliver_all()
    day = clock.today()
    while is_working_day(day):
        day += timedelta(days=1)
    list(send_digests(datetime.combine(day, time(8), clock.SHANGHAI)) or ())
    deliver_all()
    assert not mailbox.letters
    list(send_digests(datetime.combine(next_working_day(day), time(8), clock.SHANGHAI)) or ())
    deliver_all()
    assert len(mailbox.to(official.email)) == 1


def test_over_the_limit_of_the_day_the_rest_waits_for_the_digest(
    department: Department,
    editor: User,
    official: User,
    mailbox: Mailbox,
    deliver_all: Deliver,
    settings: Settings,
) -> None:
    settings.MAILS_TO_AN_OFFICIAL = 2
    at_once(official)
    for n in range(5):
        made, _issued = submit_question(by=None, kind="inquiry", title=f"问题{n}", body="何时？")
        assign_question(made, department, by=editor)
    deliver_all()
    assert len(mailbox.to(official.email)) == 2
    morning()
    deliver_all()
    assert subjects(mailbox, official)[2] == "您有3项待办"


def test_an_order_comes_at_once_names_its_words_and_cannot_be_ended(
    question: Question, official: User, supervisor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    order = issue_order(running(question), by=supervisor, words="请三日内答复。", answer_by=clock.today())
    deliver_all()
    [letter] = mailbox.to(official.email)
    text = letter.get_content()
    assert (
        "请回复督办" in str(letter["Subject"])
        and "请三日内答复。" in text
        and f"/desk/orders/{order.pk}/" in text
    )
    assert "今天为最后一天" in text and "不能退订" in text and letter["List-Unsubscribe"] is None
    assert stop_link(official, "ordered") == ""
    answer_chaser(order, by=official, outcome="已答复。")
    deliver_all()
    assert not Notification.objects.filter(matter="push.order", done_at=None).exists()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ["请审签答复", "办理期限：", "个工作日", "直接办理：",
                     "您收到此邮件，是因为您负责该单位的审签。", "一键退订"]),
        ("en", ["Sign off a reply", "Due on ", "working days left", "Go straight to it: ",
                "You get this mail because you sign for this department.", "with one click"]),
    ],
)  # fmt: skip
def test_a_mail_says_what_by_when_where_why_and_how_to_end_it(
    language: str, said: list[str], question: Question, official: User, reviewer: User, mailbox: Mailbox,
    deliver_all: Deliver, client: Client,
) -> None:  # fmt: skip
    at_once(reviewer)
    choose(reviewer, ways={}, language=language)
    answered(question, official)
    deliver_all()
    [letter] = mailbox.to(reviewer.email)
    text = letter.get_content()
    assert all(each in text for each in said), text
    assert said[0] in str(letter["Subject"]) and "何时通水？" in str(letter["Subject"])
    assert text.count(f"/desk/questions/{question.number}/") == 1
    link = str(letter["List-Unsubscribe"]).replace("\n", "").replace(" ", "").strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and link in text.replace("\n", "")
    path = "/mails/" + link.partition("/mails/")[2]
    assert client.get(path).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    mailbox.letters.clear()
    return_reply(question.reply, by=reviewer, note="补充。")
    submit_reply(question.reply, by=official)
    deliver_all()
    morning()
    deliver_all()
    assert not mailbox.to(reviewer.email)


def test_who_chose_no_mail_finds_it_at_the_desk(
    question: Question, official: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    choose(official, ways={"new": Way.NONE})
    deliver_all()
    morning()
    deliver_all()
    assert not mailbox.letters
    assert Notification.objects.filter(person=official, matter="question.answer", done_at=None).exists()


def test_who_loses_the_role_is_told_no_more(
    question: Question, official: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    deliver_all()
    official.memberships.all().delete()
    morning()
    deliver_all()
    assert not mailbox.letters


def test_a_question_given_back_is_for_those_who_route_and_no_longer_for_those_who_answer(
    question: Question, official: User, editor: User, deliver_all: Deliver
) -> None:
    deliver_all()
    return_assignment(question, by=official, reason="归水务局。")
    deliver_all()
    waiting = Notification.objects.filter(done_at=None).values_list("person", "matter")
    assert set(waiting) == {(editor.pk, "question.route")}
