"""Reading replies."""

from responses.questions.models import Question
from responses.replies.models import Reply


def reply_of(question: Question) -> Reply | None:
    """Its reply, if one has been begun."""
    return getattr(question, "reply", None)
