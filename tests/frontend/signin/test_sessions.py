"""Sessions: seen and ended by their owner, ended by time, by a new password; a text typed meanwhile is not lost."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.accounts import upkeep
from participation.accounts.models import Department, Membership, User
from participation.accounts.security_models import OpenSession, SecurityEvent
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36 MicroMessenger/8.0"
)


def signed_in(user: User, agent: str = "") -> Client:
    client = Client(headers={"User-Agent": agent})
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    assert client.get("/accounts/").status_code == 200
    return client


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


def test_one_sees_where_one_is_signed_in_and_no_address(resident: User) -> None:
    here, _there = signed_in(resident, FIREFOX), signed_in(resident, WECHAT)
    page = here.get(PAGE).content.decode()
    assert "Firefox · Windows" in page and "WeChat · Android" in page and "127.0.0.1" not in page
    assert not {"ip", "address", "user_agent"} & {field.name for field in OpenSession._meta.fields}


def test_one_ends_one_or_all_others_and_never_somebody_else_s(resident: User, neighbour: User) -> None:
    here, there, third, alien = (signed_in(user) for user in (resident, resident, resident, neighbour))
    of_alien = OpenSession.objects.get(user=neighbour)
    here.post(PAGE, {"end": of_alien.pk})
    assert alien.get("/accounts/").status_code == 200
    of_there = OpenSession.objects.get(session_key=there.session.session_key)
    here.post(PAGE, {"end": of_there.pk})
    assert there.get("/accounts/").status_code == 302 and third.get("/accounts/").status_code == 200
    here.post(PAGE, {"end": "others"})
    assert third.get("/accounts/").status_code == 302 and here.get("/accounts/").status_code == 200
    for odd in ("", "x", "99999999"):
        assert here.post(PAGE, {"end": odd}).status_code == 302
    assert SecurityEvent.objects.filter(kind="session_ended").count() == 2


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same(resident: User, many: int) -> None:
    here = signed_in(resident)
    for _ in range(many - 1):
        Client().force_login(resident)
    here.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = here.get(PAGE)
    assert len(page.context["sessions"]) == many and len(asked) <= 5


@pytest.mark.parametrize(
    ("who", "idle", "longest"), [("official", 2 * 3600, 12 * 3600), ("resident", 14 * 86400, 30 * 86400)]
)
def test_a_session_ends_when_nobody_comes_and_in_any_case(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, who: str, idle: int, longest: int
) -> None:
    user: User = request.getfixturevalue(who)
    client = signed_in(user)
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + idle + 60)
    assert client.get("/accounts/").status_code == 302
    assert SecurityEvent.objects.filter(kind="session_expired", user=user).count() == 1
    client = signed_in(user)
    again, step = time.time(), idle - 60
    for n in range(1, longest // step + 1):
        monkeypatch.setattr(time, "time", lambda n=n: again + n * step)
        assert client.get("/accounts/").status_code == 200, n
    monkeypatch.setattr(time, "time", lambda: again + longest + 1)
    assert client.get("/accounts/").status_code == 302


def test_who_becomes_an_official_has_an_officials_limits(
    resident: User, county: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(resident)
    began = time.time()
    Membership.objects.create(user=resident, department=county, role="editor")
    assert client.get("/desk/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: began + 2 * 3600 + 60)
    assert client.get("/accounts/").status_code == 302


def test_a_resident_who_has_been_here_for_days_comes_to_the_desk_as_an_official_by_a_new_sign_in(
    resident: User, county: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(resident)
    began = time.time()
    Membership.objects.create(user=resident, department=county, role="editor")
    monkeypatch.setattr(time, "time", lambda: began + 86400)
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")
    assert SecurityEvent.objects.filter(kind="session_expired", user=resident).exists()


def test_being_there_is_noted_once_in_a_while(resident: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(resident)
    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/")
    assert not [query for query in asked if query["sql"].startswith("UPDATE")]
    later(monkeypatch, 400)
    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/")
    assert len([query for query in asked if query["sql"].startswith("UPDATE")]) == 2


def test_a_new_password_ends_every_other_session(resident: User) -> None:
    here, there = signed_in(resident), signed_in(resident)
    new = {"oldpassword": PASSWORD, "password1": "quite-new-words-7", "password2": "quite-new-words-7"}
    assert here.post("/accounts/password/change/", new).status_code == 302
    assert here.get(PAGE).status_code == 200 and there.get(PAGE).status_code == 302
    assert len(here.get(PAGE).context["sessions"]) == 1


def test_a_text_sent_after_the_end_is_given_back(client: Client, official: User, monkeypatch: Any) -> None:
    at_desk = signed_in(official)
    later(monkeypatch, 3 * 3600)
    answer = at_desk.post("/desk/questions/Q-1/", {"body": "路灯将于十月底前修好。", "revision": "1-1"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "路灯将于十月底前修好。" in page
    assert "/accounts/login/?next=/desk/questions/Q-1/" in page


def test_what_is_over_is_cleared_away_at_night(resident: User, settings: Any) -> None:
    signed_in(resident)
    Session.objects.update(expire_date=timezone.now())
    SecurityEvent.objects.update(at=timezone.now() - timedelta(days=settings.SECURITY_LOG_DAYS + 1))
    list(upkeep.forget_old_sign_ins(timezone.now()) or ())
    assert (
        not Session.objects.exists()
        and not OpenSession.objects.exists()
        and not SecurityEvent.objects.exists()
    )
