"""kill -9 while people post: what was acknowledged is there, once, and its receipt holds."""

import random
import sqlite3
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.site import Site

pytestmark = pytest.mark.full
PEOPLE = 6
DEATHS = 4


@dataclass
class Posted:
    """What the clients sent and what they were promised."""

    slug: str
    sent: dict[str, str] = field(default_factory=dict)  # body → idempotency key
    promised: dict[str, dict[str, str]] = field(default_factory=dict)  # body → number and look-up code

    def post(self, site: Site, body: str, key: str) -> None:
        self.sent[body] = key
        answer = httpx.post(
            f"{site.url}/api/v1/consultations/{self.slug}/comments/",
            json={"body": body, "publish": True}, headers={"Idempotency-Key": key}, timeout=10,
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
        self.promised[body] = answer.json()


def keep_posting(site: Site, posted: Posted, enough: threading.Event) -> None:
    """One person who posts until the server is gone."""
    while not enough.is_set():
        body = f"路灯坏了，请派人来修。{uuid.uuid4()}"
        try:
            posted.post(site, body, uuid.uuid4().hex)
        except httpx.HTTPError:
            return


def test_every_acknowledged_comment_is_there_once_however_often_the_server_is_killed(
    new_county: Callable[[str], Path],
) -> None:
    site = Site(new_county("killed")).start()
    slug = httpx.get(f"{site.url}/api/v1/consultations/", params={"phase": "open"}).json()["results"][0][
        "slug"
    ]
    posted = Posted(slug)
    for _ in range(DEATHS):
        enough, goal = threading.Event(), len(posted.promised) + 2 * PEOPLE
        people = [threading.Thread(target=keep_posting, args=[site, posted, enough]) for _ in range(PEOPLE)]
        for one in people:
            one.start()
        while len(posted.promised) < goal:
            time.sleep(0.05)
        time.sleep(random.uniform(0, 0.8))
        site.kill()
        enough.set()
        for one in people:
            one.join()
        site.start()

    # Whoever got no answer sends the same again with the same key, and so does somebody who did get one.
    unanswered = [body for body in posted.sent if body not in posted.promised]
    for body in [*unanswered, *list(posted.promised)[:5]]:
        before = posted.promised.get(body)
        posted.post(site, body, posted.sent[body])
        assert before is None or posted.promised[body] == before

    with sqlite3.connect(f"file:{site.data_dir / 'db.sqlite3'}?mode=ro", uri=True) as database:
        stored = Counter(row[0] for row in database.execute("SELECT body FROM consultations_comment"))
    assert {body: stored[body] for body in posted.sent} == dict.fromkeys(posted.sent, 1)
    for answer in random.sample(list(posted.promised.values()), 10):
        found = httpx.get(
            f"{site.url}/api/v1/receipts/{answer['number']}/", params={"code": answer["lookup_code"]}
        )
        assert found.status_code == 200, found.text
    counts = httpx.get(f"{site.url}/api/v1/consultations/{slug}/").json()["counts"]
    shown = ("published", "private", "pending", "returned", "withheld", "withdrawn")
    assert counts["received"] == sum(counts[name] for name in shown)
    site.manage("ledger", "verify")
    assert site.stop()[0] == 0
