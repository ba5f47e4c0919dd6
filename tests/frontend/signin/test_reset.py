"""A new password by mail: one mail whatever the number of accounts, and what setting it proves."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import Settings

from participation.accounts.models import User
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
ADDRESS, NEW = "zhou@example.org", "lan-hua-7-xiang"
Deliver = Callable[[], int]


def opened(name: str) -> User:
    user = User.objects.create_user(name, ADDRESS, "xk2-lang-3")
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True)
    return user


def ask_anew() -> None:
    Client().post("/accounts/password/reset/", {"email": ADDRESS})


def set_by(link: str) -> None:
    client = Client()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})


def test_many_accounts_of_one_address_make_one_mail(mailbox: Mailbox, deliver_all: Deliver) -> None:
    names = [f"stranger{n}" for n in range(9)]
    for name in names:
        opened(name)
    ask_anew()
    deliver_all()
    (letter,) = mailbox.to(ADDRESS)
    body = letter.get_content()
    assert body.count("/password/reset/key/") == 5
    assert not any(name in body for name in names), "a name is a stranger's words"
    assert "开通时间：" in body and "  " not in body


def test_setting_it_proves_the_address_and_further_mails_speak_of_that_account_alone(
    mailbox: Mailbox, deliver_all: Deliver
) -> None:
    stranger, own = opened("stranger"), opened("zhou")
    ask_anew()
    deliver_all()
    _first, second = re.findall(r"http\S+key/\S+", mailbox.to(ADDRESS)[0].get_content())
    set_by(second)
    assert (
        EmailAddress.objects.get(user=own).verified and not EmailAddress.objects.get(user=stranger).verified
    )
    own.refresh_from_db()
    assert own.check_password(NEW)
    ask_anew()
    deliver_all()
    (again,) = [letter for letter in mailbox.to(ADDRESS) if "/key/" in letter.get_content()][1:]
    assert again.get_content().count("/password/reset/key/") == 1 and "zhou" in again.get_content()


def test_a_link_among_several_addresses_proves_none_of_them(mailbox: Mailbox, deliver_all: Deliver) -> None:
    user = opened("zhou")
    EmailAddress.objects.create(user=user, email="other@example.org")
    ask_anew()
    deliver_all()
    set_by(re.findall(r"http\S+key/\S+", mailbox.to(ADDRESS)[0].get_content())[0])
    assert not EmailAddress.objects.filter(user=user, verified=True).exists()


def test_an_address_gets_only_so_many_mails_a_day_that_anybody_can_ask_for(
    settings: Settings, mailbox: Mailbox, deliver_all: Deliver
) -> None:
    settings.MAILS_TO_AN_ADDRESS, settings.ACCOUNT_RATE_LIMITS = 2, False
    opened("zhou")
    for _ in range(5):
        ask_anew()
    sent = {"username": "new", "email": ADDRESS.upper(), "password1": NEW, "password2": NEW}
    assert Client().post("/accounts/signup/", sent)["Location"] == "/accounts/", "nothing is said of it"
    deliver_all()
    assert len(mailbox.letters) == 2
