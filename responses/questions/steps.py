"""The public history of a question: each step with its date and department."""

from typing import Any

from participation import clock
from participation.accounts.models import Department
from participation.deadlines.models import Deadline
from participation.transitions import Move
from responses.questions.models import Question, QuestionStep


def add_step(
    question: Question, step: str, *, department: Department | None = None, note: str = "", **data: Any
) -> QuestionStep:
    """Write one step, in the transaction of the act."""
    return QuestionStep.objects.create(
        question=question, at=clock.now(), step=step, department=department, note=note, data=data
    )


def take_step(
    move: Move[Question], step: str, *, department: Department | None = None, note: str = "", **data: Any
) -> None:
    """Write the step of a transition, and into its event what a mail will say of it, whatever happens later."""
    add_step(move.row, step, department=department, note=note, **data)
    move.data.update(
        note=note, due_on=move.row.due_on.isoformat(), department=department.pk if department else None
    )


def follow_deadline(question: Question) -> None:
    """Copy the due day off the clock; the caller saves, in the transaction that moved the clock."""
    if question.deadline is not None:
        question.due_on, question.due_is_provisional = question.deadline.due_on, question.deadline.provisional


def question_of(deadline: Deadline) -> Question | None:
    """The question whose term it is; kept on the deadline. One query."""
    if not hasattr(deadline, "_question"):
        rows = Question.objects.filter(deadline=deadline).select_related("department")
        deadline._question = rows.first()  # type: ignore[attr-defined]
    found: Question | None = deadline._question  # type: ignore[attr-defined]
    return found
