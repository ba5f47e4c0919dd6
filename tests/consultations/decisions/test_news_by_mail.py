"""Who commented on a matter is told when its hearing moves or falls away, and when its execution is stopped."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest

from consultations.decisions.actions import attach
from consultations.decisions.models import Decision
from consultations.models import Comment, Consultation, Hearing
from participation.accounts.models import User
from participation.delivery.addresses import address_key, stop_mails
from participation.delivery.models import Job
from participation.notifications.choices import STEPS, choose
from participation.notifications.models import Way
from tests.cast import side_of
from tests.dossiers import carried_on
from tests.drafts import comment_on, corrected, taken_back
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
WHY = "会场检修，改期另行举行。"
Deliver = Callable[[], int]


@pytest.fixture
def heard(decision: Decision, consultation: Consultation, official: User, resident: User) -> Decision:
    """Three wrote in Chinese, two of them from one address; one in English; one left no address, one took it back."""
    attach(decision, consultation, by=official)
    for contact in ("wu@example.com", "Wu@example.com", "li@example.com", ""):
        comment_on(consultation, contact=contact)
    gone = comment_on(consultation, contact="gone@example.com")
    comment_on(consultation, contact="smith@example.com", language="en")
    Comment.objects.filter(pk=gone.pk).update(status="withdrawn")
    Job.objects.all().delete()
    return decision


class Sent(NamedTuple):
    subject: str
    body: str


def mails(mailbox: Mailbox) -> dict[str, Sent]:
    """What came, by address in small letters."""
    came = [
        (str(each["To"]).lower(), Sent(str(each["Subject"]), str(each.get_content())))
        for each in mailbox.letters
    ]
    assert len(dict(came)) == len(came), "nobody is told twice"
    return dict(came)


def test_a_postponed_hearing_is_told_in_each_language_and_once(
    heard: Decision, hearing: Hearing, official: User, editor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    day = hearing.held_on + timedelta(days=7)
    corrected(hearing, by=official, confirmed_by=editor, reason=WHY, held_on=day.isoformat())
    jobs = Job.objects.filter(handler="hearings.tell_commenters")
    assert jobs.count() == 1
    deliver_all()
    sent = mails(mailbox)
    assert set(sent) == {"wu@example.com", "li@example.com", "smith@example.com"}
    assert "听证会延期" in sent["li@example.com"].subject and WHY in sent["li@example.com"].body
    assert f"{day.month}月{day.day}日" in sent["li@example.com"].body
    assert "postponed" in sent["smith@example.com"].subject
    assert f"/decisions/water/hearings/{hearing.pk}/" in sent["smith@example.com"].body


def test_the_same_job_again_writes_no_second_mail(
    heard: Decision, hearing: Hearing, official: User, editor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    from consultations.decisions.hearings.mails import tell_of_hearing
    from participation.delivery.models import Event

    taken_back(hearing, by=official, confirmed_by=editor, reason=WHY)
    deliver_all()
    event = Event.objects.get(name="hearing.withdrawn")
    payload = {"event": event.pk, "name": event.name, "object_id": event.object_id, "data": event.data,
               "at": event.at, "position": 0}  # fmt: skip
    list(tell_of_hearing(payload))
    deliver_all()
    sent = mails(mailbox)
    assert len(sent) == 3 and "取消" in sent["wu@example.com"].subject
    assert "called off" in sent["smith@example.com"].subject


def test_a_word_put_right_is_no_news(
    heard: Decision, hearing: Hearing, official: User, editor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    corrected(hearing, by=official, confirmed_by=editor, reason=WHY, phone="0855-1111111")
    deliver_all()
    assert mails(mailbox) == {}


def test_another_place_is_told(
    heard: Decision, hearing: Hearing, official: User, editor: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    corrected(hearing, by=official, confirmed_by=editor, reason=WHY, place="县礼堂")
    deliver_all()
    letter = mails(mailbox)["li@example.com"]
    assert letter.subject.strip() == f"听证会变更：{hearing.title}"
    assert "地点：县礼堂" in letter.body and "报名截止日期：" in letter.body


def test_who_ended_the_mails_about_a_comment_or_chose_none_gets_none_of_its_matter_either(
    heard: Decision, resident: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    side_of("government_office")
    Decision.objects.update(status="decided")
    comment_on(Consultation.objects.get(), by=resident, contact="")
    choose(resident, ways={STEPS: Way.NONE})
    ended = next(each for each in Comment.objects.all() if each.contact == "li@example.com")
    stop_mails(address_key("li@example.com"), f"comment:{ended.pk}")
    Job.objects.all().delete()
    carried_on(heard, kind="suspended", decided_by="meeting")
    deliver_all()
    assert set(mails(mailbox)) == {"wu@example.com", "smith@example.com"}
    for letter in mailbox.letters:
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("kind", "chinese", "english"), [("suspended", "中止", "suspended"), ("ended", "停止执行", "ended")]
)
def test_a_suspended_or_ended_execution_is_told_once_it_is_confirmed(
    heard: Decision, mailbox: Mailbox, deliver_all: Deliver, kind: str, chinese: str, english: str
) -> None:
    side_of("government_office")
    Decision.objects.update(status="decided")
    carried_on(heard, kind=kind, decided_by="meeting")
    deliver_all()
    sent = mails(mailbox)
    assert set(sent) == {"wu@example.com", "li@example.com", "smith@example.com"}
    assert chinese in sent["li@example.com"].subject and "水源地突发污染" in sent["li@example.com"].body
    assert english in sent["smith@example.com"].subject


def test_who_only_recorded_it_tells_nobody(heard: Decision, mailbox: Mailbox, deliver_all: Deliver) -> None:
    from consultations.decisions.execution.actions import record_change
    from tests.dossiers import suspension

    side = side_of("government_office")
    Decision.objects.update(status="decided")
    record_change(Decision.objects.get(), by=side.recorder, **suspension())
    deliver_all()
    assert mails(mailbox) == {}
