"""After the sign-in: officials are at the desk, everybody else at their own items, and both where they wanted to go."""

import pytest
from django.test import Client

from participation.accounts.models import User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.mark.parametrize(("who", "comes_to"), [("official", "/desk/"), ("resident", "/accounts/")])
def test_each_comes_to_their_own_work(
    request: pytest.FixtureRequest, client: Client, who: str, comes_to: str
) -> None:
    request.getfixturevalue(who)
    assert client.post(LOGIN, {"login": who, "password": PASSWORD})["Location"] == comes_to
    assert client.get(LOGIN)["Location"] == comes_to, "who is signed in is sent on"


@pytest.mark.parametrize(
    ("wanted", "comes_to"),
    [
        ("/questions/ask/?about=x", "/questions/ask/?about=x"),
        ("https://elsewhere.example/", "/desk/"),
        ("//elsewhere.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
    ],
)
def test_one_comes_where_one_wanted_and_never_to_another_site(
    client: Client, official: User, wanted: str, comes_to: str
) -> None:
    said = {"login": "official", "password": PASSWORD, "next": wanted}
    assert client.post(LOGIN, said)["Location"] == comes_to
    assert client.get(LOGIN, {"next": wanted})["Location"] == comes_to


@pytest.mark.parametrize(
    "page", ["/", "/consultations/", "/questions/", "/rules/", "/track/", "/accounts/sessions/"]
)
def test_every_page_leads_an_official_back_to_the_desk(client: Client, official: User, page: str) -> None:
    client.force_login(official)
    assert 'href="/desk/"' in client.get(page).content.decode(), page


def test_no_page_leads_a_resident_there(client: Client, resident: User) -> None:
    client.force_login(resident)
    page = client.get("/").content.decode()
    assert 'href="/desk/"' not in page and 'href="/accounts/"' in page
