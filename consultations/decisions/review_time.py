"""How long the legality review had before the meeting (decree 713, article 26): from the day on which it had the text
that was reviewed, not only from the day on which something was sent."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.rounds import latest, name_of
from consultations.decisions.texts import last_changed_on
from consultations.notices.gates import Gate
from participation.deadlines.rulebook import Rule, rule
from participation.text.days import day_words

REVIEW = DecisionStage.Stage.LEGALITY_REVIEW


def first_day_for_meeting(decision: Decision) -> date | None:
    """The first day on which the meeting may be held as far as the time of the review asks; None where it asks for
    nothing, since the unit said why fewer days were enough."""
    row = latest(decision, REVIEW)
    if row is None or row.particulars.get("short_time_reason"):
        return None
    return _after(_began(decision, row)[0], decision)


def _began(decision: Decision, row: DecisionStage) -> tuple[date, bool]:
    """From which day the review's time counts, and whether that is because the text was changed after it was sent."""
    changed = last_changed_on(decision, row)
    is_changed = changed is not None and changed > row.begun_on
    return (changed if changed is not None and is_changed else row.begun_on), is_changed


def _after(began: date, decision: Decision) -> date:
    """The day after the review's own days, the last of them whole."""
    return _law(decision).earliest_end(began) + timedelta(days=1)


def _law(decision: Decision) -> Rule:
    return rule("A10" if decision.kind == Decision.Kind.MAJOR_DECISION else "A11")


def _basis(law: Rule, decision: Decision) -> str:
    """Another matter goes this way by the county's own will: no rule on normative documents is cited for it."""
    return "" if decision.kind == Decision.Kind.OTHER else law.basis


def time_for_review(decision: Decision, on: date | None) -> list[Gate]:
    """The usual working days before a meeting `on` that day, or the legality-review unit's own reason for fewer
    (article 26: 一般). They count from the later of two days: it was sent, or what was reviewed was last changed."""
    row, review = latest(decision, REVIEW), name_of(REVIEW, decision.kind)
    if row is None or on is None:
        return []
    law, (began, is_changed) = _law(decision), _began(decision, row)
    first = _after(began, decision)
    message = (
        _("“%(review)s” must have at least %(amount)s before the meeting. The text was changed on %(day)s, after it "
          "was sent, and the time runs anew from then: the meeting is held on %(first)s or later.")
        if is_changed
        else _("“%(review)s” must have at least %(amount)s before the meeting. It was sent on %(day)s: the meeting is "
               "held on %(first)s or later.")
    )  # fmt: skip
    words = {"review": review, "amount": law.amount, "day": day_words(began), "first": day_words(first)}
    holds = (
        _("There was time enough before that day")
        if on >= first
        else _("Fewer working days for “%(review)s”: its unit says why they were enough") % words
    )
    reasoned = bool(row.particulars.get("short_time_reason"))
    return [Gate("held_on", message % words, _basis(law, decision), on >= first or reasoned, holds)]
