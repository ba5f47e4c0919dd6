"""The terms of a notice as they were in force when it was published: what people were told then holds."""

from consultations.notices.models import Consultation
from participation import clock
from participation.deadlines.rulebook import Rule, rule

FEEDBACK_RULE = "A21"


def feedback_term(consultation: Consultation) -> Rule:
    """Rule A21 of the day of publication; of today for a notice that is not out yet."""
    published_at = consultation.published_at
    return rule(FEEDBACK_RULE, clock.day_of(published_at) if published_at else None)
