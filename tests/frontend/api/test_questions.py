"""Questions, interpretations and receipts: who reads what."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from consultations.comments.actions import accept_comment, return_comment, withhold_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import Department, User
from responses.interpretations.actions import PartText, prepare_interpretation, publish_interpretation
from responses.models import Interpretation, Question
from responses.questions.actions import assign_question, merge_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import paused
from tests.frontend.api.conftest import Api, problem

Ask = Callable[..., Question]
CODE = "0000-0000-0000"


@pytest.fixture
def interpretation(consultation: Consultation, official: User, editor: User) -> Interpretation:
    parts = [PartText("main", "主要内容", "<p>水价有上限。</p>")]
    made = prepare_interpretation(
        consultation.document, by=official, slug="explained", title="《农村饮水管理办法》解读", parts=parts
    )
    return publish_interpretation(made, by=editor)


@pytest.fixture
def ask(department: Department, editor: User) -> Ask:
    """A question that everybody may read and that lies with the housing department."""

    def make(title: str = "低保户怎么办？", **more: Any) -> Question:
        more.setdefault("wants_publication", True)
        question, _ = submit_question(
            by=None, kind="inquiry", title=title, body="要带什么？打 13800001111", **more
        )
        return assign_question(question, department, by=editor, show=True)

    return make


@pytest.fixture
def answer(official: User, reviewer: User) -> Callable[[Question], Question]:
    def make(question: Question, **more: Any) -> Question:
        reply = draft_reply(question, by=official, body="凭低保证办理，电话 0855-1234567。", **more)
        publish_reply(submit_reply(reply, by=official), by=reviewer)
        return Question.objects.get(pk=question.pk)

    return make


def test_a_question_is_public_with_consent_and_a_check_only(
    api: Api, ask: Ask, editor: User, resident: User
) -> None:
    private = ask(wants_publication=False)
    unchecked, _ = submit_question(
        by=resident, kind="help", title="帮忙", body="路断了", wants_publication=True
    )
    shown = ask()
    api.client.force_login(editor)
    assert [row["number"] for row in api.get("questions/").json()["results"]] == [shown.number]
    problem(api.get(f"questions/{private.number}/"), 404)
    problem(api.get(f"questions/{unchecked.number}/"), 404)
    row = api.get("questions/", {}, **{"Accept-Language": "en"}).json()["results"][0]
    assert "138****1111" in row["body"] and row["author"] == "Anonymous"


def test_a_question_shows_its_steps_and_its_published_reply(
    api: Api, ask: Ask, consultation: Consultation, official: User, answer: Any
) -> None:
    question = ask(about=consultation)
    fourth = consultation.draft_version.passages.get(label="第四条")
    unsigned = draft_reply(question, by=official, body="还没签发")
    before = api.get(f"questions/{question.number}/").json()
    assert before["reply"] is None and before["due_on"] == question.due_on.isoformat()
    assert [step["step"] for step in before["steps"]] == ["submitted", "assigned"]
    assert set(before["steps"][0]) == {"at", "step", "department", "note"}
    answer(question, leans_on=[fourth.clause], seen=unsigned)
    after = api.get(f"questions/{question.number}/").json()
    assert after["status"] == "answered" and after["steps"][-1]["step"] == "answered"
    assert after["reply"]["department"]["slug"] == "housing" and "0855-1234567" in after["reply"]["body"]
    assert after["reply"]["leans_on"] == [
        {
            "id": fourth.clause.uid,
            "document": consultation.document.slug,
            "label": "第四条",
            "path": fourth.path,
            "version": 1,
            "withdrawn_at": None,
        }
    ]


def test_questions_are_filtered(
    api: Api, ask: Ask, interpretation: Interpretation, official: User, reviewer: User
) -> None:
    about, other = ask(about=interpretation), ask("停水几天？")
    paused(other, by=official, agreed_by=reviewer)

    def found(**query: str) -> list[str]:
        return [row["number"] for row in api.get("questions/", query).json()["results"]]

    assert found(status="paused") == [other.number] and found(status="assigned") == [about.number]
    assert found(about="interpretation:explained") == [about.number]
    assert found(about=f"document:{interpretation.document.slug}") == [about.number]
    assert found(q="停水") == [other.number] and found(kind="help") == []
    assert found(department="housing") == [other.number, about.number]
    for name, value in [
        ("status", "open"),
        ("about", "x"),
        ("about", "interpretation:none"),
        ("department", "x"),
    ]:
        assert list(problem(api.get("questions/", {name: value}), 400)["errors"]) == [name]


def test_an_interpretation_shows_what_it_answers_and_what_it_does_not(
    api: Api, ask: Ask, interpretation: Interpretation, answer: Any
) -> None:
    answered, waiting = answer(ask(about=interpretation)), ask("还要多久？", about=interpretation)
    ask("不公开", about=interpretation, wants_publication=False)
    assert api.get("interpretations/").json()["results"][0]["slug"] == "explained"
    found = api.get("interpretations/explained/").json()
    assert found["document"]["slug"] == interpretation.document.slug
    assert found["parts"] == [{"kind": "main", "heading": "主要内容", "body": "<p>水价有上限。</p>"}]
    assert [each["number"] for each in found["questions"]] == [answered.number]
    assert found["questions"][0]["reply"].startswith("凭低保证")
    assert [each["number"] for each in found["open_questions"]] == [waiting.number]
    problem(api.get("interpretations/nothing/"), 404)


@pytest.mark.parametrize("rows", [1, 30])
def test_literal_query_counts(
    api: Api, ask: Ask, interpretation: Interpretation, rows: int, answer: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    fourth = interpretation.document.clauses.first()
    questions = [ask(f"第{n}问", about=interpretation) for n in range(rows)]
    last = answer(questions[-1], leans_on=[fourth])
    with django_assert_num_queries(1):
        assert len(api.get("questions/", {"page_size": "50"}).json()["results"]) == rows
    with django_assert_num_queries(2):  # what it is about, and the rows
        api.get("questions/", {"about": "interpretation:explained"})
    with django_assert_num_queries(
        5
    ):  # the question, its pauses, its steps, what the reply leans on, its corrections
        api.get(f"questions/{last.number}/")
    with django_assert_num_queries(1):
        api.get("interpretations/")
    with django_assert_num_queries(
        6
    ):  # it, the versions of its document, its parts, what is answered, what is not
        api.get("interpretations/explained/")


@pytest.mark.parametrize("rows", [1, 30])
def test_comments_take_three_queries(
    api: Api, consultation: Consultation, moderator: User, rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(rows):
        got = api.post(
            f"consultations/{consultation.slug}/comments/", {"body": f"{n}", "publish": True}
        ).json()
        accept_comment(Comment.objects.get(number=got["number"]), by=moderator)
    here = f"consultations/{consultation.slug}/comments/"
    with django_assert_num_queries(3):  # the consultation, the comments, their opinions
        assert len(api.get(here, {"page_size": "50"}).json()["results"]) == rows


def test_comments_are_filtered_by_clause_and_disposition(
    api: Api, consultation: Consultation, moderator: User
) -> None:
    here = f"consultations/{consultation.slug}/comments/"
    uid = consultation.draft_version.passages.get(label="第四条").clause.uid
    for sent in (
        {"body": "一", "clause": uid, "publish": True},
        {"body": "二", "publish": True},
        {"body": "三"},
    ):
        number = api.post(here, sent).json()["number"]
        accept_comment(Comment.objects.get(number=number), by=moderator)

    def found(**query: str) -> list[str]:
        return [row["body"] for row in api.get(here, query).json()["results"]]

    assert found() == ["二", "一"], "the third did not consent"
    assert found(clause=uid) == ["一"]
    assert found(disposition="open") == ["二", "一"] and found(disposition="adopted") == []
    for name, value in [("clause", "nothing"), ("disposition", "perhaps")]:
        assert list(problem(api.get(here, {name: value}), 400)["errors"]) == [name]


def test_the_holder_of_a_comment_reads_where_it_stands(
    api: Api, consultation: Consultation, moderator: User
) -> None:
    got = api.post(f"consultations/{consultation.slug}/comments/", {"body": "太贵"}).json()
    code = got["lookup_code"].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = api.get(f"receipts/{got['number'].lower()}/", {"code": code})
    held = answer.json()
    assert held["status"] == "pending" and held["body"] == "太贵" and held["receipt"] == got["receipt"]
    assert held["opinions"][0]["disposition"] == "open" and "no-store" in answer["Cache-Control"]
    return_comment(Comment.objects.get(number=got["number"]), by=moderator, note="请说明哪一条")
    held = api.get(f"receipts/{got['number']}/", {"code": got["lookup_code"]}).json()
    assert held["status"] == "returned" and held["note"] == "请说明哪一条"
    assert [step["step"] for step in held["history"]] == ["received", "returned"]


def test_the_holder_reads_why_a_comment_is_not_shown(
    api: Api, consultation: Consultation, moderator: User
) -> None:
    got = api.post(f"consultations/{consultation.slug}/comments/", {"body": "骂人", "publish": True}).json()
    withhold_comment(Comment.objects.get(number=got["number"]), by=moderator, reason="abuse")
    held = api.get(
        f"receipts/{got['number']}/", {"code": got["lookup_code"]}, **{"Accept-Language": "en"}
    ).json()
    assert held["status"] == "withheld" and "insults" in held["note"]


def test_the_holder_of_a_question_reads_the_reply_even_when_it_is_not_public(
    api: Api, department: Department, editor: User, answer: Any
) -> None:
    got = api.post("questions/", {"kind": "help", "title": "帮忙", "body": "低保"}).json()
    answer(assign_question(Question.objects.get(number=got["number"]), department, by=editor))
    problem(api.get(f"questions/{got['number']}/"), 404)
    held = api.get(f"receipts/{got['number']}/", {"code": got["lookup_code"]}).json()
    assert held["kind"] == "question" and held["reply"].startswith("凭低保证")
    assert [step["step"] for step in held["history"]] == ["submitted", "assigned", "answered"]


def test_the_holder_of_a_joined_question_finds_the_one_answer(api: Api, ask: Ask, editor: User) -> None:
    shown = ask()
    got = api.post("questions/", {"kind": "help", "title": "同问", "body": "低保"}).json()
    merge_question(Question.objects.get(number=got["number"]), shown, by=editor)
    held = api.get(f"receipts/{got['number']}/", {"code": got["lookup_code"]}).json()
    assert (held["status"], held["merged_into"]) == ("merged", shown.number)


def test_a_wrong_code_and_an_unknown_number_are_the_same(api: Api, consultation: Consultation) -> None:
    got = api.post(f"consultations/{consultation.slug}/comments/", {"body": "太贵"}).json()
    tries = [
        api.get(f"receipts/{got['number']}/", {"code": CODE}),
        api.get(f"receipts/{got['number']}/", {"code": "\x00\ud83d".encode("utf-16", "surrogatepass").hex()}),
        api.get(f"receipts/{got['number']}/"),
        api.get("receipts/YJ-260306-000000/", {"code": CODE}),
        api.get("receipts/anything/", {"code": "x" * 5000}),
    ]
    assert len({each.content for each in tries}) == 1
    assert all(problem(each, 404) for each in tries)


def test_guessing_is_slowed_down_and_knowing_is_not(
    api: Api, consultation: Consultation, settings: Settings
) -> None:
    got = api.post(f"consultations/{consultation.slug}/comments/", {"body": "太贵"}).json()
    for _ in range(10):
        assert api.get(f"receipts/{got['number']}/", {"code": got["lookup_code"]}).status_code == 200
        problem(api.get(f"receipts/{got['number']}/", {"code": CODE}), 404)
    refused = api.get(f"receipts/{got['number']}/", {"code": got["lookup_code"]})
    assert problem(refused, 429) and refused["Retry-After"]
    settings.THROTTLE = False
    assert api.get(f"receipts/{got['number']}/", {"code": got["lookup_code"]}).status_code == 200


def test_a_receipt_opens_its_leaf(api: Api, consultation: Consultation) -> None:
    from consultations.comments.ledger import comment_content
    from participation.ledger.leaves import commitment

    got = api.post(f"consultations/{consultation.slug}/comments/", {"body": "太贵"}).json()
    comment = Comment.objects.get(number=got["number"])
    receipt = got["receipt"]
    assert receipt["leaf"] == commitment("comment", comment.pk, receipt["salt"], comment_content(comment))
