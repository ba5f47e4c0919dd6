"""Text messages to officials: chosen, short, by day, not too many, and about nothing that is done."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import translation
from pytest_django import Settings

from participation import clock
from participation.accounts.models import Department, Membership, User
from participation.delivery.models import Job
from participation.notifications.choices import GROUPS, choose
from participation.notifications.models import Kind, Notification
from participation.notifications.words import text_message
from responses.models import Question
from responses.questions.actions import assign_question, decline_question
from responses.questions.intake import submit_question

Deliver = Callable[[], int]
NOON = timedelta(hours=12)


@pytest.fixture(autouse=True)
def printed(settings: Settings) -> None:
    settings.SMS_URL = "console://"


@pytest.fixture
def texted(official: User) -> User:
    official.phone = "13800001234"
    official.save()
    choose(official, ways={}, texted=list(GROUPS))
    return official


def sent(department: Department, editor: User, title: str = "龙秀英的低保何时到账？") -> Question:
    made, _issued = submit_question(by=None, kind="inquiry", title=title, body="何时？")
    return assign_question(made, department, by=editor)


def test_it_says_that_something_waits_and_by_when_in_one_message_and_nothing_of_the_matter(
    texted: User,
    department: Department,
    editor: User,
    deliver_all: Deliver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with clock.at(clock.starts_at(clock.today()) + NOON):
        sent(department, editor)
        deliver_all()
    [line] = [each for each in capsys.readouterr().out.splitlines() if each.startswith("SMS")]
    number, _colon, text = line.removeprefix("SMS ").partition(": ")
    assert (
        number == "+8613800001234" and text.startswith("【") and "待您办理" in text and "龙秀英" not in text
    )
    assert len(text) <= 70


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_site_with_a_long_name_still_sends_one_message(
    language: str, texted: User, department: Department, editor: User, deliver_all: Deliver, settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings.SITE_NAME = "青川县人民政府公众参与和决策公开一体化平台（试运行）"
    choose(texted, ways={}, language=language)
    with clock.at(clock.starts_at(clock.today()) + NOON):
        sent(department, editor)
        deliver_all()
    [line] = [each for each in capsys.readouterr().out.splitlines() if each.startswith("SMS")]
    assert len(line.partition(": ")[2]) <= 70


def test_at_night_it_waits_for_the_morning(
    texted: User,
    department: Department,
    editor: User,
    deliver_all: Deliver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with clock.at(clock.starts_at(clock.today()) + timedelta(hours=23)):
        sent(department, editor)
        deliver_all()
    assert "SMS" not in capsys.readouterr().out
    job = Job.objects.get(handler="notifications.text")
    assert job.done_at is None and not job.last_error
    assert job.available_at == clock.starts_at(clock.today() + timedelta(days=1)) + timedelta(hours=8)


def test_what_is_done_is_not_texted_nor_more_than_the_limit_of_a_day(
    texted: User, department: Department, editor: User, deliver_all: Deliver, settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings.TEXTS_TO_AN_OFFICIAL = 2
    with clock.at(clock.starts_at(clock.today()) + NOON):
        decline_question(sent(department, editor), by=editor, reason="正在诉讼中，请向法院提出。")
        for n in range(4):
            sent(department, editor, f"问题{n}")
        deliver_all()
    assert capsys.readouterr().out.count("SMS") == 2
    assert Notification.objects.filter(texted_at__isnull=False).count() == 2


def test_two_accounts_of_one_number_get_no_more_than_one_account(
    texted: User, department: Department, editor: User, neighbour: User, deliver_all: Deliver, settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings.TEXTS_TO_AN_OFFICIAL = 3
    Membership.objects.create(user=neighbour, department=department, role="answerer")
    User.objects.filter(pk=neighbour.pk).update(phone="138 0000 1234")
    choose(neighbour, ways={}, texted=list(GROUPS))
    with clock.at(clock.starts_at(clock.today()) + NOON):
        for n in range(3):
            sent(department, editor, f"问题{n}")
        deliver_all()
    assert capsys.readouterr().out.count("SMS +8613800001234") == 3


def test_who_chose_none_or_has_no_mobile_number_gets_none(
    official: User,
    department: Department,
    editor: User,
    deliver_all: Deliver,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with clock.at(clock.starts_at(clock.today()) + NOON):
        sent(department, editor)
        deliver_all()
        official.phone = "0855-1234567"
        official.save()
        choose(official, ways={}, texted=list(GROUPS))
        sent(department, editor)
        deliver_all()
    assert "SMS" not in capsys.readouterr().out


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_no_text_to_an_official_is_cut_whatever_the_kind_the_day_and_the_name(
    kind: Kind, language: str, official: User, settings: Settings
) -> None:
    settings.SITE_NAME = "积石山保安族东乡族撒拉族自治县公众参与台"
    row = Notification(person=official, kind=kind, matter="reply.sign", due_on=date(2027, 12, 31))
    with translation.override(language):
        for row.due_on in (date(2027, 12, 31), date(2026, 9, 30), None):
            text = text_message(row)
            assert text.startswith(f"【{settings.SITE_NAME}】") and len(text) <= 70
            assert text.endswith(("。", ".")), text


def test_news_is_to_be_read_not_done(official: User) -> None:
    row = Notification(person=official, kind=Kind.DECIDED, matter="time.granted")
    assert text_message(row).endswith("告知：请到工作台查看。")
