"""A clock's whole story in words, for the page on which people see how their due date came about."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .clocks import reckon_clock
from .models import Clock, ClockEvent
from .reckoning import Reckoning
from .rulebook import Rule, rule
from .words import day_words

Kind = ClockEvent.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One event and what it did, said to a resident; who did it stays with the desk."""

    event: ClockEvent
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """`stands.stretch.days` draws the little calendar of the stretch now running."""

    clock: Clock
    rule: Rule
    lines: Sequence[Line]
    stands: Reckoning

    @property
    def basis(self) -> str:
        """The last reckoning in one sentence, with the days used before it and the promise that was kept."""
        said = [self.stands.stretch.basis]
        if self.stands.used:
            used = ngettext(
                "%(used)d of %(allowed)d day was used before.",
                "%(used)d of %(allowed)d days were used before.",
                self.stands.used,
            )
            said.append(used % {"used": self.stands.used, "allowed": self.stands.allowed})
        if self.clock.due_on > self.stands.due:
            kept = _("You were told %(day)s, and that day stands.")
            said.append(kept % {"day": day_words(self.clock.due_on)})
        return _gap().join(said)


def story_of(clock: Clock) -> Story:
    """The story of one clock: three queries for its events, its calendar and its rule."""
    events = list(clock.events.order_by("pk"))
    return Story(
        clock=clock,
        rule=rule(clock.rule_id, clock.started_on, place=clock.place),
        lines=[Line(event, _words(event, clock)) for event in events],
        stands=reckon_clock(clock),
    )


def _words(event: ClockEvent, clock: Clock) -> str:
    said = {
        "on": day_words(event.on),
        "due": day_words(event.due_after),
        "reason": event.reason,
        "days": event.days,
    }
    moved = event.due_before != event.due_after
    match event.kind:
        case Kind.STARTED:
            return _("Started on %(on)s, due on %(due)s.") % said
        case Kind.PAUSED:
            return _("Paused on %(on)s: %(reason)s") % said
        case Kind.RESUMED:
            return _("Went on from %(on)s, due on %(due)s.") % said
        case Kind.RESTARTED:
            return _("Began anew on %(on)s, due on %(due)s: %(reason)s") % said
        case Kind.EXTENDED if clock.unit == Clock.Unit.WORKING:
            return _("Extended by %(days)d working days to %(due)s: %(reason)s") % said
        case Kind.EXTENDED:
            return _("Extended by %(days)d calendar days to %(due)s: %(reason)s") % said
        case Kind.RECOMPUTED if moved:
            return _("Moved to %(due)s after a change of the calendar (%(reason)s).") % said
        case Kind.RECOMPUTED:
            return _("Confirmed for %(due)s: the calendar is published (%(reason)s).") % said
        case Kind.KEPT:
            return _("Stays at %(due)s as promised, though the calendar changed (%(reason)s).") % said
        case Kind.HANDED_OVER:
            return _("Handed to another department on %(on)s.") % said
    return _("Finished on %(on)s.") % said


def _gap() -> str:
    """Chinese sentences follow each other without a space."""
    return "" if (get_language() or "zh").startswith("zh") else " "
