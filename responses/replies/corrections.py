"""A published answer is put right in place, or taken back: then the question waits for a new one."""

from typing import Any

from django.utils.translation import gettext_lazy

from participation.accounts.queries import Anyone
from participation.corrections.models import Correction
from participation.corrections.registry import Correctable, Texts, columns_of, register
from participation.deadlines import actions as deadlines
from participation.deadlines.rulebook import answer_period
from participation.text.reasons import explained
from participation.transitions import transition
from responses.questions.models import Question
from responses.questions.policies import can_answer, can_sign
from responses.questions.steps import add_step, follow_deadline
from responses.replies.actions import checked_body
from responses.replies.models import Reply

ANSWERED, ASSIGNED = Question.Status.ANSWERED, Question.Status.ASSIGNED
PUBLISHED, DRAFT = Reply.Status.PUBLISHED, Reply.Status.DRAFT


def _clean(_row: Reply, texts: Texts) -> Texts:
    return {"body": explained(checked_body(texts["body"]), field="body")}


def _write(row: Reply, correction: Correction, _by: Anyone) -> None:
    row.body = correction.after["body"]
    note = {"correction": correction.pk}
    add_step(row.question, "corrected", department=row.department, note=correction.reason, **note)


def _take_back(row: Reply, correction: Correction, by: Any) -> None:
    """The reply is a draft again; the question is with the department, with a whole new term from today."""
    data = correction.noted()
    question = row.question
    with transition(
        question, ASSIGNED, by=by, table={ANSWERED: [ASSIGNED]}, event="question.reopened"
    ) as asked:
        with transition(
            row, DRAFT, by=by, table={PUBLISHED: [DRAFT]}, event="reply.withdrawn", leaf="reply"
        ) as move:
            move.row.published_at, move.row.signed_by = None, None
            move.note.update(data)
        asked.row.closed_at = asked.row.rating = None
        asked.row.rating_note = ""
        asked.row.deadline = deadlines.start(
            subject=asked.row, rule=answer_period(asked.row.kind), by=by, department=asked.row.department,
            reason=correction.reason,
        )  # fmt: skip
        follow_deadline(asked.row)
        add_step(
            asked.row,
            "withdrawn",
            department=row.department,
            note=correction.reason,
            correction=correction.pk,
        )
        asked.data.update(data, due_on=asked.row.due_on.isoformat())


register(
    Correctable(
        kind="reply",
        model=Reply,
        called=lambda _row: gettext_lazy("Reply"),
        title=lambda row: row.question.title,
        labels={"body": gettext_lazy("Reply")},
        department=lambda row: row.department,
        public_since=lambda row: row.published_at,
        may_propose=lambda user, row: can_answer(user, row.question) or can_sign(user, row.question),
        may_confirm=lambda user, row, _texts: can_sign(user, row.question),
        read=columns_of("body"),
        clean=_clean,
        write=_write,
        take_back=_take_back,
        parent=lambda row: row.question,
        leaf="reply",
        related=("question__department",),
        reasoned=(Correction.Act.WITHDRAW,),
    )
)
