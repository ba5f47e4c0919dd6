"""What the server writes of a request: its id and nothing of a person."""

import json
import logging
from collections.abc import Iterator
from logging.config import DictConfigurator
from typing import Any

import pytest
from django.test import Client

from participation.logs import logging_settings

pytestmark = pytest.mark.django_db


class Lines(logging.Handler):
    """As a collector would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    handler = Lines()
    settings = logging_settings("json")
    handler.setFormatter(DictConfigurator(settings).configure_formatter(settings["formatters"]["json"]))
    loggers = [logging.getLogger(name) for name in ("participation.requests", "django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    loggers[0].setLevel(logging.INFO)
    yield handler.lines
    for logger in loggers:
        logger.removeHandler(handler)
    loggers[0].setLevel(logging.NOTSET)


def test_an_answer_carries_an_id_and_its_line_too(client: Client, lines: list[dict[str, Any]]) -> None:
    answer = client.get("/questions/?q=王小明")
    [line] = [each for each in lines if each["event"] == "request"]
    assert answer["X-Request-ID"] == line["request_id"] and len(line["request_id"]) == 32
    assert line["method"] == "GET" and line["status"] == 200 and line["route"] == "questions/"
    assert set(line) == {
        "event",
        "level",
        "logger",
        "timestamp",
        "request_id",
        "method",
        "route",
        "status",
        "ms",
    }


def test_an_address_is_written_as_its_pattern(client: Client, lines: list[dict[str, Any]]) -> None:
    client.get("/accounts/invitation/secret-token/")
    client.get("/no/such/secret-token/")
    assert len([each for each in lines if each["event"] == "request"]) == 2
    assert "secret-token" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("proxy-0123456789", True),
        ("短", False),
        ("a" * 65, False),
        ("x\r\nSet-Cookie: a", False),
        ("short", False),
    ],
)
def test_a_proxys_id_is_kept_when_it_looks_like_one(client: Client, given: str, kept: bool) -> None:
    answer = client.get("/", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) is kept


def test_a_fault_is_written_without_its_message_and_its_page_names_the_id(
    lines: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError("13812345678 王小明")

    monkeypatch.setattr("frontend.public.home.views.render", fall)
    client = Client(raise_request_exception=False)
    answer = client.get("/")
    assert answer.status_code == 500 and answer["X-Request-ID"] in answer.content.decode()
    written = json.dumps(lines, ensure_ascii=False)
    assert "builtins.ValueError" in written and "王小明" not in written and "1381234" not in written
    [fault] = [each for each in lines if "exception" in each]
    assert fault["request_id"] == answer["X-Request-ID"] and any(
        " fall" in frame for frame in fault["exception"]
    )
