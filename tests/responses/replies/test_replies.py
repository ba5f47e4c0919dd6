"""A reply takes two people of the department, and answers."""

import time

import pytest
from django.db import IntegrityError, transaction

from participation.accounts.models import Department, User
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted, Refused
from participation.ledger.leaves import verify
from participation.ledger.models import Leaf
from responses.models import Question, Reply
from responses.questions.actions import assign_question, decline_question, return_assignment
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, return_reply, submit_reply
from responses.replies.checks import check_reply
from tests.cast import Role, official_with


@pytest.fixture
def question(department: Department, editor: User) -> Question:
    asked, _ = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="村里何时通水？", wants_publication=True
    )
    return assign_question(asked, department, by=editor)


@pytest.fixture
def submitted(question: Question, official: User) -> Reply:
    return submit_reply(draft_reply(question, by=official, body="六月底前通水。"), by=official)


def fresh(reply: Reply) -> Reply:
    return Reply.objects.select_related("question__department").get(pk=reply.pk)


def test_a_signed_reply_is_the_answer(submitted: Reply, reviewer: User) -> None:
    assert not Leaf.objects.filter(kind="reply").exists(), "a draft is nobody's promise"
    done = publish_reply(submitted, by=reviewer)
    question = Question.objects.get()
    assert done.published_at and (done.drafted_by_id, done.signed_by) == (submitted.drafted_by_id, reviewer)
    assert question.status == "answered" and question.closed_at and question.is_public
    assert Leaf.objects.get(kind="reply").object_id == done.pk and list(verify()) == []


def test_nobody_signs_their_own_work(question: Question, department: Department, official: User) -> None:
    both = official_with("both", "全能", department, Role.ANSWERER, Role.REVIEWER)
    reply = submit_reply(draft_reply(question, by=both, body="六月底前。"), by=official)
    with pytest.raises(NotPermitted):
        publish_reply(reply, by=both)
    stale = fresh(reply)
    stale.drafted_by = official
    with pytest.raises(NotPermitted):  # also when the page showed another drafter
        publish_reply(stale, by=both)


def test_only_the_department_answers_and_signs(
    question: Question, submitted: Reply, other_official: User, editor: User, resident: User, supervisor: User,
    official: User,
) -> None:  # fmt: skip
    for who in (other_official, editor, resident, supervisor):
        with pytest.raises(NotPermitted):
            draft_reply(question, by=who, body="x")
        with pytest.raises(NotPermitted):
            submit_reply(submitted, by=who)
        with pytest.raises(NotPermitted):
            publish_reply(submitted, by=who)
        with pytest.raises(NotPermitted):
            return_reply(submitted, by=who, note="x")
    with pytest.raises(NotPermitted):
        publish_reply(submitted, by=official)


@pytest.mark.parametrize("body", ["", " \u200b\n", "字" * 20_001])
def test_a_reply_has_words_and_an_end(question: Question, official: User, body: str) -> None:
    with pytest.raises(Invalid) as refusal:
        draft_reply(question, by=official, body=body)
    assert list(refusal.value.errors) == ["body"]


def test_a_reply_at_sign_off_comes_back_before_it_changes(
    question: Question, submitted: Reply, official: User, reviewer: User
) -> None:
    with pytest.raises(Conflict):
        draft_reply(question, by=official, body="改了")
    with pytest.raises(Invalid) as refusal:
        return_reply(submitted, by=reviewer, note=" ")
    assert list(refusal.value.errors) == ["note"]
    back = return_reply(submitted, by=reviewer, note="请写明依据")
    with pytest.raises((InvalidMove, Conflict)):
        publish_reply(fresh(back), by=reviewer)
    draft_reply(question, by=official, body="依据第四条，六月底前。", seen=fresh(back))
    assert publish_reply(submit_reply(fresh(back), by=official), by=reviewer).status == "published"


def test_what_is_published_stands(
    submitted: Reply, question: Question, official: User, reviewer: User
) -> None:
    stale = fresh(submitted)
    done = publish_reply(submitted, by=reviewer)
    for act in (
        lambda: publish_reply(stale, by=reviewer),
        lambda: publish_reply(fresh(done), by=reviewer),
        lambda: return_reply(fresh(done), by=reviewer, note="x"),
        lambda: draft_reply(Question.objects.get(), by=official, body="改"),
    ):
        with pytest.raises(Refused):
            act()
    assert Reply.objects.get().body == "六月底前通水。"


def test_a_question_no_longer_waiting_is_not_answered(
    question: Question, submitted: Reply, official: User, reviewer: User
) -> None:
    stale = fresh(submitted)
    decline_question(question, by=official, reason="正在诉讼中。")
    for reply in (stale, fresh(submitted)):
        with pytest.raises(Refused):
            publish_reply(reply, by=reviewer)
    assert Reply.objects.get().published_at is None and list(verify()) == []


def test_a_reply_of_the_department_before_is_not_signed_by_the_next(
    question: Question,
    submitted: Reply,
    official: User,
    editor: User,
    other_department: Department,
    reviewer: User,
) -> None:
    next_reviewer = official_with("next_reviewer", "何审核", other_department, Role.REVIEWER)
    seen = fresh(submitted)
    return_assignment(question, by=official, reason="归教育局")
    assign_question(question, other_department, by=editor)
    with pytest.raises(Refused):
        publish_reply(seen, by=reviewer)
    with pytest.raises(Conflict):
        publish_reply(fresh(submitted), by=next_reviewer)


def test_the_database_has_the_last_word(submitted: Reply) -> None:
    rows = Reply.objects.filter(pk=submitted.pk)
    for wrong in ({"status": "published"}, {"signed_by": submitted.drafted_by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


@pytest.mark.parametrize(
    ("reply", "codes"),
    [
        ("", ["empty"]), ("已收悉。", ["empty_acknowledgement"]),
        ("您好，您的留言已收悉，谢谢！", ["empty_acknowledgement"]),
        ("您好！来信已转交相关部门处理。", ["empty_acknowledgement"]),
        ("您反映的问题请您拨打住建局电话咨询具体情况吧。", ["passed_on"]),
        ("根据《农村饮水管理办法》第四条，水费每吨不超过三元，六月底前执行到位。", []),
    ],
)  # fmt: skip
def test_the_desk_warns_of_a_reply_that_answers_nothing(reply: str, codes: list[str]) -> None:
    assert [warning.code for warning in check_reply("何时通水", "村里还没通水", reply)] == codes


@pytest.mark.parametrize("piece", ["1", "86", "《", "第", "1.", "1-"])
def test_a_hostile_reply_does_not_hold_the_desk_up(piece: str) -> None:
    started = time.process_time()
    check_reply("何时通水", "村里还没通水", piece * 20_000)
    assert time.process_time() - started < 1
