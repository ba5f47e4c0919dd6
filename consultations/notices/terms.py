"""The terms of a notice as they were in force when it was published: what people were told then holds."""

from dataclasses import replace

from consultations.notices.models import Consultation
from participation import clock
from participation.deadlines.rulebook import Rule, RuleUnit, UnknownRule, minimum_period, rule

FEEDBACK_RULE = "A21"


def feedback_term(consultation: Consultation) -> Rule:
    """Rule A21 of the day of publication; of today for a notice that is not out yet."""
    published_at = consultation.published_at
    return rule(FEEDBACK_RULE, clock.day_of(published_at) if published_at else None)


def least_period(consultation: Consultation) -> Rule:
    """The least comment period as the notice told it when it was published; today's for one that is not out yet."""
    if not consultation.minimum_period:
        return minimum_period(consultation.kind)
    rule_id, value, unit, *_rest = consultation.minimum_period.split()
    try:
        now = rule(rule_id)
    except UnknownRule:  # a rule that no longer stands in the book
        now = minimum_period(consultation.kind)
    return replace(
        now, value=int(value), unit=_unit(unit), basis=consultation.legal_basis or now.basis, shipped=None
    )


def _unit(name: str) -> RuleUnit:
    return "working" if name == "working" else "calendar"
