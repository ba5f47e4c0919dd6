"""What the law asks for before a consultation may be published. The desk's checklist and the refusal say the same."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.notices.models import Consultation
from participation import clock
from participation.deadlines.rulebook import Rule, minimum_period
from participation.deadlines.rulebook import rule as rule_now
from participation.errors import Incomplete


@dataclass(frozen=True)
class Gate:
    """One thing the law asks for: whether it is there, in which field, and by which basis."""

    field: str
    words: str
    basis: str
    met: bool
    holds: str  # what is true once it is met


def gates(consultation: Consultation) -> list[Gate]:
    """Everything asked for, met or not, in the order in which the desk shows it."""
    return [*_notice_parts(consultation), *_period(consultation)]


def require(consultation: Consultation) -> None:
    """Raise Incomplete naming each field that keeps the notice from being published, with its basis."""
    missing: dict[str, list[str]] = {}
    for gate in gates(consultation):
        if not gate.met:
            missing.setdefault(gate.field, []).append(
                f"{gate.words} ({gate.basis})" if gate.basis else gate.words
            )
    if missing:
        raise Incomplete(_("The notice cannot be published yet."), errors=missing)


def require_known_default(consultation: Consultation, *, is_known: bool) -> Rule:
    """The rule of the least period. Raise Incomplete while it is a default of this platform that the county has not
    confirmed, and whoever publishes does not say that this is known.
    """
    law = minimum_period(consultation.kind)
    if not law.confirmed and not is_known:
        message = _(
            "The least period rests on a default that the county has not confirmed: say that you know it."
        )
        raise Incomplete(message, errors={"default_known": [message]})
    return law


def is_shorter_than_the_law(consultation: Consultation, rule: Rule) -> bool:
    """Whether the period ends before the minimum, the first day not counted."""
    return consultation.closes_on < rule.earliest_end(consultation.opens_on)


def _notice_parts(consultation: Consultation) -> list[Gate]:
    is_major = consultation.kind == Consultation.Kind.MAJOR_DECISION
    basis = rule_now("A2").basis if is_major else minimum_period(consultation.kind).basis
    ways = (consultation.phone, consultation.postal_address, consultation.email, consultation.hall)
    return [
        Gate("title", _("The title is missing."), "", bool(consultation.title.strip()), _("The title is there")),
        Gate("document", _("The draft has no text."), basis, consultation.draft_version.passages.exists(),
             _("The draft has its text")),
        Gate("drafting_note", _("The drafting note is missing."), basis, bool(consultation.drafting_note.strip()),
             _("The drafting note is there")),
        Gate("summary", _("The summary in plain words is missing."), "", bool(consultation.summary.strip()),
             _("The summary is there")),
        Gate("phone", _("Name at least one way to comment besides this site."), "", any(ways),
             _("There is another way to comment")),
    ]  # fmt: skip


def _period(consultation: Consultation) -> list[Gate]:
    rule = minimum_period(consultation.kind)
    reason_given = bool(consultation.shortening_reason.strip())
    short = is_shorter_than_the_law(consultation, rule)
    message = _("The period is shorter than %(amount)s: say publicly why.") % {"amount": rule.amount}
    return [
        Gate("shortening_reason", message, rule.basis, reason_given or not short,
             _("The period is shorter, and the reason is given") if short else _("The period is long enough")),
        Gate("opens_on", _("The first day has passed."), "", consultation.opens_on >= clock.today(),
             _("The first day is still to come")),
    ]  # fmt: skip
