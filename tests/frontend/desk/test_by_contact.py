"""Somebody calls without a number: what was left under exactly their contact, of what one handles, each on record."""

import pytest
from django.db import connection
from django.test import Client

from consultations.comments.contacts import comments_left_under
from consultations.models import Comment, Consultation
from participation.accounts.models import Department, User
from participation.errors import Invalid
from participation.ledger.models import AuditEntry
from participation.secrets.matching import having
from responses.models import Question
from responses.questions.actions import assign_question
from responses.questions.contacts import questions_left_under
from responses.questions.intake import submit_question
from tests.drafts import comment_on
from tests.frontend.desk.conftest import at

PAGE, PHONE = "/desk/search/contact/", "13900005678"


def asked(contact: str) -> Question:
    row, _ = submit_question(by=None, kind="inquiry", title="水费怎么交", body="何时？", contact=contact)
    return row


def look_up(client: Client, contact: str, purpose: str = "reach") -> str:
    page = client.post(PAGE, {"look-contact": contact, "look-purpose": purpose})
    assert PHONE not in page.request["PATH_INFO"] + page.request["QUERY_STRING"]
    return page.content.decode()


@pytest.mark.parametrize("typed", [PHONE, "139 0000 5678", "+86 139-0000-5678", "１３９００００５６７８"])
def test_the_number_is_found_however_it_is_typed(
    typed: str, client: Client, department: Department, editor: User, official: User
) -> None:
    row = assign_question(asked("139-0000-5678"), department, by=editor)
    at(client, official)
    assert row.number in look_up(client, typed)
    note = AuditEntry.objects.get(act="contact.read", object_id=row.pk).note
    assert (note["purpose"], note["found_by_contact"]) == ("reach", True)


def test_a_mail_address_is_found_in_any_case(department: Department, editor: User, official: User) -> None:
    row = assign_question(asked("Zhou.XM@Example.org"), department, by=editor)
    assert questions_left_under("zhou.xm@example.ORG", by=official, purpose="verify") == [row]


def test_a_part_of_it_finds_nothing_and_is_refused_in_words(
    client: Client, department: Department, editor: User, official: User
) -> None:
    row = assign_question(asked(PHONE), department, by=editor)
    at(client, official)
    for wrong in ("", "1390000", "5678", "zhou"):
        said = look_up(client, wrong)
        assert row.number not in said and "请填写完整的邮箱地址或电话号码" in said
    said = look_up(client, PHONE, purpose="")
    assert row.number not in said and PHONE in said, "what was typed stays"
    assert "没有留有此联系方式的事项" in look_up(client, "13900005679")
    assert not AuditEntry.objects.filter(act="contact.read").exists()


def test_what_others_handle_is_not_found(
    other_department: Department, editor: User, official: User, moderator: User, consultation: Consultation
) -> None:
    assign_question(asked(PHONE), other_department, by=editor)
    letter = comment_on(consultation, contact=PHONE)
    assert questions_left_under(PHONE, by=official, purpose="reach") == []
    assert comments_left_under(PHONE, by=moderator, purpose="reach") == [letter]
    with pytest.raises(Invalid):
        comments_left_under(PHONE, by=moderator, purpose="curious")


@pytest.mark.parametrize("who", ["supervisor", "auditor", "administrator"])
def test_who_only_looks_on_has_no_such_page(who: str, client: Client, request: pytest.FixtureRequest) -> None:
    at(client, request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/desk/search/").content.decode()


def test_an_erased_contact_finds_nothing_more(consultation: Consultation, moderator: User) -> None:
    letter = comment_on(consultation, contact=PHONE)
    Comment.objects.filter(pk=letter.pk).update(contact="")
    assert comments_left_under(PHONE, by=moderator, purpose="reach") == []
    assert comments_left_under("", by=moderator, purpose="reach") == []


def test_the_look_up_is_served_by_an_index(consultation: Consultation) -> None:
    comment_on(consultation, contact=PHONE)
    for rows in (
        having(Comment.objects.all(), "contact", PHONE),
        having(Question.objects.all(), "contact", PHONE),
    ):
        if connection.vendor == "sqlite":
            assert "_contact" in rows.explain()
        else:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
            assert "_contact" in rows.explain()
