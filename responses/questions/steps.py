"""The public history of a question: each step with its date and department."""

from typing import Any

from participation import clock
from participation.accounts.models import Department
from responses.questions.models import Question, QuestionStep


def add_step(
    question: Question, step: str, *, department: Department | None = None, note: str = "", **data: Any
) -> QuestionStep:
    """Write one step, in the transaction of the act."""
    return QuestionStep.objects.create(
        question=question, at=clock.now(), step=step, department=department, note=note, data=data
    )


def follow_deadline(question: Question) -> None:
    """Copy the due day off the clock; the caller saves, in the transaction that moved the clock."""
    if question.deadline is not None:
        question.due_on, question.due_is_provisional = question.deadline.due_on, question.deadline.provisional
