"""The way of a question as those read it who work on it: who sent which answer to be signed, and who sent it back."""

from frontend.shared.audit_words import doer_of, words_of
from frontend.shared.question_view import StepShown, steps_of
from participation.ledger.audit import trail
from responses.models import Question, Reply

INSIDE = ("reply.submitted", "reply.returned")


def steps_inside(question: Question, reply: Reply | None) -> list[StepShown]:
    """What everybody reads, and between it what went from hand to hand. One query more."""
    entries = trail(reply).filter(act__in=INSIDE).select_related("by") if reply else ()
    handed = [StepShown(entry.at, words_of(entry), None, "", doer_of(entry)) for entry in entries]
    return sorted([*steps_of(question), *handed], key=lambda step: step.at)
