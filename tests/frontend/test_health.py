"""Alive and ready are two questions."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from consultations.models import Consultation
from frontend import health
from tests.redis_server import RedisServer


@pytest.fixture(autouse=True)
def nothing_seen_yet() -> None:
    health._seen.clear()


def test_the_process_answers_without_a_database(client: Client) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_with_its_tables_and_not_before_the_demo_it_should_show(
    client: Client, settings: Any
) -> None:
    settings.DEMO = False
    assert client.get("/readyz").status_code == 200
    settings.DEMO = True
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": True, "disk": True, "migrations": True, "demo": False}


def test_with_something_to_show_it_is_ready(
    client: Client, settings: Any, consultation: Consultation
) -> None:
    settings.DEMO = True
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_a_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> bool:
        raise DatabaseError

    monkeypatch.setattr(health, "_database", gone)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_redis_that_is_away_is_named_and_no_reason_to_send_nobody_here(
    client: Client, settings: Any, consultation: Consultation
) -> None:
    settings.REDIS_URL = RedisServer().url
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "database": True,
        "disk": True,
        "migrations": True,
        "demo": True,
        "redis": False,
    }
