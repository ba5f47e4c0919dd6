"""The terms of a notice as they were in force when it was published: what people were told then holds."""

from consultations.notices.models import Consultation
from participation import clock
from participation.deadlines.rulebook import Rule, rule

FEEDBACK_RULE = "A21"
UNCONFIRMED = "unconfirmed"


def feedback_term(consultation: Consultation) -> Rule:
    """Rule A21 of the day of publication; of today for a notice that is not out yet."""
    published_at = consultation.published_at
    return rule(FEEDBACK_RULE, clock.day_of(published_at) if published_at else None)


def as_kept(law: Rule) -> str:
    """The least period as a notice keeps it: “A1 30 calendar”, and whether it was a default nobody had confirmed."""
    return f"{law.id} {law.number} {law.unit}" + ("" if law.confirmed else f" {UNCONFIRMED}")
