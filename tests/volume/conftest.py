"""A county at volume: one of each thing made through the actions, and as many more like it as a test asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Model, OuterRef, Subquery

from consultations.comments.actions import accept_comment
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import import_draft, revise
from consultations.documents.reading import read_text
from consultations.models import Comment, Consultation, Opinion
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.counters import add_to_counters
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published
from participation.corrections.models import Correction
from participation.deadlines.models import Deadline
from participation.ledger.audit import record
from participation.ledger.models import AuditEntry
from responses.interpretations.actions import PartText, prepare_interpretation, publish_interpretation
from responses.models import Chaser, Interpretation, Question, Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import after_closing, comment_on, decided, notice_fields

ARTICLES = 60
BATCH = 500
RESULTS = [Opinion.Disposition.ADOPTED, Opinion.Disposition.PARTLY_ADOPTED, Opinion.Disposition.NOT_ADOPTED]


def text(price: str, draft: bool = True) -> Any:
    """A regulation of sixty articles, each of which says the price."""
    articles = "\n\n".join(
        f"第{n}条 第{n}类用户的水费每吨不超过{price}，由供水单位按月收取并公布。"
        for n in range(1, ARTICLES + 1)
    )
    return read_text(f"# 饮水管理办法{'（征求意见稿）' if draft else ''}\n\n{articles}\n", markdown=True)


def like(row: Model, **changes: Any) -> Any:
    """A new row that differs from this one in `changes` only; not saved."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del values[str(row._meta.pk and row._meta.pk.attname)]
    made = type(row)(**values)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def keep(rows: Iterable[Model]) -> list[Any]:
    made = list(rows)
    return list(type(made[0])._default_manager.bulk_create(made, batch_size=BATCH)) if made else []


@dataclass
class County:
    """`grow(n)` brings everything that people send in, and what comes of it, to n rows of each kind."""

    concluded: Consultation
    open: Consultation
    comment: Comment
    pending: Comment
    interpretation: Interpretation
    answered: Question
    waiting: Question
    chaser: Chaser
    correction: Correction
    entry: AuditEntry
    size: int = 1

    def grow(self, size: int) -> None:
        """What was made through the actions, and copies of it for weight only."""
        names = range(self.size, size)
        self._comments(names)
        self._questions(names)
        keep(like(self.entry) for _ in names)
        self.size = size
        cache.clear()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database does by itself that has grown

    def _comments(self, names: range) -> None:
        """Every other one is on the same article; adopted, partly adopted and refused in turn."""
        clauses = [row.clause for row in self.concluded.draft_version.passages.filter(level="article")]
        opinion = self.comment.opinions.get()
        where = [clauses[0] if n % 2 else clauses[n // 2 % len(clauses)] for n in names]
        sent = keep(
            like(self.comment, number=f"YJ-260101-S{n:05}", clause_id=clause.pk)
            for n, clause in zip(names, where, strict=True)
        )
        results = [RESULTS[n % 3] for n in names]
        keep(
            like(
                opinion, comment_id=comment.pk, disposition=result, reason="供水有成本，水价暂不降。",
                changed_clause_id=None if result == RESULTS[2] else comment.clause_id,
            )
            for comment, result in zip(sent, results, strict=True)
        )  # fmt: skip
        waiting = keep(like(self.pending, number=f"YJ-260101-P{n:05}") for n in names)
        keep(like(self.pending.opinions.get(), comment_id=comment.pk) for comment in waiting)
        counted = {result.value: results.count(result) for result in RESULTS}
        add_to_counters(self.concluded.pk, {"published": len(names), **counted})
        add_to_counters(self.open.pk, {"pending": len(names), "open": len(names)})

    def _questions(self, names: range) -> None:
        """As many answered as waiting; each of those waiting is overdue and was called for."""
        done = keep(like(self.answered, number=f"WT-260101-A{n:05}", deadline_id=None) for n in names)
        replies = keep(like(self.answered.reply, question_id=question.pk) for question in done)
        keep(like(self.correction, object_id=reply.pk) for reply in replies)
        deadline = self.waiting.deadline
        assert deadline
        running = keep(like(deadline, subject_id=-n) for n in names)  # of questions that are still to come
        keep(
            like(self.waiting, number=f"WT-260101-W{n:05}", deadline_id=its_own.pk)
            for n, its_own in zip(names, running, strict=True)
        )
        its_question = Question.objects.filter(deadline=OuterRef("pk")).values("pk")[:1]
        Deadline.objects.filter(subject_id__lt=0).update(subject_id=Subquery(its_question))
        keep(like(self.chaser, deadline_id=its_own.pk) for its_own in running)


@pytest.fixture
def consultations_made(
    official: User, editor: User, reviewer: User, moderator: User, resident: User, department: Department
) -> tuple[Consultation, Consultation, Comment, Comment]:
    """One that was concluded with its final text, one that is open; each with a comment."""
    version = import_draft(text("三元"), department=department, by=official)
    consultation = prepare_consultation(version, by=official, slug="water", **notice_fields())
    consultation = publish_consultation(consultation, by=editor)
    first = version.passages.filter(level="article")[0].clause
    comment = accept_comment(comment_on(consultation, clause=first, by=resident), by=moderator)
    with after_closing(consultation):
        final = revise(version, text("二元", draft=False), by=official)
        dispose_opinion(comment.opinions.get(), "adopted", by=official, changed_clause=first)
        feedback = draft_feedback(consultation, by=official, asked="问了。", said="说了。", did="做了。")
        publish_feedback(feedback, by=reviewer)
        closed = Consultation.objects.get(pk=consultation.pk)
        decided(closed, official=official, reviewer=reviewer, editor=editor)
        concluded = publish_final(closed, final, by=editor)
    other = import_draft(text("五元"), department=department, by=official)
    opened = publish_consultation(
        prepare_consultation(other, by=official, slug="roads", **notice_fields()), by=editor
    )
    return concluded, opened, comment, comment_on(opened, by=resident)


@pytest.fixture
def grown(
    consultations_made: tuple[Consultation, Consultation, Comment, Comment], official: User, editor: User,
    reviewer: User, resident: User, department: Department,
) -> County:  # fmt: skip
    concluded, opened, comment, pending = consultations_made
    parts = [PartText("main", "", "<p>每吨不超过二元。</p>")]
    explained = prepare_interpretation(
        concluded.document, by=official, slug="explained", title="水费怎么收", parts=parts
    )
    publish_interpretation(explained, by=editor)
    answered, waiting = (_question(explained, comment, resident, department, editor) for _ in range(2))
    reply = draft_reply(answered, by=official, body="请携带低保证原件办理。")
    submit_reply(reply, by=official)
    publish_reply(reply, by=reviewer)
    long_ago = clock.today() - timedelta(days=90)
    Question.objects.filter(pk=waiting.pk).update(due_on=long_ago)
    Deadline.objects.filter(subject_id=waiting.pk).update(due_on=long_ago, started_on=long_ago)
    chaser = Chaser.objects.create(
        deadline=Deadline.objects.get(subject_id=waiting.pk),
        kind="chaser",
        department=department,
        at=clock.now(),
        due_on=long_ago,
    )
    reply = Reply.objects.select_related("question").get(pk=reply.pk)
    correction = correct_published(
        reply, by=official, reason="写错了。", changes={"body": "请携带户口簿原件办理。"}
    )
    entry = record("consultation.viewed", concluded, by=editor)
    answered, waiting = (Question.objects.get(pk=row.pk) for row in (answered, waiting))
    return County(
        concluded, opened, comment, pending, explained, answered, waiting, chaser, correction, entry
    )


def _question(
    explained: Interpretation, comment: Comment, resident: User, department: Department, editor: User
) -> Question:
    fields = {"title": "低保户要带什么证件？", "body": "水费减半要带什么？", "wants_publication": True}
    question, _issued = submit_question(by=resident, kind="inquiry", about=explained, **fields)  # type: ignore[arg-type]
    assign_question(question, department, by=editor, show=True)
    Question.objects.filter(pk=question.pk).update(clause=comment.clause)
    return Question.objects.get(pk=question.pk)
