"""What is kept of people goes by itself, and the audit counts it."""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from pytest_django import Settings

from consultations.comments import upkeep as comments
from consultations.models import Comment, Consultation
from participation import clock
from participation.accounts.models import User
from participation.accounts.retention import contacts_cutoff, drop_dead_sessions, drop_unconfirmed
from participation.delivery.schedule import periodic
from participation.ledger.audit import record, trail
from participation.ledger.leaves import verify
from participation.ledger.models import AuditEntry
from responses.models import Question
from responses.questions import upkeep as questions
from responses.questions.intake import submit_question
from tests.drafts import comment_on

pytestmark = pytest.mark.django_db


def later(months: int) -> AbstractContextManager[datetime]:
    return clock.at(clock.now() + timedelta(days=31 * months))


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [(date(2026, 3, 31), 1, date(2026, 2, 28)), (date(2026, 1, 15), 24, date(2024, 1, 15)),
     (date(2028, 2, 29), 12, date(2027, 2, 28))],
)  # fmt: skip
def test_months_are_calendar_months(settings: Settings, today: date, months: int, first: date) -> None:
    settings.CONTACTS_KEPT_MONTHS = months
    with clock.at(clock.starts_at(today) + timedelta(hours=9)):
        assert contacts_cutoff() == clock.starts_at(first)


def test_contacts_of_comments_go_after_the_feedback_and_are_counted(consultation: Consultation) -> None:
    for n in range(3):
        comment_on(consultation, name="周晓梅", contact=f"c{n}@example.org")
    with later(30):
        list(comments.erase_contacts())
        assert not Comment.objects.filter(contact="").exists(), "its feedback is still owed"
    Consultation.objects.update(status="concluded", concluded_at=clock.now())
    with later(23):
        list(comments.erase_contacts())
        assert not Comment.objects.filter(contact="").exists()
    with later(25):
        list(comments.erase_contacts())
        list(comments.erase_contacts())
    assert Comment.objects.filter(contact="").count() == 3
    assert {row.name for row in Comment.objects.all()} == {"周晓梅"}
    entry = trail(consultation).get(act="comment.contacts_erased")
    assert entry.note == {"count": 3} and entry.by is None
    assert next(verify(), None) is None


def test_contacts_of_a_withdrawn_consultation_go_after_its_closing_day(consultation: Consultation) -> None:
    comment_on(consultation, contact="c@example.org")
    Consultation.objects.update(status="withdrawn")
    with later(30):
        list(comments.erase_contacts())
    assert Comment.objects.get().contact == ""


def test_contacts_of_questions_go_after_their_end_each_in_its_audit(settings: Settings) -> None:
    settings.CONTACTS_KEPT_MONTHS = 6
    over, _ = submit_question(by=None, kind="inquiry", title="何时？", body="何时？", contact="a@example.org")
    waiting, _ = submit_question(
        by=None, kind="inquiry", title="何时？", body="何时？", contact="b@example.org"
    )
    Question.objects.filter(pk=over.pk).update(status="declined", closed_at=clock.now())
    with later(7):
        list(questions.erase_contacts())
    assert Question.objects.get(pk=over.pk).contact == ""
    assert Question.objects.get(pk=waiting.pk).contact == "b@example.org"
    assert AuditEntry.objects.filter(act="question.contact_erased").count() == 1


def test_sessions_that_ran_out_go_and_living_ones_stay() -> None:
    for key, days in (("dead", -1), ("alive", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=clock.now() + timedelta(days=days)
        )
    list(drop_dead_sessions())
    assert [row.pk for row in Session.objects.all()] == ["alive"]


def test_addresses_nobody_confirmed_go_and_the_first_one_stays(resident: User, neighbour: User) -> None:
    for person in (resident, neighbour):
        EmailAddress.objects.create(user=person, email=person.email, primary=True)
        EmailAddress.objects.create(user=person, email=f"new-{person.email}")
        record("person.address_mailed", person, by=person)
    with clock.at(clock.now() + timedelta(days=20)):
        record("person.address_mailed", neighbour, by=neighbour)
    with clock.at(clock.now() + timedelta(days=31)):
        list(drop_unconfirmed())
    assert {each.email for each in EmailAddress.objects.filter(user=resident)} == {resident.email}
    assert EmailAddress.objects.filter(user=neighbour).count() == 2
    assert trail(resident).get(act="person.addresses_expired").note == {"count": 1}


def test_all_of_it_runs_every_night() -> None:
    for name in (
        "accounts.sweep", "accounts.erase_leavers", "comments.erase_contacts", "questions.erase_contacts",
    ):  # fmt: skip
        assert periodic[name].every == timedelta(days=1)
