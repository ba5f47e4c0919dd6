"""Every page and mail of the sign-in is in our words: no English in Chinese, no 你, nothing of the library's look."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html  # type: ignore[import-untyped]

from frontend.signin.urls import urlpatterns
from participation.accounts.models import User
from tests.cast import PASSWORD
from tests.frontend.signin.test_second_factor import set_up
from tests.mailbox import Mailbox
from tests.services import ROOT

pytestmark = pytest.mark.django_db
ALLOWED = re.compile(
    r"English|TOTP|resident|example\.org|https?://\S+|(?:[A-Z2-7]{4} ?){8}|[\w.-]+@[\w.]+|@/\./\+/-/_|@|V1|API"
)
HOUSE = ROOT / "frontend" / "templates"
TEMPLATES = [
    f"account/{name}.html" for name in (
        "account_inactive", "email_confirm", "login", "logout", "password_change", "password_reset",
        "password_reset_done", "password_reset_from_key", "password_reset_from_key_done", "password_set",
        "reauthenticate", "sessions", "signup", "verification_sent",
    )
] + [
    f"mfa/{name}.html" for name in (
        "authenticate", "index", "reauthenticate", "recovery_codes/generate", "recovery_codes/index",
        "totp/activate_form", "totp/deactivate_form",
    )
] + [
    f"{name}_{part}.txt" for part in ("subject", "message") for name in (
        "account/email/account_already_exists", "account/email/email_changed", "account/email/email_confirm",
        "account/email/email_confirmation", "account/email/email_confirmation_signup", "account/email/email_deleted",
        "account/email/password_changed", "account/email/password_reset", "account/email/password_reset_key",
        "account/email/password_set", "account/email/unknown_account", "mfa/email/recovery_codes_generated",
        "mfa/email/totp_activated", "mfa/email/totp_deactivated",
    )
]  # fmt: skip


def address(pattern: Any) -> str:
    for given in ({}, {"key": "abc"}, {"uidb36": "1", "key": "abc"}):
        try:
            return reverse(pattern.name, kwargs=given)
        except NoReverseMatch:
            continue
    raise AssertionError(pattern)


def english_in(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", ALLOWED.sub("", text))


def seen(page: Any) -> str:
    """What a person reads, hears or is shown of a page."""
    tree = html.fromstring(page.content.decode())
    said = [*tree.xpath("//title//text() | //main//text() | //*[contains(@class, 'messages')]//text()")]
    return " ".join(
        [*said, *tree.xpath("//main//@placeholder | //main//@title | //main//@aria-label | //main//@alt")]
    )


@pytest.mark.parametrize("who", ["stranger", "resident", "with a second factor"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_speaks_the_reader_s_language(resident: User, who: str, language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    if who != "stranger":
        client.force_login(resident)
    if who == "with a second factor":
        set_up(client)
    for pattern in urlpatterns:
        for answer in (
            client.get(address(pattern)),
            client.post(
                address(pattern),
                {
                    "code": "1",
                    "end": "x",
                    "password": "x",
                    "oldpassword": "x",
                    "email": "x",
                    "action_add": "1",
                },
            )
            if "logout" not in address(pattern)
            else None,
        ):
            if answer is None or answer.status_code not in (200, 429):
                continue
            text = seen(answer)
            if language == "en":
                assert not re.search(r"[\u4e00-\u9fff]", text.replace("中文", "")), (pattern.name, text)
            else:
                assert not english_in(text) and "你" not in text, (pattern.name, english_in(text), text)
            assert "allauth" not in answer.content.decode(), pattern.name


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_it_draws_is_ours(name: str) -> None:
    assert str(HOUSE) in str(get_template(name).origin), name  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_mail_speaks_the_reader_s_language(
    resident: User, language: str, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    client = Client(headers={"Accept-Language": language})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    client.post("/accounts/password/reset/", {"email": resident.email})
    client.post("/accounts/login/", {"login": "resident", "password": PASSWORD})
    client.post(reverse("public:add_address"), {"email": "second@example.org"})
    set_up(client)
    client.post("/accounts/second-factor/codes/new/")
    client.post("/accounts/second-factor/switch-off/")
    new = {"oldpassword": PASSWORD, "password1": "quite-new-words-7", "password2": "quite-new-words-7"}
    client.post("/accounts/password/change/", new)
    deliver_all()
    assert len(mailbox.letters) >= 4
    for letter in mailbox.letters:
        text = f"{letter['Subject']} {letter.get_content()}"
        if language == "en":
            assert not re.search(r"[\u4e00-\u9fff]", text), text
        else:
            assert not english_in(text) and "你" not in text, (english_in(text), text)
        assert "127.0.0.1" not in letter.get_content().replace("://127.0.0.1", "")


@pytest.mark.parametrize(
    "path", ["login/code/", "login/code/confirm/", "2fa/", "signup/passkey/", "3rdparty/", "phone/verify/"]
)
def test_doors_we_do_not_use_do_not_exist(client: Client, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "用户名或密码错误。"), ("en", "The user name or the password is wrong.")],
)
def test_what_was_wrong_is_said_in_our_words(resident: User, language: str, said: str) -> None:
    client = Client(headers={"Accept-Language": language})
    assert said in client.post("/accounts/login/", {"login": "resident", "password": "x"}).content.decode()


def test_a_wrong_code_is_no_error_code(client: Client, resident: User) -> None:
    client.force_login(resident)
    client.get("/accounts/second-factor/set-up/")
    page = client.post("/accounts/second-factor/set-up/", {"code": "000000"}).content.decode()
    assert "验证码错误或者已经使用" in page and "错误代码" not in page
