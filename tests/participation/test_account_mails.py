"""The sign-in library's mails go through the outbox, in its own words."""

from collections.abc import Callable

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.test import Client

from participation.accounts.models import User
from participation.delivery.models import Job
from tests.mailbox import Mailbox

NEW = {
    "username": "newcomer",
    "email": "newcomer@example.org",
    "password1": "xk2-lang-3",
    "password2": "xk2-lang-3",
}


def make_due() -> None:
    Job.objects.update(available_at=Job.objects.latest("pk").made_at)


@pytest.mark.django_db
def test_who_signs_up_is_let_in_while_the_mail_server_refuses_and_gets_the_mail_later(
    client: Client, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    mailbox.refusing = True
    answer = client.post("/accounts/signup/", NEW)
    assert answer.status_code == 302 and User.objects.get(username="newcomer")
    deliver_all()
    assert not mailbox.letters
    mailbox.refusing = False
    make_due()
    deliver_all()
    [letter] = mailbox.to("newcomer@example.org")
    assert "/accounts/confirm-email/" in letter.get_content()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_its_words_are_those_of_the_library(
    client: Client, mailbox: Mailbox, deliver_all: Callable[[], int], resident: User, language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    by_itself: list[EmailMessage] = []
    render = DefaultAccountAdapter.render_mail

    def noted(*args: object, **options: object) -> EmailMessage:
        by_itself.append(render(*args, **options))
        return by_itself[-1]

    monkeypatch.setattr(DefaultAccountAdapter, "render_mail", noted)
    asked = {"email": resident.email}
    assert (
        client.post("/accounts/password/reset/", asked, headers={"Accept-Language": language}).status_code
        == 302
    )
    deliver_all()
    [letter], [message] = mailbox.to(resident.email), by_itself
    assert letter["Subject"] == message.subject
    assert letter.get_content().split() == str(message.body).split()
    assert ("密码" in letter.get_content()) is (language == "zh-hans")


@pytest.mark.django_db
def test_two_of_a_kind_are_two_mails(
    client: Client, mailbox: Mailbox, deliver_all: Callable[[], int], resident: User
) -> None:
    for _ in range(2):
        client.post("/accounts/password/reset/", {"email": resident.email})
    deliver_all()
    assert len(mailbox.to(resident.email)) == 2
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 2
