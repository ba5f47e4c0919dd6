"""Having one's account deleted: asked for, called off, erased; and what stays."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from pytest_django import Settings

from consultations.models import Comment, Consultation
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.leaving import ask_to_leave, erase_leavers, stay, undecided
from participation.accounts.models import User
from participation.accounts.own import edit_own
from participation.delivery.models import Job
from participation.errors import Invalid, InvalidMove, NotPermitted
from participation.files.models import StoredFile
from participation.ledger.leaves import verify
from participation.ledger.models import AuditEntry, Leaf
from participation.ledger.receipts import find
from responses.models import Question
from responses.questions.intake import submit_question
from tests.cast import PASSWORD
from tests.drafts import comment_on
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
EIGHT_DAYS = timedelta(days=8)


def leave(person: User, *, take_back: bool = False) -> None:
    """Asked for and erased, eight days later."""
    ask_to_leave(person, by=person, password=PASSWORD, take_back=take_back)
    with clock.at(clock.now() + EIGHT_DAYS):
        list(erase_leavers())


def test_it_takes_the_password_and_seven_days(resident: User) -> None:
    when = ask_to_leave(resident, by=resident, password=PASSWORD)
    assert when == pytest.approx(clock.now() + timedelta(days=7), abs=timedelta(minutes=1))
    with clock.at(clock.now() + timedelta(days=6)):
        list(erase_leavers())
    assert User.objects.filter(pk=resident.pk).exists()
    with clock.at(clock.now() + EIGHT_DAYS):
        list(erase_leavers())
    assert not User.objects.filter(pk=resident.pk).exists()
    assert not EmailAddress.objects.filter(email=resident.email).exists()


def test_all_sessions_end_and_every_address_is_told(resident: User) -> None:
    EmailAddress.objects.create(user=resident, email="second@example.org", verified=True)
    before = resident.get_session_auth_hash()
    ask_to_leave(resident, by=resident, password=PASSWORD)
    assert User.objects.get(pk=resident.pk).get_session_auth_hash() != before
    told = Job.objects.filter(handler="mail.send").values_list("payload__to", flat=True)
    assert sorted(told) == ["resident@example.org", "second@example.org"]


def test_a_wrong_password_is_refused(resident: User) -> None:
    with pytest.raises(Invalid) as refused:
        ask_to_leave(resident, by=resident, password="guessed")
    assert list(refused.value.errors) == ["password"]


def test_nobody_has_another_s_account_deleted(resident: User, neighbour: User) -> None:
    with pytest.raises(NotPermitted):
        ask_to_leave(resident, by=neighbour, password=PASSWORD)


def test_an_official_does_not_leave_by_themselves_not_even_after_the_role(official: User) -> None:
    with pytest.raises(NotPermitted):
        ask_to_leave(official, by=official, password=PASSWORD)
    official.memberships.update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(NotPermitted):
        ask_to_leave(User.objects.get(pk=official.pk), by=official, password=PASSWORD)


def test_it_is_asked_for_once(resident: User) -> None:
    ask_to_leave(resident, by=resident, password=PASSWORD)
    with pytest.raises(InvalidMove):
        ask_to_leave(resident, by=resident, password=PASSWORD)


def test_signing_in_calls_it_off(resident: User) -> None:
    assert not stay(resident)
    ask_to_leave(resident, by=resident, password=PASSWORD, take_back=True)
    assert stay(resident)
    with clock.at(clock.now() + EIGHT_DAYS):
        list(erase_leavers())
    row = User.objects.get(pk=resident.pk)
    assert row.is_active and row.leaves_at is None and not row.leaves_nothing


def test_calling_it_off_is_mailed_to_who_was_told_of_the_deletion(
    resident: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    ask_to_leave(resident, by=resident, password=PASSWORD)
    stay(resident)
    deliver_all()
    subjects = [str(each["Subject"]) for each in mailbox.to(resident.email)]
    assert sorted(subjects) == ["您的账号即将注销", "您的账号已保留"]


def test_words_stay_and_nothing_says_whose_they_are(
    resident: User, consultation: Consultation, settings: Settings, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bill = SimpleUploadedFile("bill.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    comment = comment_on(consultation, by=resident, name="周晓梅", contact="a@example.org", files=[bill])
    question, issued = submit_question(
        by=resident, kind="inquiry", title="何时？", body="何时？", name="周晓梅", contact="13800001111"
    )
    edit_own(resident, by=resident, name="周晓")
    number = resident.pk
    leave(resident)
    for row in (Comment.objects.get(pk=comment.pk), Question.objects.get(pk=question.pk)):
        assert (row.author_id, row.name, row.contact) == (None, "", "") and row.body
    assert StoredFile.objects.get().uploaded_by is None
    assert not AuditEntry.objects.filter(by=number).exists()
    about = AuditEntry.objects.filter(kind="user", object_id=number)
    assert about.filter(act="person.erased").count() == 1 and {str(each.note) for each in about} == {"{}"}
    assert find(issued.number, issued.lookup_code) is not None


def test_the_ledger_verifies_and_names_the_erasure_as_ordered(
    resident: User, consultation: Consultation
) -> None:
    comment = comment_on(consultation, by=resident, name="周晓梅")
    leave(resident)
    assert list(verify()) == []
    said = StringIO()
    call_command("ledger", "verify", "--json", stdout=said)
    assert json.loads(said.getvalue())["forgotten"] == 1
    words = StringIO()
    call_command("ledger", "verify", stdout=words)
    assert "of 1 rows what they said of a person was erased by order" in words.getvalue()
    old, mark, new = Leaf.objects.filter(kind="comment", object_id=comment.pk).order_by("pk")
    assert [old.step, mark.step, new.step] == ["first", "forgotten", "again"]
    assert old.salt == "" and new.salt
    Comment.objects.filter(pk=comment.pk).update(body="改了的话。")
    assert [each.problem for each in verify()] == ["altered"]


def test_unweighed_comments_are_taken_back_if_wanted_and_weighed_ones_stay(
    resident: User, consultation: Consultation, official: User
) -> None:
    weighed, open_one = comment_on(consultation, by=resident), comment_on(consultation, by=resident)
    dispose_opinion(weighed.opinions.get(), "not_adopted", by=official, reason="上位法已有明确规定。")
    assert undecided(resident) == 1
    leave(resident, take_back=True)
    assert Comment.objects.get(pk=open_one.pk).status == "withdrawn"
    assert Comment.objects.get(pk=weighed.pk).status == "pending"
    assert not Comment.objects.exclude(author=None).exists()
    assert list(verify()) == []


def test_unweighed_comments_stay_without_a_name_otherwise(resident: User, consultation: Consultation) -> None:
    comment = comment_on(consultation, by=resident)
    leave(resident)
    row = Comment.objects.get(pk=comment.pk)
    assert (row.status, row.author) == ("pending", None) and row.opinions.count() == 1


def test_an_erasure_that_was_broken_off_goes_on(resident: User, consultation: Consultation) -> None:
    for _ in range(3):
        comment_on(consultation, by=resident)
    ask_to_leave(resident, by=resident, password=PASSWORD)
    with clock.at(clock.now() + EIGHT_DAYS):
        pieces = erase_leavers()
        next(pieces), next(pieces)
        assert not User.objects.get(pk=resident.pk).is_active
        assert not stay(resident)  # too late: some of it is gone already
        list(erase_leavers())
    assert not User.objects.filter(pk=resident.pk).exists()
    assert not Comment.objects.exclude(author=None).exists()
