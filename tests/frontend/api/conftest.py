"""A client of the API, as a resident's own program would be."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

PROBLEM = "application/problem+json"


class Api:
    """`api.get("questions/")`, `api.post("questions/", {...}, key="…")`; answers carry `.status_code` and `.json()`."""

    def __init__(self, **options: Any) -> None:
        self.client = Client(**options)

    def get(self, path: str, query: Mapping[str, Any] | None = None, **headers: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query or {}, headers=headers)

    def post(self, path: str, body: Any, *, key: str = "", **headers: Any) -> Any:
        sent = json.dumps(body) if not isinstance(body, str | bytes) else body
        if isinstance(sent, str):
            sent = sent.encode("utf-8", "surrogatepass")  # half a character goes over the wire as well
        if key:
            headers["Idempotency-Key"] = key
        return self.client.post(f"/api/v1/{path}", sent, content_type="application/json", headers=headers)


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem document of an answer, which must be one in every part."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == PROBLEM
    found: dict[str, Any] = answer.json()
    assert set(found) == {"type", "title", "status", "detail", "errors"}
    assert found["status"] == status and found["title"] and found["detail"]
    return found


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture(autouse=True)
def nobody_has_spoken_yet() -> None:
    """What is counted by address is forgotten between tests."""
    cache.clear()
