"""Wrong passwords: nobody shuts another out, nobody guesses for long, and who waits is told how long."""

from typing import Any

import pytest
from django.test import Client

from participation.accounts.models import User
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def tries(
    address: str = "192.0.2.1", login: str = "official", password: str = "wrong", client: Any = None
) -> Any:
    client = client or Client()
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


def test_six_wrong_passwords_from_elsewhere_shut_nobody_out(official: User) -> None:
    for _ in range(8):
        tries("203.0.113.66")
    assert tries("203.0.113.66", password=PASSWORD).status_code == 429
    assert tries(password=PASSWORD).status_code == 302


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_who_has_to_wait_is_told_how_long_and_keeps_the_name_typed(official: User, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    for _ in range(6):
        assert tries(client=client).status_code == 200
    answer = tries(client=client)
    page = answer.content.decode()
    assert answer.status_code == 429 and 0 < int(answer["Retry-After"]) <= 15 * 60 + 1
    assert 'value="official"' in page and "wrong" not in page.replace("wrong attempts", "")
    assert ("15 minutes" in page) is (language == "en")


def test_a_known_device_is_let_through_where_its_address_is_shut(official: User) -> None:
    mine = Client()
    assert tries(client=mine, password=PASSWORD).status_code == 302
    mine.post("/accounts/logout/")
    for _ in range(8):
        tries()
    assert tries(password=PASSWORD).status_code == 429
    assert tries(client=mine, password=PASSWORD).status_code == 302


def test_a_known_device_may_guess_ten_times_and_no_more(official: User) -> None:
    mine = Client()
    tries(client=mine, password=PASSWORD)
    mine.post("/accounts/logout/")
    said = [tries(f"192.0.2.{n}", client=mine).status_code for n in range(12)]
    assert said == [200] * 10 + [429] * 2
    assert tries(password=PASSWORD).status_code == 302, "elsewhere the account is open"


def test_a_device_that_knows_one_account_knows_no_other(official: User, resident: User) -> None:
    mine = Client()
    tries(client=mine, login="resident", password=PASSWORD)
    mine.post("/accounts/logout/")
    assert [tries(client=mine).status_code for _ in range(7)] == [200] * 6 + [429]


def test_a_device_knows_both_names_of_its_account(official: User) -> None:
    mine = Client()
    tries(client=mine, password=PASSWORD)
    mine.post("/accounts/logout/")
    assert [tries(client=mine, login="Official@example.org").status_code for _ in range(8)] == [200] * 8


def test_many_addresses_together_do_not_guess_on_and_its_own_device_is_let_through(official: User) -> None:
    mine = Client()
    tries(client=mine, password=PASSWORD)
    mine.post("/accounts/logout/")
    said = [tries(f"198.51.{n // 200}.{n % 200 + 1}").status_code for n in range(102)]
    assert said[:99] == [200] * 99 and said[-2:] == [429] * 2
    assert tries("203.0.113.9", password=PASSWORD).status_code == 429
    assert tries("203.0.113.9", client=mine, password=PASSWORD).status_code == 302


def test_an_account_named_after_anothers_address_makes_no_device_known_there(resident: User) -> None:
    stranger = User.objects.create_user("resident@example.org", password=PASSWORD)
    assert resident.email == stranger.username
    theirs = Client()
    tries(client=theirs, login=stranger.username, password=PASSWORD)
    theirs.post("/accounts/logout/")
    said = [tries(client=theirs, login=resident.email).status_code for _ in range(8)]
    assert said == [200] * 6 + [429] * 2


def test_an_account_with_anothers_address_makes_no_device_known_there(resident: User) -> None:
    stranger = User.objects.create_user("stranger", email=resident.email, password="another-password-1")
    theirs = Client()
    tries(client=theirs, login=stranger.username, password="another-password-1")
    theirs.post("/accounts/logout/")
    said = [tries(client=theirs, login=resident.email).status_code for _ in range(8)]
    assert said == [200] * 6 + [429] * 2


def test_nobody_signs_up_by_a_name_that_looks_like_an_address() -> None:
    sent = {
        "username": "luo@example.org",
        "email": "a@example.org",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    answer = Client(headers={"Accept-Language": "zh-hans"}).post("/accounts/signup/", sent)
    assert "用户名中不能有 @" in answer.content.decode() and not User.objects.exists()


def test_the_cookie_names_nobody_and_a_forged_one_is_worth_nothing(official: User) -> None:
    mine = Client()
    tries(client=mine, password=PASSWORD)
    cookie = mine.cookies["device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and "official" not in cookie.value
    mine.post("/accounts/logout/")
    mine.cookies["device"] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
    assert [tries(client=mine).status_code for _ in range(7)][-1] == 429


def test_one_address_tries_no_hundred_names(official: User) -> None:
    said = [tries(login=f"nobody-{n}").status_code for n in range(101)]
    assert said == [200] * 100 + [429]
    assert tries("198.51.100.1", password=PASSWORD).status_code == 302


def test_a_right_password_costs_nothing(official: User) -> None:
    for _ in range(5):
        tries()
    for _ in range(3):
        assert tries(password=PASSWORD).status_code == 302
    assert tries().status_code == 200 and tries().status_code == 429


def test_the_limit_of_the_library_has_a_page_in_our_words(official: User) -> None:
    said = [
        Client(headers={"Accept-Language": "en"}).post(LOGIN, {}, REMOTE_ADDR="192.0.2.9") for _ in range(121)
    ]
    assert said[-1].status_code == 429 and said[-1]["Retry-After"] == "60"
    assert "Too many attempts" in said[-1].content.decode()
