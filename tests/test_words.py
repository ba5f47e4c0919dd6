"""Words that say nothing are refused wherever the public, or whom it concerns, would read them."""

from typing import Any

import pytest

from consultations.models import Consultation, Opinion
from consultations.outcomes.actions import publish_feedback
from consultations.weighing.actions import dispose_opinion, propose_not_considered
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published, withdraw_published
from participation.corrections.registry import _kinds
from participation.errors import Incomplete, Invalid
from responses.models import Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import after_closing, comment_on

SIGNS = "。"
BODY = "依据规定，三个工作日内办结，请携带身份证到窗口办理。"


@pytest.fixture
def reply(department: Department, official: User, editor: User) -> Reply:
    question, _issued = submit_question(by=None, kind="inquiry", title="何时通水？", body="何时通水？")
    assign_question(question, department, by=editor)
    return draft_reply(question, by=official, body=BODY)


@pytest.mark.parametrize("kind", [kind for kind in _kinds if kind != "decision"])
def test_whoever_takes_something_back_explains_it(kind: str) -> None:
    assert "withdraw" in _kinds[kind].reasoned or kind in ("document",), kind


@pytest.mark.parametrize("said", [SIGNS, "好的。", "收到收到收到收到收到"])
def test_a_reply_that_says_nothing_is_kept_but_not_sent_to_sign_off_nor_signed(
    reply: Reply, official: User, reviewer: User, said: str
) -> None:
    kept = draft_reply(reply.question, by=official, body=said, seen=reply)
    with pytest.raises(Incomplete) as refused:
        submit_reply(kept, by=official)
    assert set(refused.value.errors) == {"body"}
    Reply.objects.update(status="submitted")
    with pytest.raises(Incomplete):
        publish_reply(Reply.objects.get(), by=reviewer)


def test_an_answer_is_neither_corrected_to_a_sign_nor_for_one(
    reply: Reply, official: User, reviewer: User
) -> None:
    submit_reply(reply, by=official)
    row = publish_reply(reply, by=reviewer)
    for changes, reason, field in (
        ({"body": SIGNS}, "天数写错了。", "body"), ({"body": f"{BODY}周末不办。"}, SIGNS, "reason"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            correct_published(row, by=official, reason=reason, changes=changes)
        assert set(refused.value.errors) == {field}
    with pytest.raises(Invalid):
        withdraw_published(row, by=official, reason="有误。")


def test_a_corrected_paragraph_says_as_much_as_a_first_one(
    consultation: Consultation, official: User, reviewer: User
) -> None:
    from consultations.outcomes.actions import draft_feedback

    with after_closing(consultation):
        row = draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了")
        row = publish_feedback(row, by=reviewer)
        with pytest.raises(Invalid) as refused:
            changes: dict[str, Any] = {"asked": SIGNS, "said": SIGNS, "did": "降了五角。"}
            correct_published(row, by=official, reason="文字有误。", changes=changes)
    assert set(refused.value.errors) == {"asked", "said"}


@pytest.mark.parametrize("reason", ["不采", "不采纳。", SIGNS * 9])
def test_an_opinion_is_not_turned_down_without_an_explanation(
    consultation: Consultation, official: User, reason: str
) -> None:
    comment_on(consultation)
    for turned_down in ("not_adopted", "partly_adopted", "out_of_scope"):
        with pytest.raises(Invalid) as refused:
            dispose_opinion(Opinion.objects.get(), turned_down, by=official, reason=reason)
        assert set(refused.value.errors) == {"reason"}
    with pytest.raises(Invalid):
        propose_not_considered(Opinion.objects.get(), by=official, reason_code="empty", reason=reason)
