"""What the bulk writers leave is what the acts leave for the same story, column for column, leaf for leaf."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from consultations.comments.ledger import opinion_content
from consultations.models import Comment, Consultation, Opinion
from consultations.notices.counters import clause_counts, counts_of
from frontend.load import office
from frontend.load.batches import Load, moments
from frontend.load.comment_plans import CommentPlan
from frontend.load.comment_plans import draw as draw_comment
from frontend.load.comments import write_comments
from frontend.load.prose import Prose
from frontend.load.question_plans import Drawing, QuestionPlan
from frontend.load.questions import write_questions
from participation import clock
from participation.accounts.models import Department
from participation.deadlines.models import DeadlineEvent
from participation.ledger.leaves import commitment, verify
from participation.ledger.models import AuditEntry, Leaf, Receipt
from responses.models import Question, Reply
from tests.frontend.load.played import play_comment, play_question

pytestmark = pytest.mark.django_db
SAMPLE = 200  # of every status some, whatever the day
# drawn anew for each row
OWN = {"id", "number", "code_hash", "salt", "commitment", "leaf", "seal", "written_at", "position"}


@pytest.fixture
def county() -> Department:
    return office.county()


@pytest.fixture
def consultation(county: Department) -> Consultation:
    return office.consultation()


def columns(row: Model, *but: str) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in {*OWN, *but}]
    return {field.name: field.value_from_object(row) for field in fields}


def record_of(row: Model) -> dict[str, Any]:
    """What audit, ledger and receipt keep of one row."""
    leaves, receipts = of(Leaf, row), of(Receipt, row)
    return {
        "audit": [columns(each, "object_id") for each in of(AuditEntry, row)],
        "leaves": [columns(each, "object_id") for each in leaves],
        "receipts": [columns(each, "object_id") for each in receipts],
        "receipt's leaf": [each.leaf_id == leaves[0].pk for each in receipts],
    }


def of(model: Any, row: Model) -> list[Any]:
    return list(model.objects.filter(kind=row._meta.model_name, object_id=row.pk).order_by("id"))


def comment_plans(consultation: Consultation) -> list[CommentPlan]:
    until = clock.starts_at(clock.today())
    clauses = [(each.pk, f"第{n}条") for n, each in enumerate(office.clauses_of(consultation), 1)]
    times = moments(Load("comment", 7, SAMPLE, "load"), range(SAMPLE), consultation.opens_at, until)
    return [draw_comment(dice, Prose(), clauses, at, until) for dice, at in times]


def told_of(comment: Comment) -> dict[str, Any]:
    opinions = [
        {**columns(each, "comment"), **record_of(each)} for each in Opinion.objects.filter(comment=comment)
    ]
    return {**columns(comment), **record_of(comment), "opinions": opinions}


@pytest.mark.long
def test_comments(consultation: Consultation) -> None:
    people, plans = office.weighers(consultation.department), comment_plans(consultation)
    bulk = [told_of(each) for each in fresh(write_comments(consultation, people, plans))]
    counts, clauses = counts_of(consultation), clause_counts(consultation)
    played = [told_of(play_comment(consultation, people, plan)) for plan in plans]
    for ours, theirs in zip(bulk, played, strict=True):
        assert ours == theirs
    assert {each["status"] for each in bulk} == set(Comment.Status.values)
    assert {each["opinions"][0]["disposition"] for each in bulk if each["opinions"]} == set(
        Opinion.Disposition.values
    )
    assert {name: 2 * n for name, n in counts.items()} == counts_of(consultation)
    assert {name: 2 * n for name, n in clauses.items() if n} == {
        name: n for name, n in clause_counts(consultation).items() if n
    }
    assert list(verify()) == []


def test_a_proposal_has_its_own_leaf(consultation: Consultation) -> None:
    people = office.weighers(consultation.department)
    write_comments(consultation, people, comment_plans(consultation))
    for opinion in Opinion.objects.filter(disposition="not_considered"):
        proposed, confirmed = of(Leaf, opinion)
        for leaf, disposition in ((proposed, "open"), (confirmed, "not_considered")):
            opinion.disposition = disposition
            content = opinion_content(opinion)
            assert leaf.commitment == commitment("opinion", opinion.pk, leaf.salt, content)


def question_plans(county: Department, consultation: Consultation) -> list[QuestionPlan]:
    until = clock.starts_at(clock.today())
    drawing = Drawing(Prose(), office.units(county), office.clauses_of(consultation), until)
    times = moments(
        Load("question", 7, SAMPLE, "load-county"), range(SAMPLE), until - timedelta(days=90), until
    )
    return [drawing.draw(dice, at) for dice, at in times]


def story(question: Question) -> dict[str, Any]:
    """Everything that hangs on a question; what it was joined to by its title."""
    deadline, reply = question.deadline, Reply.objects.filter(question=question).first()
    assert deadline is not None and deadline.subject_id == question.pk
    into = question.merged_into.title if question.merged_into else None
    told = {
        **columns(question, "deadline", "merged_into"),
        **record_of(question),
        "into": into,
        "steps": [{**columns(each, "question"), "data": sorted(each.data)} for each in question.steps.all()],
        "deadline": columns(deadline, "subject_id"),
        "events": [
            columns(e, "deadline") for e in DeadlineEvent.objects.filter(deadline=deadline).order_by("id")
        ],
        "deadline's audit": record_of(deadline)["audit"],
    }
    if reply:
        told["reply"] = {**columns(reply, "question"), **record_of(reply)}
    return told


@pytest.mark.long
def test_questions(county: Department, consultation: Consultation) -> None:
    router, plans = office.router(county), question_plans(county, consultation)
    bulk = [story(each) for each in fresh(write_questions(county, router, plans))]
    played: dict[int, Question] = {}
    for plan in plans:
        played[id(plan)] = play_question(router, plan, played)
    for ours, plan in zip(bulk, plans, strict=True):
        assert ours == story(played[id(plan)])
    assert {each["status"] for each in bulk} == set(Question.Status.values)
    assert {each["reply"]["status"] for each in bulk if "reply" in each} == set(Reply.Status.values)
    assert list(verify()) == []


def fresh(rows: list[Any]) -> list[Any]:
    """As they stand in the database, in the same order."""
    there = type(rows[0]).objects.in_bulk([row.pk for row in rows])
    return [there[row.pk] for row in rows]
