"""PostgreSQL drops every connection, as it does when it is restarted: the next request works, and so does delivery."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.mailbox import Mailbox
from tests.site import Site, until

pytestmark = pytest.mark.full


@pytest.fixture
def site(tmp_path: Path, postgres_url: str) -> Iterator[Site]:
    with Mailbox() as box, Site(tmp_path, {"DATABASE_URL": postgres_url}, mailbox=box) as site:
        yield site


def read_at_once(site: Site) -> None:
    """Many pages together, so that the pool is full of connections."""
    with ThreadPoolExecutor(24) as people:
        answers = people.map(lambda _: httpx.get(f"{site.url}/consultations/", timeout=60), range(48))
        assert {answer.status_code for answer in answers} == {200}


def drop_connections(url: str) -> int:
    """What a restart does to everybody who is connected; says to how many."""
    name = url.rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        return len(rows.fetchall())


def has_mailed(site: Site, wanted: int) -> bool:
    return len(site.mailbox.to("resident@example.org")) == wanted


def test_after_every_connection_was_dropped_the_next_request_works(site: Site, postgres_url: str) -> None:
    path = f"{site.url}/api/v1/consultations/{site.open_consultation}/comments/"
    sent = {"body": "路灯太少，请再装几盏。", "contact": "resident@example.org"}
    for wanted in (1, 2, 3):
        read_at_once(site)
        assert drop_connections(postgres_url) > 3
        assert httpx.get(site.url, timeout=5).status_code == 200
        drop_connections(postgres_url)
        assert httpx.post(path, json=sent, timeout=5).status_code == 201
        until(partial(has_mailed, site, wanted))
    assert httpx.get(f"{site.url}/readyz", timeout=5).json()["ok"]
