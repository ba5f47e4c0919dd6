"""The same code on PostgreSQL and Redis: two servers, a worker and the clock, as a larger county runs them."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.mailbox import Mailbox
from tests.services import ROOT
from tests.site import Site, until

pytestmark = pytest.mark.full


@pytest.fixture
def servers(tmp_path: Path, postgres_url: str, redis_url: str) -> Iterator[tuple[Site, Site]]:
    env = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
    with Mailbox() as box:
        with Site(tmp_path, env, mailbox=box) as one, Site(tmp_path, env, mailbox=box) as two:
            yield one, two


@pytest.fixture
def worker(servers: tuple[Site, Site], tmp_path: Path) -> Iterator[None]:
    """A Celery worker with the clock inside, as its own process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "participation.config", "worker", "--concurrency", "1",
         "--beat", "--schedule", str(tmp_path / "beat"), "--loglevel", "warning"],
        cwd=ROOT, env=servers[0].env,
    )  # fmt: skip
    yield
    process.terminate()
    process.wait(20)


def test_what_one_server_took_the_other_shows_and_the_worker_mails(
    servers: tuple[Site, Site], worker: None
) -> None:
    one, two = servers
    slug = httpx.get(f"{one.url}/api/v1/consultations/", params={"phase": "open"}).json()["results"][0][
        "slug"
    ]
    before = httpx.get(f"{two.url}/api/v1/consultations/{slug}/").json()["counts"]["received"]
    answer = httpx.post(
        f"{one.url}/api/v1/consultations/{slug}/comments/",
        json={"body": "建议把公示期安排在学校放假之后。", "contact": "resident@example.org"},
    )
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    found = httpx.get(
        f"{two.url}/api/v1/receipts/{receipt['number']}/", params={"code": receipt["lookup_code"]}
    )
    assert found.status_code == 200
    assert httpx.get(f"{two.url}/api/v1/consultations/{slug}/").json()["counts"]["received"] == before + 1
    until(lambda: one.mailbox.to("resident@example.org"))
    one.manage("ledger", "verify")
