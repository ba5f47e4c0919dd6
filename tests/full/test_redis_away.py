"""Redis is not there, goes away, freezes, comes back: nobody who reads, speaks or signs in notices."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.redis_server import RedisServer
from tests.site import Site, until

pytestmark = pytest.mark.full
PATIENCE = 3  # seconds that anybody may wait, on a machine with other work


@pytest.fixture(scope="module")
def county(new_county: Callable[[str], Path]) -> Path:
    return new_county("redis-away")


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


def comments(site: Site) -> str:
    return f"{site.url}/api/v1/consultations/{site.open_consultation}/comments/"


def go_about(site: Site) -> None:
    """Read, comment by the form and by the API, look something up, sign in; nobody waits for long."""
    began = time.monotonic()
    for path in ("/", "/consultations/", "/questions/", "/accounts/login/"):
        assert httpx.get(site.url + path, timeout=30).status_code == 200, path
    at = f"/consultations/{site.open_consultation}/"
    sent = site.send(
        site.visitor(), f"{at}?clause=whole", f"{at}comments/", body="路灯太少，请再装几盏。", clause=""
    )
    assert sent.status_code == 200 and "YJ-" in sent.text, sent.text
    taken = httpx.post(
        comments(site), json={"body": "建议早些开工。", "contact": "a@example.org"}, timeout=30
    )
    assert taken.status_code == 201, taken.text
    receipt = taken.json()
    found = httpx.get(
        f"{site.url}/api/v1/receipts/{receipt['number']}/",
        params={"code": receipt["lookup_code"]},
        timeout=30,
    )
    assert found.status_code == 200
    resident = site.visitor("resident-luo")
    assert resident.get("/accounts/").status_code == 200
    assert time.monotonic() - began < 4 * PATIENCE


def listening(site: Site) -> ClientConnection:
    topic = f"consultation.{site.open_consultation}"
    return connect(f"ws{site.url[4:]}/ws/live/?topic={topic}", origin=Origin(site.url))


def is_ready(site: Site) -> dict[str, bool]:
    answer = httpx.get(f"{site.url}/readyz", timeout=30)
    assert answer.status_code == 200
    found: dict[str, bool] = answer.json()
    return found


def test_a_redis_that_never_was_there_is_missed_by_nobody(county: Path) -> None:
    nobody = RedisServer()
    with Site(county, {"REDIS_URL": nobody.url, "THROTTLE": "on"}) as site:
        go_about(site)
        assert is_ready(site)["ok"] and is_ready(site)["redis"] is False
        with pytest.raises(WebSocketException), listening(site) as bell:
            bell.recv(timeout=5)
        assert "Traceback" not in site.output


def test_a_redis_that_goes_freezes_and_comes_back_stops_nobody(county: Path, redis: RedisServer) -> None:
    with Site(county, {"REDIS_URL": redis.url, "THROTTLE": "on"}) as site:
        with listening(site) as bell:
            go_about(site)
            assert bell.recv(timeout=5)
        assert is_ready(site)["redis"]
        redis.freeze()
        go_about(site)
        assert is_ready(site)["redis"] is False
        redis.stop()
        go_about(site)
        redis.start()
        until(lambda: is_ready(site)["redis"])
        go_about(site)
        with listening(site) as again:
            go_about(site)
            assert again.recv(timeout=5)
        assert "Traceback" not in site.output, site.output


def eighty_at_once(*sites: Site) -> list[int]:
    """The statuses of eighty comments sent together, in turn to each of the servers."""
    paths = [comments(site) for site in sites]

    def send(n: int) -> int:
        return httpx.post(paths[n % len(paths)], json={"body": f"第{n}条"}, timeout=60).status_code

    with ThreadPoolExecutor(80) as people:
        return sorted(people.map(send, range(80)))


def test_of_eighty_comments_at_once_thirty_are_taken(county: Path) -> None:
    with Site(county, {"THROTTLE": "on"}) as site:
        assert eighty_at_once(site) == [201] * 30 + [429] * 50


def test_two_servers_with_one_redis_count_together_and_without_it_each_for_itself(
    county: Path, redis: RedisServer
) -> None:
    env = {"REDIS_URL": redis.url, "THROTTLE": "on"}
    with Site(county, env) as one, Site(county, env) as two:
        assert eighty_at_once(one, two) == [201] * 30 + [429] * 50
        redis.stop()
        assert eighty_at_once(one, two) == [201] * 60 + [429] * 20
