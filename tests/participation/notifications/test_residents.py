"""Mail to residents: ended with one click, twenty a day at most, and nobody's words to an address nobody has proved."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import Settings

from consultations.comments.actions import accept_comment, return_comment, withdraw_comment
from consultations.models import Consultation
from participation import clock
from participation.accounts.models import Department, User
from participation.delivery.addresses import address_key, is_stopped, stop_link, stop_mails, stop_named_by
from participation.delivery.housekeeping import purge
from participation.delivery.models import Job, MailCount, MailStop
from participation.errors import Invalid
from participation.ledger.audit import trail
from participation.notifications.choices import STEPS, choose
from participation.notifications.models import NewsChoice, Way
from participation.notifications.unsubscribing import DIGEST
from participation.notifications.unsubscribing import stop_link as end_link
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import comment_on
from tests.mailbox import Mailbox

VICTIM = "victim@example.org"
RUDE = "你这个骗子，等着瞧！"
Deliver = Callable[[], int]


def link_in(letter: object) -> str:
    found = str(letter["List-Unsubscribe"])  # type: ignore[index]
    return "/mails/" + "".join(found.split()).strip("<>").partition("/mails/")[2]


def test_no_mail_about_a_question_carries_its_words_to_an_address_nobody_proved(
    department: Department,
    editor: User,
    official: User,
    reviewer: User,
    mailbox: Mailbox,
    deliver_all: Deliver,
) -> None:
    made, _issued = submit_question(
        by=None, kind="complaint", title=RUDE, body=RUDE, contact=VICTIM, name=RUDE
    )
    reply = draft_reply(assign_question(made, department, by=editor), by=official, body="已转有关单位核查。")
    publish_reply(submit_reply(reply, by=official), by=reviewer)
    deliver_all()
    letters = mailbox.to(VICTIM)
    assert len(letters) == 3 and not [
        each for each in letters if "骗子" in each.get_content() + str(each["Subject"])
    ]


def test_no_mail_about_a_comment_does_either(
    consultation: Consultation, moderator: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    comment = comment_on(consultation, RUDE, contact=VICTIM, name=RUDE)
    accept_comment(comment, by=moderator)
    withdraw_comment(comment, by=None)
    deliver_all()
    letters = mailbox.to(VICTIM)
    assert len(letters) == 3 and not [
        each for each in letters if "骗子" in each.get_content() + str(each["Subject"])
    ]


def test_who_has_proved_the_address_reads_what_they_asked(
    department: Department, editor: User, resident: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    made, _issued = submit_question(by=resident, kind="inquiry", title="何时通水？", body="何时？")
    deliver_all()
    assert "何时通水？" not in mailbox.to(resident.email)[0].get_content()
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True)
    assign_question(made, department, by=editor)
    deliver_all()
    assert "何时通水？" in mailbox.to(resident.email)[1].get_content()


def test_one_click_ends_the_mails_of_that_matter_and_of_no_other(
    consultation: Consultation, moderator: User, mailbox: Mailbox, deliver_all: Deliver, client: Client
) -> None:
    first, second = (comment_on(consultation, "水价太高。", contact="zhu@example.org") for _n in range(2))
    deliver_all()
    letter = next(each for each in mailbox.letters if first.number in str(each["Subject"]))
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link_in(letter)
    assert path in "".join(letter.get_content().split())
    page = client.get(path)
    assert page.status_code == 200 and not MailStop.objects.exists()
    outside = Client(enforce_csrf_checks=True)
    for _again in range(2):
        assert outside.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailStop.objects.count() == 1 and "zhu" not in MailStop.objects.get().address
    mailbox.letters.clear()
    for comment in (first, second):
        return_comment(comment, by=moderator, note="请写明理由。")
    deliver_all()
    [letter] = mailbox.letters
    assert second.number in str(letter["Subject"])


def test_a_link_that_was_tampered_with_leads_nowhere(client: Client, db: None) -> None:
    path = "/mails/" + stop_link(VICTIM, "comment:1").partition("/mails/")[2]
    assert stop_named_by(path.split("/")[-2]) == (address_key(VICTIM), "comment:1")
    for wrong in (path.replace("/stop/", "/end/"), path[:-3] + "xx/", "/mails/stop/x/"):
        assert client.get(wrong).status_code == client.post(wrong).status_code == 404


def test_an_end_outlives_the_key_of_the_site(settings: Settings, db: None) -> None:
    stop_mails(address_key(VICTIM), "comment:1")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-site-of-more-than-fifty-characters!"
    assert is_stopped(VICTIM.upper(), "comment:1") and not is_stopped(VICTIM, "comment:2")


def test_an_address_gets_so_many_mails_a_day_and_the_rest_the_day_after(
    consultation: Consultation, mailbox: Mailbox, deliver_all: Deliver, settings: Settings
) -> None:
    settings.MAILS_TO_AN_ADDRESS = 2
    for _n in range(3):
        comment_on(consultation, contact=VICTIM)
    deliver_all()
    assert len(mailbox.to(VICTIM)) == 2
    waiting = Job.objects.get(handler="mail.send", done_at=None)
    assert not waiting.last_error and waiting.available_at > clock.now()
    Job.objects.update(available_at=waiting.made_at)
    with clock.at(clock.starts_at(clock.today() + timedelta(days=1)) + timedelta(hours=9)):
        deliver_all()
    assert len(mailbox.to(VICTIM)) == 3


def test_counts_of_mails_are_kept_for_two_days(db: None) -> None:
    for days in (0, 1, 2):
        MailCount.objects.create(address="x", day=clock.today() - timedelta(days=days), count=1)
    list(purge(clock.now()) or ())
    assert MailCount.objects.count() == 2


def test_an_account_that_wants_no_mail_about_its_steps_gets_none(
    consultation: Consultation, resident: User, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    choose(resident, ways={STEPS: Way.NONE})
    comment_on(consultation, by=resident)
    deliver_all()
    assert not mailbox.to(resident.email)
    with pytest.raises(Invalid):
        choose(resident, ways={STEPS: Way.DIGEST})


def test_the_page_of_an_end_says_afterwards_that_it_is_ended(client: Client, official: User) -> None:
    group = end_link(official, "due").partition("/mails/")[2]
    digest = end_link(official, DIGEST).partition("/mails/")[2]
    for path in (stop_link(VICTIM, "comment:1").partition("/mails/")[2], group, digest):
        assert "您确定不再接收此类邮件吗" in client.get(f"/mails/{path}").content.decode()
        client.post(f"/mails/{path}")
        again = client.get(f"/mails/{path}").content.decode()
        assert (
            "此类邮件已经停止发送" in again
            and "您确定" not in again
            and "<form" not in again.split("<main")[1]
        )


def test_a_link_of_before_an_official_chose_anew_does_nothing_and_the_audit_names_nobody_for_a_link(
    client: Client, official: User
) -> None:
    old = end_link(official, "second").partition("/mails/")[2]
    client.post(f"/mails/{old}")
    ended = trail(official).get(act="notifications.ended_by_link")
    assert ended.by is None and ended.note["ways"] == {"second": Way.NONE}
    choose(official, ways={"second": Way.AT_ONCE})
    for answer in (client.get(f"/mails/{old}"), client.post(f"/mails/{old}")):
        assert "该链接已失效" in answer.content.decode()
    assert NewsChoice.objects.get(person=official).ways == {"second": Way.AT_ONCE}
    client.post(f"/mails/{end_link(official, 'second').partition('/mails/')[2]}")
    assert NewsChoice.objects.get(person=official).ways == {"second": Way.NONE}
