"""What only some may read is kept by no cache; what everybody may read stays as cacheable as it was, for everybody."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import get_resolver

from consultations.decisions.actions import list_decision, prepare_decision
from consultations.models import Consultation
from participation.accounts.models import Department, User
from responses.interpretations.actions import PartText, prepare_interpretation
from responses.models import Interpretation
from tests.frontend.public.conftest import answer, asked, hold

ACCOUNT_PAGES = [
    "login", "logout", "signup", "email", "password/change", "password/set", "password/reset", "password/reset/done",
    "password/reset/key/1-abc", "reauthenticate", "inactive", "confirm-email", "confirm-email/abc",
]  # fmt: skip


def is_kept_by_nobody(response: Any) -> bool:
    return "no-store" in response.get("Cache-Control", "") and "private" in response["Cache-Control"]


def test_a_question_that_is_not_public_is_its_asker_s_alone(client: Client, resident: User) -> None:
    question, _ = asked(by=resident, wants_publication=False)
    client.force_login(resident)
    page = client.get(f"/questions/{question.number}/")
    assert page.status_code == 200 and is_kept_by_nobody(page)


def test_a_public_question_is_everybody_s_until_its_holder_is_shown_more(
    client: Client, resident: User, official: User, reviewer: User, editor: User
) -> None:
    question, code = asked()
    answer(question, official, reviewer, editor)
    path = f"/questions/{question.number}/"
    client.force_login(resident)
    for reader in (Client(), client):
        assert "Cache-Control" not in reader.get(path)
    hold(client, question.number, code)
    assert is_kept_by_nobody(client.get(path))


@pytest.mark.parametrize("below", ["", "?clause=whole", "count/", "comments/"])
def test_a_draft_notice_is_its_officials_alone(
    client: Client, notice: Consultation, official: User, below: str
) -> None:
    client.force_login(official)
    page = client.get(f"/consultations/{notice.slug}/{below}")
    assert page.status_code == 200 and is_kept_by_nobody(page)


def test_a_published_notice_is_everybody_s(
    client: Client, consultation: Consultation, official: User
) -> None:
    client.force_login(official)
    for reader in (Client(), client):
        assert "Cache-Control" not in reader.get(f"/consultations/{consultation.slug}/")


def test_a_draft_interpretation_is_its_officials_alone(
    client: Client, interpretation: Interpretation, official: User
) -> None:
    prepare_interpretation(
        interpretation.document,
        by=official,
        slug="draft",
        title="再说水费",
        parts=[PartText("main", "", "<p>水。</p>")],
    )
    client.force_login(official)
    assert is_kept_by_nobody(client.get("/interpretations/draft/"))
    assert "Cache-Control" not in client.get("/interpretations/explained/")


def test_a_dossier_is_for_insiders_alone_where_they_are_shown_more(
    client: Client, official: User, editor: User, other_official: User, department: Department
) -> None:
    row = prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)
    client.force_login(official)
    assert is_kept_by_nobody(client.get("/decisions/water/"))
    list_decision(row, by=editor)
    assert is_kept_by_nobody(client.get("/decisions/water/"))
    client.force_login(other_official)
    for reader in (Client(), client):
        assert "Cache-Control" not in reader.get("/decisions/water/")


@pytest.mark.parametrize("page", ["", *ACCOUNT_PAGES])
def test_every_page_of_the_sign_in_is_kept_by_nobody(client: Client, resident: User, page: str) -> None:
    path = f"/accounts/{page}/".replace("//", "/")
    assert is_kept_by_nobody(client.get(path)), path
    client.force_login(resident)
    EmailAddress.objects.get_or_create(user=resident, email=resident.email, primary=True)
    assert is_kept_by_nobody(client.get(path)), path


@pytest.mark.django_db
def test_these_are_all_the_pages_of_the_sign_in() -> None:
    """A new one of the library's is in the list above, or under the same address anyway."""
    names = get_resolver().reverse_dict
    paths = {str(names.getlist(name)[0][0][0][0]) for name in names if str(name).startswith("account_")}
    assert paths and all(path.startswith("accounts/") for path in paths)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/consultations/", "/questions/", "/interpretations/", "/decisions/", "/rules/"]
)
def test_lists_are_everybody_s(client: Client, resident: User, path: str) -> None:
    client.force_login(resident)
    for reader in (Client(), client):
        assert "Cache-Control" not in reader.get(path)


@pytest.mark.parametrize("path", ["/desk/", "/desk/questions/", "/track/", "/admin/"])
def test_where_everything_is_somebody_s_own_no_door_is_forgotten(
    client: Client, resident: User, official: User, path: str
) -> None:
    assert is_kept_by_nobody(client.get(path))
    for person in (resident, official):
        client.force_login(person)
        assert is_kept_by_nobody(client.get(path))
