"""A question on its way: who may move it, from where, and what its asker is told."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from consultations.models import Consultation
from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.counting import due_date
from participation.deadlines.rulebook import answer_period
from participation.delivery.models import Event
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted, Refused
from participation.ledger.receipts import find
from responses.models import Question, Reply
from responses.questions.actions import (
    assign_question,
    decline_question,
    merge_question,
    rate_question,
    return_assignment,
)
from responses.questions.intake import submit_question
from responses.questions.policies import visible_to
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import corrected, paused, taken_back
from tests.mailbox import Mailbox


def ask(**more: Any) -> Question:
    sent: dict[str, Any] = {
        "by": None,
        "kind": "inquiry",
        "title": "何时通水？",
        "body": "村里何时通水？",
        **more,
    }
    return submit_question(**sent)[0]


def fresh(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


@pytest.fixture
def assigned(department: Department, editor: User) -> Question:
    return assign_question(ask(wants_publication=True), department, by=editor, show=True)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Question.Kind.values)
def test_the_clock_of_each_kind_starts_the_day_after(kind: str) -> None:
    question = ask(kind=kind)
    period = answer_period(kind)
    due = due_date(clock.today(), period.number, period.day_unit, rolls=period.rolls)
    assert (question.due_on, question.due_is_provisional) == (due.due, due.provisional)
    assert (
        question.deadline and question.deadline.due_on == question.due_on and question.status == "submitted"
    )
    assert [step.step for step in question.steps.all()] == ["submitted"]


def test_its_receipt_opens_it(db: None) -> None:
    question, issued = submit_question(by=None, kind="help", title="帮忙", body="路断了")
    receipt = find(issued.number, issued.lookup_code)
    assert receipt and (receipt.kind, receipt.object_id) == ("question", question.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "report"),
        ("title", ""),
        ("title", "题" * 101),
        ("title", "\u200b"),
        ("body", " "),
        ("body", "字" * 5001),
    ],
)
def test_what_is_wrong_is_named(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(**{field: value})
    assert list(refusal.value.errors) == [field]
    assert not Question.objects.exists()


def test_what_it_is_about_proposes_who_answers(
    consultation: Consultation, other_department: Department
) -> None:
    clause = consultation.document.clauses.first()
    for about in (consultation, consultation.document, clause):
        question = ask(about=about)
        assert question.document == consultation.document and question.department == consultation.department
    assert ask(about=consultation, department=other_department).department == other_department


def test_the_county_routes_and_the_department_hands_back(
    department: Department, other_department: Department, editor: User, official: User, other_official: User,
    resident: User, reviewer: User, supervisor: User, county: Department,
) -> None:  # fmt: skip
    question = ask()
    for who in (official, resident, reviewer):
        with pytest.raises(NotPermitted):
            assign_question(question, department, by=who)
    with pytest.raises(Invalid) as refusal:
        assign_question(question, county, by=editor)
    assert list(refusal.value.errors) == ["department"]
    assign_question(question, department, by=editor, note="归口住建")
    with pytest.raises(NotPermitted):
        return_assignment(question, by=other_official, reason="不归我们")
    with pytest.raises(Invalid):
        return_assignment(question, by=official, reason=" ")
    return_assignment(question, by=official, reason="归教育局")
    assert (fresh(question).status, fresh(question).department) == ("submitted", None)
    assign_question(question, other_department, by=editor)
    assert [step.step for step in question.steps.all()] == ["submitted", "assigned", "returned", "assigned"]
    with pytest.raises(NotPermitted):
        return_assignment(question, by=official, reason="已不在这里")


def test_it_is_shown_with_consent_and_what_must_not_be_seen_hidden(
    department: Department, editor: User
) -> None:
    secret = ask(wants_publication=False)
    assign_question(secret, department, by=editor, show=True)
    shown = ask(wants_publication=True, title="张三家的水", body="张三电话13800001111，水浑。")
    with pytest.raises(Invalid) as refusal:
        assign_question(shown, department, by=editor, show=True, hide=["李四"])
    assert list(refusal.value.errors) == ["hide"] and not fresh(shown).is_public
    assign_question(shown, department, by=editor, show=True, hide=["张三", "张三电话"])
    assert fresh(shown).public_title == "██家的水" and fresh(shown).body.startswith("张三")
    assert fresh(shown).public_body.endswith("138****1111，水浑。") and "张三" not in fresh(shown).public_body
    assert list(visible_to(None)) == [fresh(shown)]


def test_a_long_title_full_of_addresses_still_fits(department: Department, editor: User) -> None:
    shown = ask(wants_publication=True, title="a@b.cn " * 14)
    assign_question(shown, department, by=editor, show=True)
    assert len(fresh(shown).public_title) <= 120


def test_a_paused_question_is_only_resumed(
    assigned: Question, department: Department, official: User, reviewer: User, editor: User
) -> None:
    paused(assigned, by=official, agreed_by=reviewer)
    for act in (
        lambda: assign_question(fresh(assigned), department, by=editor),
        lambda: decline_question(fresh(assigned), by=official, reason="正在诉讼中，请向法院提出。"),
        lambda: return_assignment(fresh(assigned), by=official, reason="归教育局。"),
        lambda: paused(fresh(assigned), by=official, agreed_by=reviewer),
    ):
        with pytest.raises((InvalidMove, Conflict)):
            act()
    assert fresh(assigned).status == "paused"


def test_declining_says_why_and_closes(assigned: Question, official: User, resident: User) -> None:
    with pytest.raises(NotPermitted):
        decline_question(assigned, by=resident, reason="正在诉讼中，请向法院提出。")
    with pytest.raises(Invalid) as refusal:
        decline_question(assigned, by=official, reason="\u200b")
    assert list(refusal.value.errors) == ["reason"]
    done = decline_question(assigned, by=official, reason="正在诉讼中，请向法院提出。")
    assert done.status == "declined" and done.closed_at
    with pytest.raises(Refused):
        decline_question(fresh(done), by=official, reason="正在诉讼中，请向法院提出。")


def test_the_same_question_is_joined_to_the_one_everybody_reads(
    assigned: Question, department: Department, editor: User, official: User
) -> None:
    later, secret = ask(), ask()
    for wrong in (later, secret):
        with pytest.raises(Invalid) as refusal:
            merge_question(later, wrong, by=editor)
        assert list(refusal.value.errors) == ["into"]
    done = merge_question(later, assigned, by=editor)
    assert done.status == "merged" and done.merged_into == assigned and done.closed_at
    with pytest.raises(Invalid):
        merge_question(secret, fresh(done), by=editor)


def test_where_it_lies_already_it_is_not_sent_again(
    assigned: Question, department: Department, other_department: Department, editor: User
) -> None:
    with pytest.raises(Invalid) as refusal:
        assign_question(assigned, department, by=editor, note="再转一次")
    assert list(refusal.value.errors) == ["department"]
    assert [step.step for step in assigned.steps.all()] == ["submitted", "assigned"]
    assert Event.objects.filter(name="question.assigned").count() == 1
    assert assign_question(fresh(assigned), other_department, by=editor).department == other_department


def test_who_was_joined_to_a_joined_question_is_led_to_the_one_with_the_answer(
    department: Department, editor: User
) -> None:
    first, second, third, last = (
        assign_question(ask(wants_publication=True), department, by=editor, show=True) for _ in range(4)
    )
    merge_question(second, last, by=editor)
    merge_question(first, fresh(last), by=editor)
    merge_question(fresh(last), third, by=editor)
    assert {fresh(each).merged_into for each in (first, second, last)} == {third}
    assert [step.step for step in first.steps.all()] == ["submitted", "assigned", "merged"]
    for circle in (first, last):
        with pytest.raises(Refused):
            merge_question(fresh(third), fresh(circle), by=editor)


def test_everybody_along_the_chain_is_told_what_becomes_of_the_one_answer(
    department: Department, editor: User, official: User, reviewer: User, mailbox: Mailbox,
    deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    people = ["jia@example.org", "yi@example.org", "bing@example.org"]
    first, second, third = (
        assign_question(ask(wants_publication=True, contact=each), department, by=editor, show=True)
        for each in people
    )
    merge_question(first, second, by=editor)
    merge_question(fresh(second), third, by=editor)
    deliver_all()
    mailbox.letters.clear()

    def told(text: str) -> None:
        deliver_all()
        assert sorted(str(each["To"]) for each in mailbox.letters) == sorted(people)
        assert all(text in each.get_content() for each in mailbox.letters)
        mailbox.letters.clear()

    reply = submit_reply(draft_reply(fresh(third), by=official, body="六月底前全村通水到户。"), by=official)
    done = publish_reply(reply, by=reviewer)
    told("六月底前全村通水到户。")
    corrected(done, by=official, confirmed_by=reviewer, body="七月底前全村通水到户。")
    told("七月底前全村通水到户。")
    taken_back(Reply.objects.get(), by=official, confirmed_by=reviewer, reason="水源地点已经另行变更。")
    told("水源地点已经另行变更。")
    decline_question(fresh(third), by=official, reason="正在诉讼中，请向法院提出。")
    told("正在诉讼中，请向法院提出。")


def test_chains_and_stuck_replies_of_the_release_before_are_put_right(
    department: Department, other_department: Department, editor: User, official: User
) -> None:
    first, second, third = (assign_question(ask(), department, by=editor) for _ in range(3))
    submit_reply(draft_reply(third, by=official, body="六月底前全村通水到户。"), by=official)
    closed = {"status": "merged", "closed_at": clock.now()}
    Question.objects.filter(pk=first.pk).update(merged_into=second, **closed)
    Question.objects.filter(pk=second.pk).update(merged_into=third, **closed)
    Question.objects.filter(pk=third.pk).update(department=other_department)
    migration = import_module("responses.migrations.0010_handed_on")
    migration.lead_to_the_answer(apps, None)
    migration.give_back_replies(apps, None)
    assert {fresh(each).merged_into for each in (first, second)} == {third}
    assert Reply.objects.get().status == "draft"


def test_an_answer_taken_back_before_its_mail_went_out_is_not_sent(
    assigned: Question, official: User, reviewer: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    Question.objects.filter(pk=assigned.pk).update(contact="jia@example.org")
    reply = draft_reply(assigned, by=official, body="六月底前全村通水到户。")
    done = publish_reply(submit_reply(reply, by=official), by=reviewer)
    taken_back(done, by=official, confirmed_by=reviewer)
    draft_reply(fresh(assigned), by=official, body="谁也没有签过的话。", seen=Reply.objects.get())
    deliver_all()
    assert len(mailbox.letters) >= 2
    assert not [each for each in mailbox.letters if "谁也没有签过的话。" in each.get_content()]


def test_only_an_answer_is_rated(assigned: Question) -> None:
    with pytest.raises(InvalidMove):
        rate_question(assigned, rating=5)
    Question.objects.filter(pk=assigned.pk).update(status="answered", closed_at=clock.now())
    for wrong in (0, 6, -1):
        with pytest.raises(Invalid):
            rate_question(fresh(assigned), rating=wrong)
    assert rate_question(fresh(assigned), rating=5, note=" 好 ").rating_note == "好"


def test_who_sees_what_is_not_public(
    department: Department, editor: User, official: User, other_official: User, resident: User, neighbour: User,
    supervisor: User, stranger: Any,
) -> None:  # fmt: skip
    waiting = ask(by=resident)
    for who in (resident, editor, supervisor):
        assert visible_to(who).filter(pk=waiting.pk).exists()
    for other in (neighbour, official, other_official, stranger, None):
        assert not visible_to(other).filter(pk=waiting.pk).exists()
    assign_question(waiting, department, by=editor)
    assert visible_to(official).filter(pk=waiting.pk).exists()
    for other in (neighbour, other_official, stranger):
        assert not visible_to(other).filter(pk=waiting.pk).exists()


def test_the_asker_is_told_of_each_step(
    department: Department, editor: User, official: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    question = ask(contact="zhu@example.org", language="en")
    deliver_all()
    assign_question(question, department, by=editor)
    deliver_all()
    decline_question(question, by=official, reason="Please ask the court instead.")
    deliver_all()
    deliver_all()
    letters = mailbox.to("zhu@example.org")
    assert len(letters) == 3 and all(question.number in str(each["Subject"]) for each in letters)
    assert "Please ask the court instead." in letters[-1].get_content()


def test_the_database_has_the_last_word(assigned: Question) -> None:
    rows = Question.objects.filter(pk=assigned.pk)
    for wrong in (
        {"body": ""}, {"status": "merged", "closed_at": clock.now()}, {"status": "answered"}, {"department": None},
        {"wants_publication": False},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


@pytest.mark.parametrize("reason", ["。", "无", "不行", "无" * 12])
def test_a_refusal_tells_its_asker_why_and_where_to_turn(
    assigned: Question, official: User, reason: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        decline_question(assigned, by=official, reason=reason)
    assert set(refusal.value.errors) == {"reason"}


def test_what_is_overdue_is_answered_and_neither_refused_nor_left_to_wait_with_another(
    assigned: Question, department: Department, editor: User, official: User, reviewer: User
) -> None:
    other = assign_question(ask(wants_publication=True), department, by=editor, show=True)
    with clock.at(clock.starts_at(assigned.due_on + timedelta(days=1))):
        with pytest.raises(InvalidMove):
            decline_question(fresh(assigned), by=official, reason="正在诉讼中，请向法院提出。")
        with pytest.raises(Invalid) as refusal:
            merge_question(fresh(assigned), fresh(other), by=editor)
        assert set(refusal.value.errors) == {"into"}
