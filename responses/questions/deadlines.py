"""The question's copy of its due day follows the deadline when a calendar was amended."""

from participation.delivery.registry import Payload, on
from responses.questions.models import Question
from responses.questions.steps import follow_deadline


@on("deadline.recomputed", "deadline.kept", name="questions.follow_calendar")
def follow_calendar(event: Payload) -> None:
    """A calendar was amended: the deadline moved, or its promised day stands and is no longer provisional."""
    question = Question.objects.select_related("deadline").filter(deadline=event["object_id"]).first()
    if question is not None:
        follow_deadline(question)
        question.save(update_fields=["due_on", "due_is_provisional"])
