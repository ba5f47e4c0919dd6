"""Only imports the rooms' models, so that tables are named responses_question and so on."""

from responses.interpretations.models import Interpretation, Part
from responses.questions.models import Question, QuestionStep
from responses.replies.models import KeptDraft, Reply
from responses.supervision.models import Chaser, Circular, Duty

__all__ = [
    "Chaser",
    "Circular",
    "Duty",
    "Interpretation",
    "KeptDraft",
    "Part",
    "Question",
    "QuestionStep",
    "Reply",
]
