"""Text messages to residents: chosen, to a proved number, short, by day, few, each step once, and nobody's words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from consultations.comments.actions import accept_comment, return_comment
from consultations.comments.mails import text_writer
from consultations.models import Comment, Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.leaving import ask_to_leave
from participation.accounts.models import Department, User
from participation.accounts.own import edit_own
from participation.delivery.models import Event, Job
from participation.errors import Invalid
from participation.ledger.audit import trail
from participation.notifications.choices import GROUPS, choices_of, choose, step_number, wants_step_texts
from responses.models import Question
from responses.questions.actions import assign_question, decline_question, merge_question
from responses.questions.intake import submit_question
from responses.questions.more_time import resume_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.at_once import at_once
from tests.cast import PASSWORD
from tests.drafts import after_closing, comment_on, paused
from tests.gateway import SmsGateway

Deliver = Callable[[], int]
Prove = Callable[..., User]
RUDE = "你这个骗子，等着瞧！"
NOON, NIGHT = timedelta(hours=12), timedelta(hours=23)
pytestmark = pytest.mark.django_db


def today_at(hour: timedelta) -> Any:
    return clock.at(clock.starts_at(clock.today()) + hour)


@pytest.fixture
def texted(resident: User, prove: Prove) -> User:
    """Has proved a number, chose text messages, and has no mail address at all."""
    with today_at(NOON):
        person = prove(resident)
        choose(person, ways={}, step_texts=True)
    User.objects.filter(pk=person.pk).update(email="")
    return User.objects.get(pk=person.pk)


@pytest.fixture
def comment(consultation: Consultation, texted: User) -> Comment:
    return comment_on(consultation, RUDE, by=texted, name="周晓梅")


def asked(by: User, department: Department, editor: User, *, show: bool = False) -> Question:
    made, _issued = submit_question(by=by, kind="inquiry", title=RUDE, body=RUDE, wants_publication=show)
    return assign_question(made, department, by=editor, show=show)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "已退回"), ("en", "came back")])
def test_a_comment_that_came_back_is_told_in_one_message_with_its_number_and_nobody_s_words(
    language: str, said: str, comment: Comment, moderator: User, sms: SmsGateway, deliver_all: Deliver,
    settings: Settings,
) -> None:  # fmt: skip
    settings.SITE_URL = "https://jianyi.example.cn"
    User.objects.filter(comments__pk=comment.pk).update(language=language)
    with today_at(NOON):
        return_comment(comment, by=moderator, note="请写明理由。")
        deliver_all()
    [message] = sms.messages
    text = message.body["text"]
    assert message.body["to"] == "+8613800001111" and len(text) <= 70 and text.startswith("【")
    assert said in text and comment.number in text and text.endswith("jianyi.example.cn/track/")
    assert "骗子" not in text and "理由" not in text and "周晓梅" not in text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_address_too_long_for_one_message_is_left_out(
    language: str,
    comment: Comment,
    moderator: User,
    sms: SmsGateway,
    deliver_all: Deliver,
    settings: Settings,
) -> None:
    settings.SITE_URL = "https://gongzhongcanyu.renmin-zhengfu.qingchuan.gov.cn"
    settings.SITE_NAME = "青川县人民政府公众参与和决策公开一体化平台（试运行）"
    User.objects.filter(comments__pk=comment.pk).update(language=language)
    with today_at(NOON):
        return_comment(comment, by=moderator, note="请写明理由。")
        deliver_all()
    [text] = sms.texts
    assert len(text) <= 70 and comment.number in text and text.startswith("【青川县") and "track" not in text


def test_a_question_that_wants_more_is_told_and_one_that_waits_for_others_is_not(
    texted: User, department: Department, editor: User, official: User, reviewer: User, sms: SmsGateway,
    deliver_all: Deliver,
) -> None:  # fmt: skip
    with today_at(NOON):
        question = asked(texted, department, editor)
        paused(question, by=official, agreed_by=reviewer, days=3)
        deliver_all()
        assert not sms.messages
        resume_question(Question.objects.get(pk=question.pk), by=official)
        question = Question.objects.get(pk=question.pk)
        paused(question, by=official, agreed_by=reviewer, days=3, ground="C3-pause-materials", reason=RUDE)
        deliver_all()
    [text] = sms.texts
    assert question.number in text and "补充材料" in text and "骗子" not in text


def test_how_a_question_ended_is_told_to_all_who_asked_the_same(
    texted: User, neighbour: User, prove: Prove, department: Department, editor: User, official: User,
    reviewer: User, sms: SmsGateway, deliver_all: Deliver,
) -> None:  # fmt: skip
    with today_at(NOON):
        choose(prove(neighbour, "13800002222"), ways={}, step_texts=True)
        first, same = asked(texted, department, editor, show=True), asked(neighbour, department, editor)
        refused = asked(texted, department, editor)
        merge_question(same, Question.objects.get(pk=first.pk), by=official)
        reply = draft_reply(Question.objects.get(pk=first.pk), by=official, body="已转有关单位核查。")
        publish_reply(submit_reply(reply, by=official), by=reviewer)
        decline_question(refused, by=editor, reason="正在诉讼中，请向法院提出。")
        deliver_all()
    told = {(each.body["to"][-4:], each.body["text"].partition("】")[2][:40]) for each in sms.messages}
    assert len(sms.messages) == 3 and not [each for each in sms.texts if "核查" in each or "诉讼" in each]
    for number, who, said in (
        (first, "1111", "已答复"),
        (same, "2222", "已答复"),
        (refused, "1111", "未能受理"),
    ):
        assert [text for to, text in told if to == who and number.number in text and said in text]


def test_the_feedback_is_told_to_those_who_commented_and_chose_it(
    consultation: Consultation, comment: Comment, official: User, reviewer: User, moderator: User,
    sms: SmsGateway, deliver_all: Deliver,
) -> None:  # fmt: skip
    other = comment_on(consultation)
    for each in (comment, other):
        accept_comment(each, by=moderator)
    with after_closing(consultation):
        for each in (comment, other):
            dispose_opinion(
                each.opinions.get(), "not_adopted", by=official, reason="供水有成本，水价暂不降。"
            )
        feedback = draft_feedback(consultation, by=official, asked="问了。", said="说了。", did="做了。")
        publish_feedback(feedback, by=reviewer)
        deliver_all()
    [text] = sms.texts
    assert comment.number in text and "采纳情况" in text and "供水" not in text


@pytest.mark.parametrize(("language", "said"), [("", "账号将于"), ("en", "Account ends")])
def test_the_deletion_of_the_account_is_told(
    language: str, said: str, texted: User, sms: SmsGateway, deliver_all: Deliver
) -> None:
    User.objects.filter(pk=texted.pk).update(language=language)
    with today_at(NOON):
        ask_to_leave(User.objects.get(pk=texted.pk), by=texted, password=PASSWORD)
        deliver_all()
    [text] = sms.texts
    assert said in text and len(text) <= 70


def test_at_night_it_waits_for_the_morning_and_is_then_sent_if_it_is_still_wanted(
    comment: Comment, consultation: Consultation, texted: User, moderator: User, sms: SmsGateway,
    deliver_all: Deliver,
) -> None:  # fmt: skip
    morning = clock.starts_at(clock.today() + timedelta(days=1)) + timedelta(hours=8)
    with today_at(NIGHT):
        return_comment(comment, by=moderator, note="请写明理由。")
        deliver_all()
    job = Job.objects.get(handler="residents.text")
    assert not sms.messages and not job.done_at and not job.last_error and job.available_at == morning
    Job.objects.filter(pk=job.pk).update(available_at=job.made_at)
    with clock.at(morning):
        deliver_all()
    assert len(sms.messages) == 1
    with today_at(NIGHT):
        return_comment(comment_on(consultation, by=texted), by=moderator, note="请写明理由。")
        deliver_all()
        choose(texted, ways={}, step_texts=False)
    Job.objects.filter(done_at=None).update(available_at=job.made_at)
    with clock.at(morning):
        deliver_all()
    assert len(sms.messages) == 1 and not Job.objects.filter(done_at=None).exists()


def test_a_number_gets_so_many_a_day_whosever_account_it_is_in_and_the_rest_is_dropped(
    consultation: Consultation, texted: User, neighbour: User, prove: Prove, moderator: User, sms: SmsGateway,
    deliver_all: Deliver, settings: Settings,
) -> None:  # fmt: skip
    settings.TEXTS_TO_A_RESIDENT = 2
    with today_at(NOON):
        choose(prove(neighbour), ways={}, step_texts=True)
        for person in (texted, neighbour, texted, neighbour):
            return_comment(comment_on(consultation, by=person), by=moderator, note="请写明理由。")
        deliver_all()
        assert len(sms.messages) == 2 and not Job.objects.filter(done_at=None).exists()
    with clock.at(clock.starts_at(clock.today() + timedelta(days=1)) + NOON):
        return_comment(comment_on(consultation, by=texted), by=moderator, note="请写明理由。")
        deliver_all()
    assert len(sms.messages) == 3


def test_who_did_not_choose_it_or_has_another_number_now_or_left_gets_none(
    consultation: Consultation, texted: User, neighbour: User, prove: Prove, moderator: User, sms: SmsGateway,
    deliver_all: Deliver, settings: Settings,
) -> None:  # fmt: skip
    with today_at(NOON):
        prove(neighbour, "13800002222")
        return_comment(comment_on(consultation, by=neighbour), by=moderator, note="请写明理由。")
        return_comment(comment_on(consultation, contact="13800003333"), by=moderator, note="请写明理由。")
        edit_own(texted, by=texted, phone="13800004444")
        return_comment(comment_on(consultation, by=texted), by=moderator, note="请写明理由。")
        deliver_all()
    assert not sms.messages and wants_step_texts(User.objects.get(pk=texted.pk))
    with today_at(NOON):
        person = prove(texted, "13800004444")
        assert step_number(person)
        settings.SMS_URL = "dummy://"
        assert not step_number(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    settings.SMS_URL = sms.url
    assert not step_number(User.objects.get(pk=person.pk))


def test_it_is_chosen_for_a_proved_number_only_and_each_choice_is_on_record(
    resident: User, prove: Prove
) -> None:
    with pytest.raises(Invalid) as refused:
        choose(resident, ways={}, step_texts=True)
    assert set(refused.value.errors) == {"step_texts"}
    person = prove(resident)
    for chosen in (True, False):
        choose(person, ways={}, step_texts=chosen)
        entry = trail(person).filter(act="notifications.chosen").last()
        assert entry and entry.note["texted"] == (["steps"] if chosen else []) and entry.by == person


def test_an_official_s_choices_of_work_and_of_own_steps_leave_each_other_alone(
    official: User, prove: Prove
) -> None:
    person = prove(official)
    choose(person, ways={}, texted=list(GROUPS))
    choose(person, ways={}, step_texts=True)
    choose(person, ways={}, texted=["late"])
    assert choices_of(person).texted == {"late"} and wants_step_texts(person)
    choose(person, ways={}, step_texts=False)
    assert choices_of(person).texted == {"late"} and not wants_step_texts(person)


@pytest.mark.django_db(transaction=True)
def test_each_step_is_texted_once_on_a_retry_and_by_two_at_once(
    comment: Comment, moderator: User, sms: SmsGateway, deliver_all: Deliver
) -> None:
    with today_at(NOON):
        return_comment(comment, by=moderator, note="请写明理由。")
        event = Event.objects.get(name="comment.returned")
        payload = {
            "event": event.pk,
            "name": event.name,
            "object_id": comment.pk,
            "data": {},
            "position": None,
        }
        at_once(*[lambda: list(text_writer(payload))] * 2)
        for _again in range(2):
            deliver_all()
            Job.objects.filter(handler="comments.text_writer").update(done_at=None, lease_until=None)
    assert len(sms.messages) == 1
