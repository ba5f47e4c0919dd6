"""The terms of a notice as they were in force when it was published: what people were told then holds."""

from dataclasses import replace

from consultations.notices.models import Consultation
from participation import clock
from participation.deadlines.rulebook import Rule, RuleUnit, UnknownRule, minimum_period, rule

FEEDBACK_RULE = "A21"
UNCONFIRMED = "unconfirmed"


def feedback_term(consultation: Consultation) -> Rule:
    """Rule A21 of the day of publication; of today for a notice that is not out yet."""
    published_at = consultation.published_at
    return rule(FEEDBACK_RULE, clock.day_of(published_at) if published_at else None)


def as_kept(law: Rule) -> str:
    """The least period as a notice keeps it: “A1 30 calendar”, and whether it was a default nobody had confirmed."""
    return f"{law.id} {law.number} {law.unit}" + ("" if law.confirmed else f" {UNCONFIRMED}")


def least_period(consultation: Consultation) -> Rule:
    """The least comment period as the notice told it when it was published; today's for one that is not out yet."""
    if not consultation.minimum_period:
        return minimum_period(consultation.kind)
    rule_id, value, unit, *mark = consultation.minimum_period.split()
    try:
        now = rule(rule_id)
    except UnknownRule:  # a rule that no longer stands in the book
        now = minimum_period(consultation.kind)
    basis = consultation.legal_basis or now.basis
    number, confirmed = int(value), UNCONFIRMED not in mark
    return replace(now, value=number, unit=_unit(unit), basis=basis, confirmed=confirmed, shipped=None)


def _unit(name: str) -> RuleUnit:
    return "working" if name == "working" else "calendar"
