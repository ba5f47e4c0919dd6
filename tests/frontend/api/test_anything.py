"""Whatever is sent, the answer is what the schema says: a 2xx or a problem, never a 500."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from consultations.models import Consultation
from tests.frontend.api.conftest import PROBLEM, Api

anything = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=150,
)
words = st.text(max_size=30) | st.sampled_from(
    [
        "", "open", "rural-water", "housing", "consultation:rural-water", "clause:x", "cj0xJnA9MQ==", "bz0x", "-1",
        "1e9", "\x00", "%00", "\ud83d", "9" * 400, "' OR 1=1 --", "../../etc/passwd", "\u202e", "null", "[]",
    ]
)  # fmt: skip
parameters = st.dictionaries(
    st.sampled_from(
        "phase kind department q cursor page_size clause disposition status about code format lang version".split()
    ),
    words,
    max_size=5,
)  # fmt: skip
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from("body clause stance name contact publish kind title about department extra".split())
bodies = st.dictionaries(fields, json_values, max_size=11) | json_values
PATHS = (
    "consultations/", "consultations/rural-water/", "consultations/rural-water/comments/",
    "consultations/rural-water/changes/", "consultations/rural-water/changes/x/opinions/",
    "consultations/rural-water/feedback/", "questions/", "questions/WT-1/",
    "receipts/YJ-1/", "interpretations/", "interpretations/x/", "decisions/", "decisions/x/", "schema/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def unlimited(settings: Settings) -> None:
    settings.THROTTLE = False


def check(answer: Any) -> None:
    assert answer.status_code < 500
    assert answer["Content-Type"] == (PROBLEM if answer.status_code >= 400 else "application/json")
    found = json.loads(answer.content)
    if answer.status_code >= 400:
        assert found["status"] == answer.status_code
        assert all(isinstance(each, str) for said in found["errors"].values() for each in said)


@given(path=st.sampled_from(PATHS), query=parameters)
@anything
def test_any_question(consultation: Consultation, path: str, query: dict[str, str]) -> None:
    sent = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
    check(Client(raise_request_exception=False).get(f"/api/v1/{path}", sent))


@given(path=st.sampled_from(PATHS), body=bodies, key=st.sampled_from(["", "k1", "k2"]))
@anything
def test_any_json(consultation: Consultation, path: str, body: Any, key: str) -> None:
    api = Api(raise_request_exception=False)
    check(api.post(path, body, key=key))


@given(body=st.binary(max_size=200), media_type=st.sampled_from(["application/json", "text/html", "x", ""]))
@anything
def test_any_bytes(consultation: Consultation, body: bytes, media_type: str) -> None:
    client = Client(raise_request_exception=False)
    check(client.generic("POST", "/api/v1/questions/", body, media_type))
