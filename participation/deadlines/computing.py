"""Where a deadline stands by its events, over the calendar of its place."""

from collections.abc import Iterable

from participation.deadlines.calendars import calendar_at
from participation.deadlines.due_dates import STEPS, ComputedDue, DeadlineStep, Term, compute_due
from participation.deadlines.models import CalendarEdition, Deadline, DeadlineEvent


def compute_deadline(deadline: Deadline, edition: CalendarEdition | None = None) -> ComputedDue:
    """Where the deadline stands by its events, over the calendar as it is now or was with `edition`."""
    return compute_from(deadline, deadline.events.order_by("pk"), edition)


def compute_from(
    deadline: Deadline, events: Iterable[DeadlineEvent], edition: CalendarEdition | None = None
) -> ComputedDue:
    """The same from events that were read already."""
    return compute_due(term_of(deadline), steps_of(events), calendar_at(deadline.place, edition))


def steps_of(events: Iterable[DeadlineEvent]) -> list[DeadlineStep]:
    """What of a deadline's events counts for its due day."""
    return [DeadlineStep(event.kind, event.on, event.days or 0) for event in events if event.kind in STEPS]


def term_of(deadline: Deadline) -> Term:
    """The term that it was told: how many days, of which kind, and whether it rolls to a working day."""
    return Term(deadline.count, "working" if deadline.unit == "working" else "calendar", deadline.rolls)
