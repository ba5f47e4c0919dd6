"""The public history of a question: each step with its date and department."""

from typing import Any

from participation.accounts.models import Department
from participation.deadlines import clock
from responses.questions.models import Question, QuestionStep


def add_step(
    question: Question, step: str, *, department: Department | None = None, note: str = "", **data: Any
) -> QuestionStep:
    """Write one step, in the transaction of the act."""
    return QuestionStep.objects.create(
        question=question, at=clock.now(), step=step, department=department, note=note, data=data
    )
