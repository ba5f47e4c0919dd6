"""Whoever writes past the actions is found out."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consultations.comments.actions import accept_comment, resubmit_comment, return_comment, withdraw_comment
from consultations.models import Comment, Consultation, Opinion
from consultations.weighing.actions import confirm_not_considered, dispose_opinion, propose_not_considered
from participation.accounts.models import Department, User
from participation.ledger import leaves
from participation.ledger.leaves import Fault, commitment, verify
from participation.ledger.models import Leaf
from responses.models import Question, Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.cast import Role, official_with
from tests.drafts import comment_on


@pytest.fixture
def comment(consultation: Consultation) -> Comment:
    return comment_on(consultation)


@pytest.fixture
def opinion(comment: Comment, official: User) -> Opinion:
    return dispose_opinion(
        comment.opinions.get(), "not_adopted", by=official, reason="供水有成本，水价暂不降。"
    )


@pytest.fixture
def reply(department: Department, official: User, reviewer: User, editor: User) -> Reply:
    question, _ = submit_question(by=None, kind="inquiry", title="何时通水？", body="何时？")
    assign_question(question, department, by=editor)
    made = draft_reply(Question.objects.get(pk=question.pk), by=official, body="六月底前全部修复到位。")
    return publish_reply(submit_reply(made, by=official), by=reviewer)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_what_the_actions_write_is_in_order(comment: Comment, opinion: Opinion, reply: Reply) -> None:
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("comment", "UPDATE consultations_comment SET body = '别的'"),
        ("comment", "UPDATE consultations_comment SET name = '别人'"),
        (
            "comment",
            "UPDATE consultations_comment SET clause_id = (SELECT MIN(id) FROM consultations_clause)",
        ),
        ("opinion", "UPDATE consultations_opinion SET disposition = 'adopted'"),
        ("opinion", "UPDATE consultations_opinion SET disposition = 'open'"),
        ("opinion", "UPDATE consultations_opinion SET reason = '别的理由'"),
        ("question", "UPDATE responses_question SET body = '别的'"),
        ("question", "UPDATE responses_question SET title = '别的'"),
        ("reply", "UPDATE responses_reply SET body = '别的'"),
        ("reply", "UPDATE responses_reply SET published_at = '2020-01-01 00:00:00+00:00'"),
        ("reply", "UPDATE responses_reply SET published_at = NULL, status = 'draft'"),
    ],
)
def test_a_row_altered_past_the_actions_is_found(
    comment: Comment, opinion: Opinion, reply: Reply, kind: str, statement: str
) -> None:
    sql(statement)
    assert [(fault.kind, fault.problem) for fault in verify()] == [(kind, "altered")]


def copy(row: Any, **changes: Any) -> Any:
    """Insert a second row past the actions."""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    type(row).objects.bulk_create([row])
    return row


def test_rows_inserted_past_the_actions_are_found(comment: Comment, opinion: Opinion, reply: Reply) -> None:
    question = Question.objects.get()
    forged = copy(Comment.objects.get(), number="YJ-260306-FORGED")
    copy(Opinion.objects.get(), comment=forged)
    another = copy(question, number="WT-260306-FORGED", deadline=None)
    copy(Reply.objects.get(), question=another)
    assert {(fault.kind, fault.problem) for fault in verify()} == {
        (kind, "no leaf") for kind in ("comment", "opinion", "question", "reply")
    }


def test_rows_removed_past_the_actions_are_found(comment: Comment, opinion: Opinion, reply: Reply) -> None:
    Opinion.objects.filter(pk=opinion.pk).delete()
    Reply.objects.filter(pk=reply.pk)._raw_delete("default")
    assert set(verify()) == {Fault("opinion", opinion.pk, "no row"), Fault("reply", reply.pk, "no row")}


def test_a_row_removed_together_with_its_leaf_is_betrayed_by_its_receipt(comment: Comment) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a foreign key keeps the leaf there")
    sql("PRAGMA defer_foreign_keys = ON")
    sql("DELETE FROM consultations_opinion")
    sql("DELETE FROM consultations_comment")
    sql("DELETE FROM participation_leaf")
    assert list(verify()) == [Fault("comment", comment.pk, "no leaf")]
    sql("DELETE FROM participation_receipt")


def test_it_goes_batch_by_batch_and_misses_nothing_at_the_edges(
    comment: Comment, opinion: Opinion, reply: Reply, consultation: Consultation,
    monkeypatch: pytest.MonkeyPatch, moderator: User,
) -> None:  # fmt: skip
    monkeypatch.setattr(leaves, "BATCH", 2)
    for text in ("一", "二", "三"):
        returned = return_comment(comment_on(consultation, text), by=moderator, note="请说明")
        resubmit_comment(returned, by=None, body=f"{text}。")
    assert list(verify()) == []
    last = Comment.objects.order_by("pk").last()
    assert last is not None
    Opinion.objects.filter(comment=last).delete()
    sql("DELETE FROM consultations_comment WHERE id = %s", last.pk)
    assert list(verify()) == [Fault("comment", last.pk, "no row")]


def test_an_edit_through_the_actions_is_in_order(comment: Comment, moderator: User) -> None:
    return_comment(comment, by=moderator, note="请说明")
    resubmit_comment(comment, by=None, body="第四条太贵。")
    accept_comment(comment, by=moderator)
    assert list(verify()) == []
    sql("UPDATE consultations_comment SET body = '水价太高了。'")
    assert [fault.problem for fault in verify()] == ["altered"], "an older text is not the newest"


def test_undoing_proposing_and_withdrawing_stay_in_order(
    comment: Comment, opinion: Opinion, official: User, department: Department
) -> None:
    second = official_with("second_official", "陆承办", department, Role.DRAFTER)
    dispose_opinion(opinion, "open", by=official)
    assert list(verify()) == []
    held = propose_not_considered(
        opinion, by=official, reason_code="empty", reason="只写了符号，没有任何内容。"
    )
    assert list(verify()) == []
    confirm_not_considered(held, by=second)
    assert list(verify()) == []
    dispose_opinion(held, "open", by=official)
    withdraw_comment(Comment.objects.get(), by=None)
    assert not Opinion.objects.exists() and list(verify()) == []


def test_the_command_names_the_first_fault_and_exits_1(comment: Comment) -> None:
    def run() -> dict[str, Any]:
        out = StringIO()
        call_command("ledger", "verify", "--json", stdout=out)
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    assert run() == {"ok": True, "leaves": Leaf.objects.count(), "first_bad": None, "faults": []}
    sql("UPDATE consultations_comment SET body = '别的'")
    with pytest.raises(SystemExit) as exit:
        run()
    assert exit.value.code == 1
    with pytest.raises(CommandError, match=f"comment {comment.pk}: altered"):
        call_command("ledger", "verify")


def test_the_leaf_of_a_first_database_still_holds_and_a_new_one_is_strict(reply: Reply) -> None:
    leaf = Leaf.objects.get(kind="reply")
    said = {
        "question": reply.question_id,
        "body": reply.body,
        "department": reply.department_id,
        "published": True,
    }
    Leaf.objects.filter(pk=leaf.pk).update(commitment=commitment("reply", reply.pk, leaf.salt, said))
    assert list(verify()) == []
