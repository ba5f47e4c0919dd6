"""A deadline's whole story in words, for the page on which people see how their due date came about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from participation.deadlines.computing import compute_from
from participation.deadlines.due_dates import ComputedDue
from participation.deadlines.explanations import explain
from participation.deadlines.models import Deadline, DeadlineEvent
from participation.deadlines.rulebook import Rule, rule
from participation.deadlines.workdays import Due
from participation.text.days import day_words

Kind = DeadlineEvent.Kind


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event and what it did, said to a resident; who did it stays with the desk."""

    event: DeadlineEvent
    words: str


@dataclass(frozen=True, slots=True)
class DeadlineHistory:
    """Where a deadline stands and how it came there."""

    deadline: Deadline
    lines: Sequence[HistoryLine]
    stands: ComputedDue

    @property
    def rule(self) -> Rule:
        """The rule as it was when the deadline started. One query."""
        return rule(self.deadline.rule_id, self.deadline.started_on, place=self.deadline.place)

    @property
    def drawn(self) -> Due:
        """The stretch as the little calendar shows it: it ends on the day that was promised."""
        return replace(self.stands.stretch, due=max(self.stands.due, self.deadline.due_on))

    @property
    def basis(self) -> str:
        """The last computation in one sentence, with the days used before it and the promise that was kept."""
        if self.stands.paused_on:
            return self._while_paused()
        sentences = [explain(self.stands.stretch)]
        if self.stands.used:
            used = ngettext(
                "%(used)d of %(allowed)d day was used before.",
                "%(used)d of %(allowed)d days were used before.",
                self.stands.used,
            )
            sentences.append(used % {"used": self.stands.used, "allowed": self.stands.allowed})
        if self.deadline.due_on > self.stands.due:
            kept = _("You were told %(day)s, and that day stands.")
            sentences.append(kept % {"day": day_words(self.deadline.due_on)})
        return _gap().join(sentences)

    def _while_paused(self) -> str:
        stands = self.stands
        days = {"used": stands.used, "allowed": stands.allowed, "left": max(stands.allowed - stands.used, 0)}
        text = _("The clock stands since %(day)s. %(used)d of %(allowed)d days were used; %(left)d are left.")
        return text % {"day": day_words(stands.paused_on or self.deadline.started_on), **days}


def history_of(deadline: Deadline) -> DeadlineHistory:
    """The history of one deadline: two queries, for its events and its calendar."""
    events = list(deadline.events.order_by("pk"))
    return DeadlineHistory(
        deadline=deadline,
        lines=[HistoryLine(event, _words(event, deadline)) for event in events],
        stands=compute_from(deadline, events),
    )


def _words(event: DeadlineEvent, deadline: Deadline) -> str:
    values = {
        "on": day_words(event.on),
        "due": day_words(event.due_after),
        "reason": event.reason,
        "days": event.days,
    }
    moved = event.due_before != event.due_after
    match event.kind:
        case Kind.STARTED:
            return _("Started on %(on)s, due on %(due)s.") % values
        case Kind.PAUSED:
            return _("Paused on %(on)s: %(reason)s") % values
        case Kind.RESUMED:
            return _("Went on from %(on)s, due on %(due)s.") % values
        case Kind.RESTARTED:
            return _("Began anew on %(on)s, due on %(due)s: %(reason)s") % values
        case Kind.EXTENDED if deadline.unit == Deadline.Unit.WORKING:
            return _("Extended by %(days)d working days to %(due)s: %(reason)s") % values
        case Kind.EXTENDED:
            return _("Extended by %(days)d calendar days to %(due)s: %(reason)s") % values
        case Kind.RECOMPUTED if moved:
            return _("Moved to %(due)s after a change of the calendar (%(reason)s).") % values
        case Kind.RECOMPUTED:
            return _("Confirmed for %(due)s: the calendar is published (%(reason)s).") % values
        case Kind.KEPT:
            return _("Stays at %(due)s as promised, though the calendar changed (%(reason)s).") % values
        case Kind.HANDED_OVER:
            return _("Handed to another department on %(on)s.") % values
    return _("Finished on %(on)s.") % values


def _gap() -> str:
    """Chinese sentences follow each other without a space."""
    return "" if (get_language() or "zh").startswith("zh") else " "
