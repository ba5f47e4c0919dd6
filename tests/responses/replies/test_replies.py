"""A reply takes two people of the department, and answers."""

import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from consultations.models import Consultation
from participation.accounts.models import Department, User
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted, Refused
from participation.ledger.audit import trail
from participation.ledger.leaves import verify
from participation.ledger.models import Leaf
from responses.models import KeptDraft, Question, Reply
from responses.questions.actions import (
    assign_question,
    decline_question,
    merge_question,
    return_assignment,
)
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, return_reply, submit_reply
from responses.replies.checks import check_reply
from responses.replies.queries import first_draft, reply_of
from tests.cast import Role, official_with
from tests.drafts import extended, paused


@pytest.fixture
def question(department: Department, editor: User) -> Question:
    asked, _ = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="村里何时通水？", wants_publication=True
    )
    return assign_question(asked, department, by=editor)


@pytest.fixture
def submitted(question: Question, official: User) -> Reply:
    return submit_reply(draft_reply(question, by=official, body="六月底前全村通水到户。"), by=official)


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
    reply = submit_reply(draft_reply(question, by=both, body="六月底前全部修复到位。"), by=official)
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
        with pytest.raises(NotPermitted, match="审签人"):
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
    draft_reply(question, by=official, body="依据第四条，六月底前全部修复到位。", seen=fresh(back))
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
        lambda: draft_reply(Question.objects.get(), by=official, body="改过的答复，还要核对。"),
    ):
        with pytest.raises(Refused):
            act()
    assert Reply.objects.get().body == "六月底前全村通水到户。"


@pytest.mark.parametrize("act", ["route", "give back", "pause", "decline", "merge"])
def test_a_question_stays_where_it_is_while_a_reply_waits_for_sign_off(
    act: str, question: Question, submitted: Reply, official: User, editor: User, other_department: Department,
    department: Department, reviewer: User,
) -> None:  # fmt: skip
    asked, _ = submit_question(by=None, kind="inquiry", title="同问", body="何时？", wants_publication=True)
    shown = assign_question(asked, department, by=editor, show=True)
    do: dict[str, Callable[[Question], object]] = {
        "route": lambda row: assign_question(row, other_department, by=editor),
        "give back": lambda row: return_assignment(row, by=official, reason="归教育局"),
        "pause": lambda row: paused(row, by=official, agreed_by=reviewer),
        "decline": lambda row: decline_question(row, by=official, reason="正在诉讼中，请向法院提出。"),
        "merge": lambda row: merge_question(row, shown, by=editor),
    }
    before = question.steps.count()
    with pytest.raises(InvalidMove, match=r"送审签|sign-off"):
        do[act](Question.objects.get(pk=question.pk))
    now = Question.objects.get(pk=question.pk)
    assert (now.status, now.department, now.steps.count()) == ("assigned", department, before)
    return_reply(submitted, by=reviewer, note="不归我们")
    do[act](now)
    with pytest.raises(Refused):
        submit_reply(fresh(submitted), by=official)
    assert Reply.objects.get().status == "draft" and list(verify()) == []


def test_more_time_is_given_while_a_reply_waits_for_sign_off(
    question: Question, submitted: Reply, official: User, reviewer: User
) -> None:
    promised = question.due_on
    extended(question, 3, by=official, agreed_by=reviewer)
    assert Question.objects.get().due_on > promised
    assert publish_reply(submitted, by=reviewer).status == "published"


def test_a_draft_stays_with_the_department_that_wrote_it(
    question: Question, official: User, editor: User, department: Department, other_department: Department,
    other_official: User, consultation: Consultation, reviewer: User,
) -> None:  # fmt: skip
    clause = consultation.document.clauses.first()
    assert clause is not None
    old = draft_reply(question, by=official, body="住建局的草稿，尚待核对。", leans_on=[clause])
    assign_question(question, other_department, by=editor)
    here = Question.objects.get(pk=question.pk)
    assert (reply_of(here), first_draft(here)) == (None, None), "the next department begins with a blank page"
    with pytest.raises(Conflict):
        submit_reply(fresh(old), by=other_official)
    next_draft = draft_reply(here, by=other_official, body="教育局的草稿，尚待核对。")
    assert (next_draft.department, next_draft.drafted_by) == (other_department, other_official)
    with pytest.raises(NotPermitted):
        draft_reply(here, by=official, body="这是再次改过的答复。", seen=fresh(old))

    assign_question(here, department, by=editor)
    back = Question.objects.get(pk=question.pk)
    kept = first_draft(back)
    assert kept is not None and reply_of(back) is None
    assert (kept.body, kept.drafted_by, list(kept.leans_on.all())) == (
        "住建局的草稿，尚待核对。",
        official,
        [clause],
    )
    again = draft_reply(back, by=official, body=kept.body + "改过。")
    done = publish_reply(submit_reply(again, by=official), by=reviewer)
    assert (done.body, done.department, done.signed_by) == (
        "住建局的草稿，尚待核对。改过。",
        department,
        reviewer,
    )
    assert KeptDraft.objects.get().body == "教育局的草稿，尚待核对。" and list(verify()) == []
    assert [e.note["old"].get("body") for e in trail(done).filter(act="reply.drafted")][1:] == [
        "住建局的草稿，尚待核对。", "教育局的草稿，尚待核对。",
    ]  # fmt: skip


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
