"""From what happened to a deadline to its due date. Pure: the same steps over the same calendar give the same day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from participation.deadlines.workdays import Due, Unit, WorkCalendar

StepKind = Literal["started", "paused", "resumed", "restarted", "extended"]
STEPS: tuple[StepKind, ...] = ("started", "paused", "resumed", "restarted", "extended")


@dataclass(frozen=True, slots=True)
class Term:
    """How long, in which days."""

    count: int
    unit: Unit
    rolls: bool = False


@dataclass(frozen=True, slots=True)
class DeadlineStep:
    """What happened, the day from which it counts, and for an extension how many days."""

    kind: StepKind
    on: date
    days: int = 0


@dataclass(frozen=True, slots=True)
class ComputedDue:
    """Where a deadline stands: days allowed, days used before the stretch now running, and that stretch's end."""

    allowed: int
    used: int
    paused_on: date | None
    stretch: Due

    @property
    def due(self) -> date:
        return self.stretch.due


def compute_due(term: Term, steps: Iterable[DeadlineStep], calendar: WorkCalendar) -> ComputedDue:
    """Reckon a term's end.

    No stretch counts its first day: not the day of starting, not the day of resuming; the day of pausing counts.
    So the time between pausing and resuming is left out whole (《政府信息公开条例》第三十三条第三款), and a pause
    that ends on its own day changes nothing. A restart begins anew with the full term (第三十条). While paused the
    end is the one that stood before. Raises ValueError when the steps do not begin with a start.
    """
    start: date | None = None
    allowed, used = term.count, 0
    paused_on: date | None = None
    for step in steps:
        match step.kind:
            case "started" | "restarted":
                start, allowed, used, paused_on = step.on, term.count, 0, None
            case "paused" if start:
                used += days_between(term.unit, start, step.on, calendar)
                paused_on = start = step.on
            case "resumed":
                start, paused_on = step.on, None
            case "extended":
                allowed += step.days
    if start is None:
        raise ValueError("a clock's steps begin with its start")
    return ComputedDue(allowed, used, paused_on, _stretch(term, start, allowed - used, bool(used), calendar))


def days_between(unit: Unit, start: date, until: date, calendar: WorkCalendar) -> int:
    """Days after `start` up to and with `until`: what a stretch uses up, and what a pause leaves out."""
    if unit == "calendar":
        return (until - start).days
    return calendar.working_days_between(start, until)


def pauses_in(steps: Iterable[DeadlineStep], today: date) -> list[tuple[date, date]]:
    """The day on which each pause began and the day on which it ended, `today` for one that stands."""
    found: list[tuple[date, date]] = []
    began: date | None = None
    for step in steps:
        if step.kind == "paused":
            began = step.on
        elif began and step.kind in ("resumed", "restarted"):
            found.append((began, step.on))
            began = None
    return [*found, (began, max(began, today))] if began else found


def _stretch(term: Term, start: date, left: int, went_on: bool, calendar: WorkCalendar) -> Due:
    due = calendar.due_date(start, max(left, 0), term.unit, rolls=term.rolls)
    if not went_on or left > 0 or (term.unit == "calendar" and not term.rolls):
        return due
    last = calendar.next_working_day(start)  # resumed on a day off with nothing left: still a day to act on
    provisional = due.provisional or not calendar.is_known(last)
    return replace(due, due=last, rolled_from=start if last != start else None, provisional=provisional)
