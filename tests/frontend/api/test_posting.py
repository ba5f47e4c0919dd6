"""Sending comments and questions: what comes back, once, and what is wrong input."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from consultations.models import Comment, Consultation
from participation.accounts.models import User
from responses.models import Question
from tests.cast import PASSWORD
from tests.drafts import after_closing
from tests.frontend.api.conftest import Api, problem

ASKED = {"kind": "inquiry", "title": "低保户怎么办？", "body": "低保户减半要带什么？"}


def test_a_comment_gets_its_receipt_and_is_not_shown_unasked(api: Api, consultation: Consultation) -> None:
    uid = consultation.draft_version.passages.get(label="第四条").clause.uid
    sent = {"body": "太贵。", "clause": uid, "stance": "oppose", "name": "朱德发", "contact": "13800001111"}
    answer = api.post(f"consultations/{consultation.slug}/comments/", sent)
    assert answer.status_code == 201 and answer["Cache-Control"] == "no-store"
    got = answer.json()
    assert set(got) == {"number", "lookup_code", "status", "receipt"}
    assert set(got["receipt"]) == {"leaf", "salt", "log", "integrate_by", "signature"}
    assert got["status"] == "pending"
    comment = Comment.objects.get(number=got["number"])
    assert not comment.wants_publication
    assert (comment.body, comment.stance, comment.clause and comment.clause.uid) == ("太贵。", "oppose", uid)


def test_a_question_gets_its_due_date_and_receipt(api: Api, consultation: Consultation) -> None:
    answer = api.post(
        "questions/",
        {**ASKED, "about": f"consultation:{consultation.slug}", "publish": True, "name": "朱德发"},
    )
    assert answer.status_code == 201, answer.json()
    got = answer.json()
    assert set(got) == {"number", "lookup_code", "status", "due_on", "receipt"}
    question = Question.objects.get(number=got["number"])
    assert got["due_on"] == question.due_on.isoformat() and got["status"] == "submitted"
    assert question.consultation == consultation and question.department == consultation.department


def test_the_same_key_and_body_give_the_same_answer_and_one_comment(
    api: Api, consultation: Consultation
) -> None:
    here = f"consultations/{consultation.slug}/comments/"
    first = api.post(here, {"body": "一次", "publish": True}, key="k1")
    again = api.post(here, '{"publish": true,   "body": "一次"}', key="k1")
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert Comment.objects.count() == 1
    other = problem(api.post(here, {"body": "另一次"}, key="k1"), 409)
    assert other["type"].endswith("#key-reused")
    with after_closing(consultation):
        late = api.post(here, {"body": "一次", "publish": True}, key="k1")
    assert late.status_code in (201, 409) and Comment.objects.count() == 1


def test_a_refusal_is_not_kept_under_its_key(api: Api, consultation: Consultation) -> None:
    here = f"consultations/{consultation.slug}/comments/"
    problem(api.post(here, {"body": ""}, key="k2"), 400)
    assert api.post(here, {"body": "现在写了"}, key="k2").status_code == 201


@pytest.mark.parametrize("key", [" ", "k" * 256])
def test_a_key_that_is_none_is_refused(api: Api, consultation: Consultation, key: str) -> None:
    answer = api.post(f"consultations/{consultation.slug}/comments/", {"body": "x"}, key=key)
    assert list(problem(answer, 400)["errors"]) == ["Idempotency-Key"]


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_with_one_key_make_one_comment(consultation: Consultation) -> None:
    def post(_: int) -> tuple[int, Any]:
        try:
            answer = Api().post(f"consultations/{consultation.slug}/comments/", {"body": "同时"}, key="same")
            return answer.status_code, answer.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(post, range(10)))
    assert {status for status, _ in answers} == {201}
    assert len({json.dumps(each, sort_keys=True) for _, each in answers}) == 1
    assert Comment.objects.count() == 1


def test_a_closed_consultation_takes_nothing(api: Api, consultation: Consultation) -> None:
    with after_closing(consultation):
        answer = api.post(f"consultations/{consultation.slug}/comments/", {"body": "晚了"})
    assert problem(answer, 409)["type"].endswith("#window-closed")
    problem(api.post("consultations/nowhere/comments/", {"body": "x"}), 404)


WRONG: list[tuple[str, Any]] = [
    ("body", None), ("body", 5), ("body", True), ("body", ["x"]), ("body", {"x": 1}), ("body", ""), ("body", " \n"),
    ("body", "字" * 5001), ("body", "a\x00b"), ("body", "a\ud800b"), ("clause", "nowhere"), ("clause", 10**400),
    ("clause", None), ("clause", "\x00"), ("clause", ["x"]), ("stance", "perhaps"), ("stance", 1),
    ("stance", ["support"]), ("name", "名" * 81), ("name", 7), ("name", None), ("contact", {"a": 1}),
    ("contact", "x" * 161), ("publish", "yes"), ("publish", 1), ("publish", None), ("publish", "true"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_field_of_a_comment_is_named(
    api: Api, consultation: Consultation, field: str, value: Any
) -> None:
    answer = api.post(f"consultations/{consultation.slug}/comments/", {"body": "好", field: value})
    assert list(problem(answer, 400)["errors"]) == [field]
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "report"), ("kind", None), ("kind", ["inquiry"]), ("title", ""), ("title", "题" * 101), ("title", []),
        ("title", "\u200b"), ("body", 3.5), ("body", "\ud83d"), ("about", "nothing"), ("about", "consultation:"),
        ("about", "consultation:nowhere"), ("about", "user:1"), ("about", "clause:\x00"), ("about", 5), ("about", None),
        ("department", "nowhere"), ("department", {"slug": "housing"}), ("department", "county"), ("publish", []),
        ("name", "a\x00"), ("contact", False),
    ],
)  # fmt: skip
def test_a_wrong_field_of_a_question_is_named(
    api: Api, consultation: Consultation, field: str, value: Any
) -> None:
    assert list(problem(api.post("questions/", {**ASKED, field: value}), 400)["errors"]) == [field]
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "null", "[]", "5", '"x"', "[" * 100_000, '{"a":' * 50_000, '{"body": ' + "9" * 5000 + "}",
        '{"body": NaN}', b"\xff\xfe", b'{"body": "\xed\xa0\x80"}', "{}", "﻿{}",
    ],
)  # fmt: skip
def test_what_is_not_a_json_object_is_a_400(api: Api, consultation: Consultation, body: str | bytes) -> None:
    problem(api.post(f"consultations/{consultation.slug}/comments/", body), 400)
    problem(api.post("questions/", body), 400)


def test_a_body_larger_than_any_comment_is_a_413(api: Api, consultation: Consultation) -> None:
    problem(api.post(f"consultations/{consultation.slug}/comments/", {"body": "a" * 300_000}), 413)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_taken(consultation: Consultation, media_type: str) -> None:
    sent = Client().generic(
        "POST", f"/api/v1/consultations/{consultation.slug}/comments/", "body=x", media_type
    )
    problem(sent, 415)


def test_somebody_signed_in_needs_the_csrf_token_and_a_stranger_none(
    consultation: Consultation, resident: User
) -> None:
    here = f"consultations/{consultation.slug}/comments/"
    api = Api(enforce_csrf_checks=True)
    assert api.post(here, {"body": "没有帐号"}).status_code == 201
    api.client.login(username="resident", password=PASSWORD)
    problem(api.post(here, {"body": "有帐号"}), 403)
    api.client.cookies["csrftoken"] = "a" * 32
    assert api.post(here, {"body": "有帐号"}, **{"X-CSRFToken": "a" * 32}).status_code == 201
    assert Comment.objects.filter(author=resident).count() == 1


def test_the_reader_s_language_is_the_errors_language(api: Api, consultation: Consultation) -> None:
    here = f"consultations/{consultation.slug}/comments/"
    assert problem(api.post(here, {"body": ""}), 400)["detail"] == "有些内容无法接收。"
    english = problem(api.post(here, {"body": ""}, **{"Accept-Language": "en"}), 400)
    assert english["detail"] == "Some of the input cannot be taken."


def test_thirty_an_hour_from_one_address_and_a_replay_is_still_answered(
    api: Api, consultation: Consultation
) -> None:
    here = f"consultations/{consultation.slug}/comments/"
    for n in range(30):
        assert api.post(here, {"body": f"第{n}条"}, key=f"k{n}").status_code == 201
    refused = api.post(here, {"body": "第三十一条"})
    assert problem(refused, 429)["type"].endswith("#too-many")
    assert 0 < int(refused["Retry-After"]) <= 3601
    problem(api.post("questions/", ASKED), 429)
    assert api.post(here, {"body": "第3条"}, key="k3").status_code == 201
    elsewhere = Api(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(here, {"body": "别处"}).status_code == 201
    assert Comment.objects.count() == 31


def test_the_throttle_can_be_switched_off(api: Api, consultation: Consultation, settings: Settings) -> None:
    settings.THROTTLE = False
    for n in range(31):
        assert api.post(f"consultations/{consultation.slug}/comments/", {"body": f"{n}"}).status_code == 201


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff"])
def test_half_a_character_in_a_choice_is_wrong_input_and_no_fault(
    client: Client, consultation: Consultation, half: str
) -> None:
    sent = f'{{"body": "x", "stance": "{half}"}}'
    path = f"/api/v1/consultations/{consultation.slug}/comments/"
    assert "stance" in problem(client.post(path, sent, content_type="application/json"), 400)["errors"]
