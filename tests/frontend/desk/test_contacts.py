"""How to reach people: shut at the desk until somebody who handles the item says what for; told to the person."""

import pytest
from django.test import Client

from consultations.comments.contacts import open_contact as open_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.errors import Invalid, NotPermitted
from participation.ledger.models import AuditEntry
from responses.models import Question
from responses.questions.contacts import open_contact as open_question
from responses.questions.intake import submit_question
from tests.drafts import comment_on
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

FULL = ("欧阳明月", "13900005678")


@pytest.fixture
def letter(consultation: Consultation, resident: User) -> Comment:
    return comment_on(consultation, by=resident, name=FULL[0], contact=FULL[1])


def test_a_moderator_says_what_for_and_reads_it_once(
    client: Client, moderator: User, letter: Comment
) -> None:
    page = f"/desk/moderation/{letter.number}/"
    at(client, moderator)
    before = client.get(page).content.decode()
    assert not any(part in before for part in FULL) and "139****5678" in before
    for wrong in ({}, {"contact-purpose": "curious"}):
        refused = client.post(f"{page}contact/", wrong)
        assert refused.status_code == 422 and FULL[1] not in refused.content.decode()
    assert not AuditEntry.objects.filter(act="contact.read").exists()
    shown = client.post(f"{page}contact/", {"contact-purpose": "verify"}).content.decode()
    assert all(part in shown for part in FULL)
    assert AuditEntry.objects.get(act="contact.read").note["purpose"] == "verify"
    assert FULL[1] not in client.get(page).content.decode()


@pytest.mark.parametrize("who", ["supervisor", "auditor", "administrator", "other_official", "resident"])
def test_who_does_not_handle_it_opens_nothing(
    who: str, letter: Comment, request: pytest.FixtureRequest
) -> None:
    by = request.getfixturevalue(who)
    question, _ = submit_question(by=None, kind="inquiry", title="何时？", body="何时？", contact=FULL[1])
    with pytest.raises(NotPermitted):
        open_comment(letter, by=by, purpose="verify")
    with pytest.raises(NotPermitted):
        open_question(Question.objects.get(pk=question.pk), by=by, purpose="verify")
    assert not AuditEntry.objects.filter(act="contact.read").exists()


def test_without_a_purpose_nothing_is_opened(moderator: User, letter: Comment) -> None:
    with pytest.raises(Invalid):
        open_comment(letter, by=moderator, purpose="")


def test_the_person_reads_which_unit_opened_it_on_which_day_and_not_who(
    client: Client, moderator: User, letter: Comment, resident: User, neighbour: User
) -> None:
    for _ in range(3):
        open_comment(letter, by=moderator, purpose="reach")
    client.force_login(resident)
    said = words(client.get("/accounts/data/"))
    assert "住房和城乡建设局" in said and moderator.name not in said
    (reading,) = client.get("/accounts/data/").context["readings"]
    assert reading.times == 3
    client.force_login(neighbour)
    assert client.get("/accounts/data/").context["readings"] == []


def test_no_list_and_no_file_of_the_desk_holds_a_contact(
    client: Client, moderator: User, official: User, letter: Comment, consultation: Consultation
) -> None:
    for who in (moderator, official):
        at(client, who)
        for path in (
            "/desk/", "/desk/questions/", "/desk/consultations/", f"/desk/consultations/{consultation.slug}/",
            f"/desk/consultations/{consultation.slug}/weighing/",
            f"/api/v1/consultations/{consultation.slug}/comments/",
        ):  # fmt: skip
            assert not any(part in client.get(path, follow=True).content.decode() for part in FULL), path
