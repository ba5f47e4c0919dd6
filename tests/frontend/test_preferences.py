"""Theme, size of type and language: small forms that work without script and change nothing else."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_large_type_is_kept_and_drawn(client: Client) -> None:
    answer = client.post("/preferences/", {"type": "large", "next": "/accounts/login/?a=1"})
    assert answer.status_code == 302 and answer["Location"] == "/accounts/login/?a=1"
    assert 'data-type="large"' in client.get("/accounts/login/").content.decode()


def test_one_choice_leaves_the_other_alone(client: Client) -> None:
    client.post("/preferences/", {"theme": "dark"})
    client.post("/preferences/", {"type": "large"})
    page = client.get("/accounts/login/").content.decode()
    assert 'data-theme="dark" data-type="large"' in page


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.post("/preferences/", {"type": "large", "next": elsewhere})["Location"] == "/"


def test_nonsense_counts_as_not_chosen(client: Client) -> None:
    client.cookies["theme"] = '"><script>'
    client.post("/preferences/", {"type": "huge"})
    assert 'data-theme="auto" data-type="normal"' in client.get("/accounts/login/").content.decode()


def test_preferences_are_not_set_by_a_link(client: Client) -> None:
    assert client.get("/preferences/?type=large").status_code == 405


def test_the_page_speaks_chinese_until_english_is_asked_for(client: Client) -> None:
    assert '<html lang="zh-CN"' in client.get("/accounts/login/").content.decode()
    client.post("/preferences/language/", {"language": "en", "next": "/accounts/login/"})
    page = client.get("/accounts/login/").content.decode()
    assert '<html lang="en"' in page and "Skip to the content" in page


def test_reading_gives_nobody_a_cookie(client: Client) -> None:
    assert not client.get("/nowhere/").cookies
