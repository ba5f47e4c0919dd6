"""The second factor: officials need one, its codes count, it is taken away by an administrator and by nobody else."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from participation import clock
from participation.accounts import second_factor
from participation.accounts.inviting import link_of, reset_password
from participation.accounts.models import User
from participation.accounts.second_factor import forget, has_one
from participation.accounts.security_models import SecurityEvent
from participation.errors import Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import trail
from tests.cast import PASSWORD
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/second-factor/set-up/"
LOST = "手机遗失，已当面核实本人身份"


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client: Client) -> tuple[str, Any]:
    """Its secret and the page with the recovery codes."""
    secret = client.get(SET_UP).context["form"].secret
    answer = client.post(SET_UP, {"code": code_of(secret)}, follow=True)
    return secret, answer


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


def test_the_desk_opens_to_no_official_without_one(client: Client, official: User, required: None) -> None:
    client.force_login(official)
    answer = client.get("/desk/?a=1")
    assert answer.status_code == 302 and answer["Location"] == f"{SET_UP}?next=%2Fdesk%2F%3Fa%3D1"
    assert client.get("/desk/", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/").status_code == 200
    _secret, page = set_up(client)
    assert len(page.context["unused_codes"]) == 10
    assert client.get("/desk/").status_code == 200


def test_the_code_that_set_it_up_opens_nothing_more(client: Client, official: User, required: None) -> None:
    client.force_login(official)
    secret, _page = set_up(client)
    elsewhere = Client(headers={"Accept-Language": "zh-hans"})
    elsewhere.post("/accounts/login/", {"login": "official", "password": PASSWORD})
    refused = elsewhere.post("/accounts/second-factor/code/", {"code": code_of(secret)})
    assert refused.status_code == 200 and "_auth_user_id" not in elsewhere.session
    elsewhere.post("/accounts/second-factor/code/", {"code": code_of(secret, 1)})
    assert elsewhere.session["_auth_user_id"] == str(official.pk)


def test_in_the_corner_nobody_touches_what_proves_who_somebody_is(
    client: Client, resident: User, official: User
) -> None:
    User.objects.filter(pk=resident.pk).update(is_staff=True, is_superuser=True)
    client.force_login(resident)
    for path in ("account/emailaddress/", "mfa/authenticator/"):
        assert client.get(f"/admin/{path}").status_code == 404


def test_the_administrators_corner_neither(client: Client, resident: User, required: None) -> None:
    User.objects.filter(pk=resident.pk).update(is_staff=True, is_superuser=True)
    client.force_login(resident)
    assert client.get("/admin/")["Location"].startswith(SET_UP)


def test_a_resident_may_and_need_not(client: Client, resident: User, required: None) -> None:
    client.force_login(resident)
    assert client.get("/accounts/").status_code == 200
    set_up(client)
    assert has_one(resident)


def test_where_it_is_optional_a_password_opens_the_desk(
    client: Client, official: User, settings: Any
) -> None:
    settings.SECOND_FACTOR = "optional"
    client.force_login(official)
    assert client.get("/desk/").status_code == 200


def test_signing_in_asks_for_a_code_and_leads_where_one_wanted(
    client: Client, official: User, required: None
) -> None:
    client.force_login(official)
    secret, _page = set_up(client)
    visitor = Client()
    sent = {"login": "official", "password": PASSWORD, "next": "/desk/questions/"}
    answer = visitor.post("/accounts/login/", sent)
    assert answer["Location"] == "/accounts/second-factor/code/"
    assert visitor.get("/desk/").status_code == 302, "half a sign-in opens nothing"
    assert visitor.post("/accounts/second-factor/code/", {"code": "000000"}).status_code == 200
    answer = visitor.post("/accounts/second-factor/code/", {"code": code_of(secret, 1)})
    assert answer.status_code == 302 and answer["Location"] == "/desk/questions/"
    assert SecurityEvent.objects.filter(kind="code_failed", user=official).count() == 1


def test_a_code_opens_once(client: Client, official: User) -> None:
    client.force_login(official)
    secret, _page = set_up(client)
    answers = []
    for _ in range(2):
        visitor = Client()
        visitor.post("/accounts/login/", {"login": "official", "password": PASSWORD})
        answers.append(
            visitor.post("/accounts/second-factor/code/", {"code": code_of(secret, 1)}).status_code
        )
    assert answers == [302, 200]


def test_the_key_stays_when_the_page_is_loaded_again_until_it_is_set(client: Client, official: User) -> None:
    client.force_login(official)
    first, second = (client.get(SET_UP).context["form"].secret for _ in range(2))
    assert first == second
    client.post(SET_UP, {"code": code_of(first)})
    other = Client()
    other.force_login(official)
    assert other.session.get("mfa.totp.secret") is None


def test_a_recovery_code_opens_once_and_is_shown_once(client: Client, official: User) -> None:
    client.force_login(official)
    _secret, page = set_up(client)
    codes = page.context["unused_codes"]
    assert codes[0] in page.content.decode()
    link = html.fromstring(page.content.decode()).xpath("//a[@download]/@href")[0]
    assert link.startswith("data:text/plain") and all(code in link for code in codes)
    assert official.username in link and f"{clock.today():%Y-%m-%d}" in link, "it says whose it is"
    again = client.get("/accounts/second-factor/codes/")
    assert codes[0] not in again.content.decode()
    for status in (302, 200):
        visitor = Client()
        visitor.post("/accounts/login/", {"login": "official", "password": PASSWORD})
        assert visitor.post("/accounts/second-factor/code/", {"code": codes[0]}).status_code == status


def test_new_recovery_codes_void_the_old(client: Client, official: User) -> None:
    client.force_login(official)
    _secret, page = set_up(client)
    old = page.context["unused_codes"]
    new = client.post("/accounts/second-factor/codes/new/", follow=True).context["unused_codes"]
    assert len(new) == 10 and not set(old) & set(new)


def test_codes_are_not_guessed_from_anywhere(client: Client, official: User) -> None:
    client.force_login(official)
    secret, _page = set_up(client)
    said = []
    for n in range(8):
        visitor = Client(REMOTE_ADDR=f"192.0.2.{n}")
        visitor.post("/accounts/login/", {"login": "official", "password": PASSWORD})
        said.append(visitor.post("/accounts/second-factor/code/", {"code": "000000"}).status_code)
    assert said == [200] * 6 + [429] * 2
    right = visitor.post("/accounts/second-factor/code/", {"code": code_of(secret, 1)})
    assert right.status_code == 429 and int(right["Retry-After"]) > 0


def test_its_key_is_kept_sealed(client: Client, official: User, settings: Any) -> None:
    client.force_login(official)
    secret, _page = set_up(client)
    kept = Authenticator.objects.get(user=official, type="totp").data["secret"]
    assert secret not in kept and second_factor.unseal(kept) == secret
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert second_factor.unseal(kept) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert second_factor.unseal(kept) == ""


def test_the_picture_is_within_the_policy(client: Client, official: User) -> None:
    client.force_login(official)
    page = client.get(SET_UP)
    [source] = html.fromstring(page.content.decode()).xpath("//figure//img/@src")
    assert source.startswith("data:image/svg+xml;base64,")
    assert "data:" in page["Content-Security-Policy"].partition("img-src")[2].partition(";")[0]


def test_switched_off_it_signs_out_everybody_else(client: Client, resident: User) -> None:
    client.force_login(resident)
    set_up(client)
    other = Client()
    other.force_login(resident)
    assert client.post("/accounts/second-factor/switch-off/").status_code == 302
    assert not has_one(resident) and not Authenticator.objects.filter(user=resident).exists()
    assert client.get("/accounts/").status_code == 200 and other.get("/accounts/").status_code == 302


def test_an_administrator_takes_it_away_and_the_person_is_told(
    client: Client, official: User, administrator: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    client.force_login(official)
    set_up(client)
    forget(official, by=administrator, reason=LOST)
    assert not has_one(official) and client.get("/desk/").status_code == 302
    assert [entry.act for entry in trail(official)][-1] == "person.second_factor_forgotten"
    deliver_all()
    assert [str(letter["Subject"]) for letter in mailbox.to(official.email)][-1]
    with pytest.raises(InvalidMove):
        forget(official, by=administrator, reason=LOST)


def test_nobody_else_does(client: Client, official: User, resident: User, administrator: User) -> None:
    client.force_login(official)
    set_up(client)
    for by in (resident, official, AnonymousUser()):
        with pytest.raises(NotPermitted):
            forget(official, by=by, reason=LOST)  # type: ignore[arg-type]
    User.objects.filter(pk=official.pk).update(is_superuser=True)
    official.refresh_from_db()
    with pytest.raises(NotPermitted):
        forget(official, by=administrator, reason=LOST)
    assert has_one(official)
    forget(official, by=None, reason=LOST)


def test_it_is_not_taken_away_for_a_full_stop(client: Client, official: User, administrator: User) -> None:
    client.force_login(official)
    set_up(client)
    with pytest.raises(Invalid):
        forget(official, by=administrator, reason="。")
    assert has_one(official)


def test_the_administrator_does_it_at_the_desk_and_says_why(
    client: Client, official: User, administrator: User
) -> None:
    page = f"/desk/people/of/{official.username}/"
    client.force_login(administrator)
    assert f"{page}forget/" not in client.get(page).content.decode(), "there is none to take away"
    client.force_login(official)
    set_up(client)
    client.force_login(administrator)
    assert f"{page}forget/" in client.get(page).content.decode()
    empty = client.post(f"{page}forget/", {"reason": ""})
    assert empty.status_code == 422 and has_one(official)
    asked = client.get(f"{page}forget/").context["form"]
    sent = {
        "reason": LOST,
        "idempotency_key": asked["idempotency_key"].value(),
        "revision": asked["revision"].value(),
    }
    assert client.post(f"{page}forget/", sent, follow=True).status_code == 200
    assert not has_one(official) and LOST in client.get(page).content.decode()


def test_the_link_that_sets_a_password_goes_through_the_second_step(
    client: Client, official: User, administrator: User
) -> None:
    """Whoever reads the mail has no telephone yet."""
    client.force_login(official)
    secret, _page = set_up(client)
    invitation = reset_password(official, by=administrator)
    path = urlsplit(link_of(invitation)).path
    stranger = Client()
    answer = stranger.post(path, {"password": "Long-enough-26", "again": "Long-enough-26"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/second-factor/code/")
    assert stranger.get("/desk/").status_code == 302
    stranger.post("/accounts/second-factor/code/", {"code": code_of(secret, 1)})
    assert stranger.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("loopback", "factor", "warns"), [(False, "optional", 1), (False, "required", 0), (True, "optional", 0)]
)
def test_the_deployment_check_says_so(settings: Any, loopback: bool, factor: str, warns: int) -> None:
    from frontend.signin.checks import officials_need_a_second_factor

    settings.LOOPBACK, settings.SECOND_FACTOR = loopback, factor
    assert len(officials_need_a_second_factor(None)) == warns


def test_an_official_who_owes_one_changes_the_phone_and_switches_nothing_off(
    client: Client, official: User, required: None
) -> None:
    client.force_login(official)
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    shown = html.fromstring(page.content).findtext(".//figure//code")
    assert shown == " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    client.post(SET_UP, {"code": code_of(secret)})
    said = client.get("/accounts/second-factor/").content.decode()
    assert "换一部手机" in said and "停用" not in said
