"""The worker and the clock as processes of their own, idle, with Redis and PostgreSQL going away under them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.full.test_postgres_away import drop_connections
from tests.mailbox import Mailbox
from tests.redis_server import RedisServer
from tests.services import ROOT
from tests.site import Site, until

pytestmark = pytest.mark.full


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, postgres_url: str, redis: RedisServer) -> Iterator[Site]:
    env = {"DATABASE_URL": postgres_url, "REDIS_URL": redis.url}
    with Mailbox() as box, Site(tmp_path, env, mailbox=box) as site, ExitStack() as stack:
        for name, *more in (("worker", "--concurrency", "1"), ("beat", "-s", str(tmp_path / "beat"))):
            said = stack.enter_context((tmp_path / f"{name}.log").open("w"))
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "participation.config", name, *more, "-l", "warning"],
                cwd=ROOT, env=site.env, stdout=said, stderr=said,
            )  # fmt: skip
            stack.callback(process.wait, 20)
            stack.callback(process.terminate)
        yield site


def speak(site: Site, who: str) -> None:
    path = f"{site.url}/api/v1/consultations/{site.open_consultation}/comments/"
    sent = {"body": "建议早些开工。", "contact": f"{who}@example.org"}
    assert httpx.post(path, json=sent, timeout=5).status_code == 201


def has_mail(site: Site, who: str) -> bool:
    return bool(site.mailbox.to(f"{who}@example.org"))


def test_mails_go_out_before_and_after_what_they_need_was_away(
    site: Site, redis: RedisServer, postgres_url: str, tmp_path: Path
) -> None:
    speak(site, "before")
    until(partial(has_mail, site, "before"), 60)

    assert drop_connections(postgres_url)
    speak(site, "database")
    until(partial(has_mail, site, "database"), 90)

    redis.stop()
    for n in range(3):
        speak(site, f"redis-{n}")
    assert not has_mail(site, "redis-0")
    redis.start()
    for n in range(3):
        until(partial(has_mail, site, f"redis-{n}"), 120)
    assert "Traceback" not in site.output, site.output
