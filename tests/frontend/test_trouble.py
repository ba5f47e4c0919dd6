"""A database without room, met by every door: the text comes back, the status is 503, and afterwards all is well."""

import gc
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import translation

from consultations.models import Comment, Consultation
from frontend.trouble import unavailable
from participation import trouble
from participation.accounts.models import User
from participation.trouble import Trouble
from responses.models import Question
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "请在校门口再装两盏路灯。" * 100
FULL = "服务器存储空间已满"
READ_ONLY = "服务器目前无法写入"


@pytest.fixture(params=["full", "read-only"])
def refusal(request: pytest.FixtureRequest, consultation: Consultation) -> Iterator[str]:
    """SQLite refuses as on a full or a read-only disk; gives what the public is told."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite can be told how large it may grow")
    cache.clear()
    with connection.cursor() as cursor:
        if request.param == "full":
            cursor.execute("PRAGMA max_page_count = 1")  # no less than it has
        else:
            cursor.execute("PRAGMA query_only = ON")
    yield FULL if request.param == "full" else READ_ONLY
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
        cursor.execute("PRAGMA query_only = OFF")
    trouble._last_seen.clear()
    gc.collect()  # a statement that a traceback still holds would keep the database open under the next test


def test_a_comment_comes_back_with_its_text(client: Client, consultation: Consultation, refusal: str) -> None:
    for _ in range(200):  # what is free inside the file is used first
        answer = client.post(f"/consultations/{consultation.slug}/comments/", {"body": TEXT})
        if answer.status_code != 200:
            break
    assert answer.status_code == 503 and answer["Retry-After"]
    page = answer.content.decode()
    assert refusal in page and TEXT in page and "您写的内容还在本页" in page
    taken = Comment.objects.count()
    assert client.get(f"/consultations/{consultation.slug}/").status_code == 200
    assert Comment.objects.count() == taken


def test_a_question_comes_back_with_its_text(client: Client, refusal: str) -> None:
    for n in range(200):
        answer = client.post("/questions/ask/", {"kind": "inquiry", "title": f"路灯{n}", "body": TEXT})
        if answer.status_code != 200:
            break
    assert answer.status_code == 503
    assert refusal in answer.content.decode() and TEXT in answer.content.decode()
    assert client.get("/questions/").status_code == 200


def test_the_api_answers_with_a_problem(client: Client, consultation: Consultation, refusal: str) -> None:
    for _ in range(200):
        answer = client.post(
            f"/api/v1/consultations/{consultation.slug}/comments/",
            {"body": TEXT},
            content_type="application/json",
        )
        if answer.status_code != 201:
            break
    assert answer.status_code == 503 and answer["Content-Type"] == "application/problem+json"
    assert refusal in answer.json()["detail"] and answer["Retry-After"]
    assert client.get("/readyz").json()["disk"] is (refusal != FULL)


def test_what_has_no_form_to_come_back_to_gets_a_page(resident: User, refusal: str) -> None:
    """Signing in is the sign-in library's, and the session is written after the view."""
    sent = {"login": resident.username, "password": PASSWORD}
    for n in range(300):
        answer = Client(REMOTE_ADDR=f"192.0.2.{n}").post("/accounts/login/", sent)
        if answer.status_code != 302:
            break
    assert answer.status_code == 503, answer.content.decode()
    assert refusal in answer.content.decode()


def test_the_same_key_sent_again_is_taken_once_there_is_room(
    client: Client, consultation: Consultation, refusal: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    sent = {"body": TEXT, "idempotency_key": "k" * 32}
    refused = client.post(f"/consultations/{consultation.slug}/comments/", sent)
    assert refused.status_code == 503 and "k" * 32 in refused.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = OFF")
        cursor.execute("PRAGMA max_page_count = 1073741823")
    for _ in range(2):
        assert client.post(f"/consultations/{consultation.slug}/comments/", sent).status_code == 200
    assert Comment.objects.count() == 1 and not Question.objects.exists()


def test_a_fragment_stands_before_what_is_typed(rf: RequestFactory) -> None:
    answer = unavailable(rf.get("/", headers={"HX-Request": "true"}), Trouble.AWAY)
    assert (answer.status_code, answer["HX-Reswap"]) == (503, "beforebegin")
    assert "没有响应" in answer.content.decode() and "<html" not in answer.content.decode()


def test_the_page_speaks_english_too(rf: RequestFactory) -> None:
    with translation.override("en"):
        answer = unavailable(rf.get("/"), Trouble.DAMAGED)
    assert "is damaged" in answer.content.decode() and answer["Cache-Control"] == "no-store"
