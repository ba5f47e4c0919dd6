"""Live news over real sockets: who hears what, and that nothing but a topic and a number is said."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.site import Site

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("live")) as site:
        yield site


@pytest.fixture(scope="module")
def slug(site: Site) -> str:
    rows = httpx.get(f"{site.url}/api/v1/consultations/", params={"phase": "open"}).json()["results"]
    return str(rows[0]["slug"])


def listen(site: Site, *topics: str, **options: Any) -> ClientConnection:
    query = "&".join(f"topic={topic}" for topic in topics)
    headers = options.pop("headers", {})
    origin = headers.pop("Origin", site.url)
    return connect(f"ws{site.url[4:]}/ws/live/?{query}", origin=origin, additional_headers=headers, **options)


def comment(site: Site, slug: str, body: str) -> str:
    answer = httpx.post(
        f"{site.url}/api/v1/consultations/{slug}/comments/", json={"body": body, "name": "朱德发"}, timeout=20
    )
    assert answer.status_code == 201
    return str(answer.json()["number"])


def sign_in(site: Site) -> httpx.Client:
    """The first official of the demo who gets into the desk."""
    for name, (password, _) in site.sign_ins.items():
        client = httpx.Client(base_url=site.url, follow_redirects=True)
        client.get("/accounts/login/")
        token = client.cookies["csrftoken"]
        client.post(
            "/accounts/login/",
            data={"login": name, "password": password, "csrfmiddlewaretoken": token},
            headers={"Referer": site.url},
        )
        if client.get("/desk/", follow_redirects=False).status_code == 200:
            return client
    raise AssertionError("nobody of the demo gets into the desk")


def test_everybody_on_the_page_hears_that_there_is_news_and_not_what(site: Site, slug: str) -> None:
    topic = f"consultation.{slug}"
    with (
        listen(site, topic) as one,
        listen(site, topic) as two,
        listen(site, "consultation.other") as elsewhere,
    ):
        number = comment(site, slug, "路灯坏了，请修。")
        for socket in (one, two):
            said = socket.recv(timeout=5)
            assert json.loads(said) == {"topic": topic, "id": number}
        with pytest.raises(TimeoutError):
            elsewhere.recv(timeout=0.5)


def test_the_desk_rings_for_officials_only(site: Site, slug: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        listen(site, "desk")
    assert refused.value.response.status_code == 403
    official = sign_in(site)
    cookies = "; ".join(f"{name}={value}" for name, value in official.cookies.items())
    with listen(site, "desk", headers={"Cookie": cookies}) as socket:
        number = comment(site, slug, "请把垃圾桶挪开。")
        heard = json.loads(socket.recv(timeout=5))
        assert heard["topic"] == "desk" and heard["id"] in ("", number)


def test_pages_of_other_sites_may_not_listen(site: Site, slug: str) -> None:
    with pytest.raises(InvalidStatus):
        listen(site, f"consultation.{slug}", headers={"Origin": "https://evil.example"})


@pytest.mark.parametrize("topics", [[], ["nonsense"], ["desk"] * 20, ["user.1"]])
def test_who_may_hear_nothing_is_refused(site: Site, topics: list[str]) -> None:
    with pytest.raises(InvalidStatus):
        listen(site, *topics)


def test_what_a_browser_says_changes_nothing(site: Site, slug: str) -> None:
    topic = f"consultation.{slug}"
    with listen(site, topic) as socket:
        for said in ("x", '{"type": "bell", "topic": "desk", "id": "1"}', b"\x00\xff"):
            socket.send(said)
        number = comment(site, slug, "谢谢。")
        assert json.loads(socket.recv(timeout=5))["id"] == number
    assert "Traceback" not in site.output


def test_many_listeners_and_sudden_leavers_do_no_harm(site: Site, slug: str) -> None:
    topic = f"consultation.{slug}"
    with ExitStack() as stack:
        sockets = [stack.enter_context(listen(site, topic)) for _ in range(30)]
        for socket in sockets[:15]:
            socket.socket.close()
        number = comment(site, slug, "人多也要听得见。")
        for socket in sockets[15:]:
            assert json.loads(socket.recv(timeout=10))["id"] == number
    assert httpx.get(f"{site.url}/livez").status_code == 200
