"""Sign-in, sign-up and a new password tell nothing about who has an account: same page, same mails, same work."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from participation.accounts.models import User
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
NAMES = ["resident", "resident@example.org", "nobody", "nobody@example.org"]


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    encode = MD5PasswordHasher.encode

    def noted(self: Any, password: str, *rest: Any) -> str:
        made.append(password)
        return encode(self, password, *rest)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_password_is_hashed_once_whoever_it_is(resident: User, hashes: list[str], name: str) -> None:
    hashes.clear()
    Client().post("/accounts/login/", {"login": name, "password": "wrong"})
    assert len(hashes) == 1


def test_the_answer_is_the_same(resident: User) -> None:
    def said(name: str) -> tuple[int, list[str]]:
        answer = Client().post("/accounts/login/", {"login": name, "password": "wrong"})
        return answer.status_code, answer.context["form"].non_field_errors()

    assert said(NAMES[0]) == said(NAMES[2]) and said(NAMES[1]) == said(NAMES[3])


def test_a_new_password_is_promised_to_everybody_and_each_gets_one_mail(
    resident: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    answers = [Client().post("/accounts/password/reset/", {"email": name}) for name in (NAMES[1], NAMES[3])]
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/accounts/password/reset/done/")] * 2
    deliver_all()
    assert len(mailbox.to(NAMES[1])) == len(mailbox.to(NAMES[3])) == 1


def test_an_address_that_has_an_account_signs_up_like_any_other(
    resident: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    answers = []
    for n, address in enumerate((NAMES[1], NAMES[3])):
        sent = {"username": f"new{n}", "email": address, "password1": "xk2-lang-3", "password2": "xk2-lang-3"}
        answers.append(Client().post("/accounts/signup/", sent))
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/accounts/")] * 2
    deliver_all()
    assert len(mailbox.to(NAMES[1])) == len(mailbox.to(NAMES[3])) == 1


def test_who_signs_up_with_somebody_else_s_address_gets_none_of_their_sign_ins(resident: User) -> None:
    sent = {
        "username": "thief",
        "email": resident.email,
        "password1": "xk2-lang-3",
        "password2": "xk2-lang-3",
    }
    Client().post("/accounts/signup/", sent)
    client = Client()
    client.post("/accounts/login/", {"login": resident.email, "password": "a-long-enough-pass-phrase"})
    assert client.session["_auth_user_id"] == str(resident.pk)
