"""Starting, pausing, resuming, restarting, extending and stopping clocks: each one event with its actor and reason.

Who may ask for it is the business of the room that owns the subject; what a clock allows at all is decided here.
`on` is a day in Asia/Shanghai and today unless a room says otherwise.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from participation.accounts.models import Department, User
from participation.errors import Conflict, Incomplete, InvalidMove, NotPermitted, WindowClosed
from participation.transitions import Move, moving

from . import clock as now
from .calendars import calendar_at
from .models import CalendarEdition, Clock, ClockEvent
from .places import home
from .policies import can_approve_extension
from .reckoning import STEPS, Reckoning, Step, Term, reckon
from .rulebook import Rule, Rulebook, UnknownRule
from .rulebook import rule as rule_now
from .words import day_words

Kind = ClockEvent.Kind


@dataclass(frozen=True, slots=True)
class Approval:
    """What an extension needs besides its reason."""

    approved_by: User
    days: int
    notified_at: datetime | None


TABLE = {
    "running": ("running", "paused", "stopped"),
    "paused": ("running", "paused", "stopped"),
    "stopped": (),
}


def start(
    *,
    subject: models.Model,
    rule: str | Rule,
    by: User | None,
    on: date | None = None,
    department: Department | None = None,
    reason: str = "",
) -> Clock:
    """Start the term of `rule` for `subject`; the day itself is not counted. The numbers in force are copied, so a
    later change of the rule leaves this promise alone. Raises Conflict when such a clock is running already,
    UnknownRule, TypeError for a rule that does not count days.
    """
    law = rule if isinstance(rule, Rule) else rule_now(rule, on)
    on = on or now.today()
    clock = Clock(
        subject_kind=subject._meta.model_name or "",
        subject_id=subject.pk,
        department=department,
        rule_id=law.id,
        place=home(),
        count=law.number,
        unit=law.day_unit,
        rolls=law.rolls,
        started_on=on,
    )
    first = reckon(_term(clock), [Step("started", on)], calendar_at(clock.place))
    clock.due_on, clock.provisional = first.due, first.stretch.provisional
    try:
        with transaction.atomic():
            clock.save()
            _note(clock, Kind.STARTED, by=by, on=on, reason=reason, before=None)
    except IntegrityError:
        raise Conflict(_("This clock is running already.")) from None
    return clock


def pause(clock: Clock, *, by: User | None, reason: str, on: date | None = None) -> Clock:
    """Let the time stand still, for instance while a third party is asked. Not once it is overdue.

    Raises Incomplete without a reason, WindowClosed when overdue, InvalidMove, Conflict.
    """
    _need(reason)
    with _moved(clock, "paused", Kind.PAUSED, by=by, on=on, reason=reason, frm="running") as (held, day):
        _not_overdue(held, day)
        held.paused_on = day
    return clock


def resume(clock: Clock, *, by: User | None, reason: str = "", on: date | None = None) -> Clock:
    """Let the time go on; the days between are left out. Raises InvalidMove, Conflict."""
    with _moved(clock, "running", Kind.RESUMED, by=by, on=on, reason=reason, frm="paused") as (held, _day):
        held.paused_on = None
    return clock


def restart(clock: Clock, *, by: User | None, reason: str, on: date | None = None) -> Clock:
    """Begin the whole term anew, for instance when a completed request arrives (补正). Raises Incomplete without a
    reason, InvalidMove, Conflict.
    """
    _need(reason)
    with _moved(clock, "running", Kind.RESTARTED, by=by, on=on, reason=reason) as (held, _day):
        held.paused_on = None
    return clock


def extend(
    clock: Clock,
    days: int,
    *,
    by: User | None,
    approved_by: User,
    reason: str,
    notified_at: datetime | None = None,
    on: date | None = None,
) -> Clock:
    """Give `days` more, in the clock's own unit, before it expires: approved by a head who is not the one asking,
    with a reason, told to the person (`notified_at`, or `note_notice` later). All extensions together stay within
    the rule's own limit. Raises NotPermitted, WindowClosed when overdue, Incomplete, InvalidMove, Conflict.
    """
    _need(reason)
    if approved_by == by or not can_approve_extension(approved_by, clock):
        raise NotPermitted(
            _("An extension is approved by the head of the unit, not by the one who asks for it.")
        )
    approval = Approval(approved_by, days, notified_at)
    with _moved(clock, clock.state, Kind.EXTENDED, by=by, on=on, reason=reason, approval=approval) as (
        held,
        day,
    ):
        if held.state == "running":
            _not_overdue(held, day)
        _within_limit(held, days)
    return clock


def note_notice(event: ClockEvent, *, at: datetime | None = None) -> None:
    """Note that the person was told of an extension; the first note stays."""
    ClockEvent.objects.filter(pk=event.pk, notified_at=None).update(notified_at=at or now.now())


def stop(clock: Clock, *, by: User | None, reason: str = "", on: date | None = None) -> Clock:
    """End it: the thing is done. Whether in time stays to be seen from `stopped_on` and `due_on`.

    Raises InvalidMove when it was stopped before, Conflict.
    """
    with _moved(clock, "stopped", Kind.STOPPED, by=by, on=on, reason=reason) as (held, day):
        held.paused_on, held.stopped_on = None, day
    return clock


def hand_over(clock: Clock, department: Department, *, by: User | None, reason: str = "") -> Clock:
    """Another department answers for it now; the time runs on. Raises InvalidMove when stopped, Conflict."""
    with _moved(clock, clock.state, Kind.HANDED_OVER, by=by, on=None, reason=reason) as (held, _day):
        held.department = department
    return clock


def recompute(clock: Clock, edition: CalendarEdition) -> bool:
    """A calendar changed: move the due day if it became later or is no longer provisional; says whether it did.

    A promise is never moved to an earlier day: then nothing happens here, see `note_kept`.
    """
    stands = reckon_clock(clock)
    settled = clock.provisional and not stands.stretch.provisional and stands.due == clock.due_on
    if stands.due <= clock.due_on and not settled:
        return False
    with _moved(
        clock, clock.state, Kind.RECOMPUTED, by=None, on=None, reason=edition.source, edition=edition
    ):
        pass
    return True


def note_kept(clock: Clock, edition: CalendarEdition) -> bool:
    """Note, once for an edition, that a clock would end earlier by the new calendar and keeps its promised day."""
    stands = reckon_clock(clock)
    if stands.due >= clock.due_on or clock.events.filter(kind=Kind.KEPT, edition=edition).exists():
        return False
    with transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(provisional=stands.stretch.provisional)
        _note(
            clock,
            Kind.KEPT,
            by=None,
            on=now.today(),
            reason=edition.source,
            before=clock.due_on,
            edition=edition,
        )
    return True


def live_clock(subject: models.Model, rule: str | None = None) -> Clock | None:
    """The clock of `subject` that is running or paused, if there is one."""
    clocks = Clock.objects.of(subject._meta.model_name or "", subject.pk).live().select_related("department")
    return (clocks.filter(rule_id=rule) if rule else clocks).order_by("pk").first()


def reckon_clock(clock: Clock, edition: CalendarEdition | None = None) -> Reckoning:
    """Where the clock stands by its events, over the calendar as it is now or was with `edition`."""
    steps = [
        Step(event.kind, event.on, event.days or 0)
        for event in clock.events.order_by("pk")
        if event.kind in STEPS
    ]
    return reckon(_term(clock), steps, calendar_at(clock.place, edition))


@contextmanager
def _moved(
    clock: Clock,
    to: str,
    kind: ClockEvent.Kind,
    *,
    by: User | None,
    on: date | None,
    reason: str,
    frm: str | None = None,
    approval: Approval | None = None,
    edition: CalendarEdition | None = None,
) -> Iterator[tuple[Clock, date]]:
    """One move of a clock: the body changes it and may refuse; then its event is written and the due day reckoned."""
    day = on or now.today()
    with moving(clock, to, by=by, table=TABLE, event=f"clock.{kind.value}", on="state") as move:
        held: Clock = move.row
        if frm and held.state != frm:
            raise InvalidMove(_("This clock is “%(state)s”.") % {"state": held.get_state_display()})
        last = held.events.order_by("pk").last()
        if last and kind == Kind.RECOMPUTED:
            day = max(day, last.on)
        if last and day < last.on:
            raise InvalidMove(_("This clock has events after %(day)s.") % {"day": day_words(day)})
        before = held.due_on
        yield held, day
        event = _note(
            held, kind, by=by, on=day, reason=reason, before=before, approval=approval, edition=edition
        )
        if kind not in (Kind.STOPPED, Kind.HANDED_OVER):
            _set_due(held, event)
        _tell(move, reason, before)


def _set_due(clock: Clock, event: ClockEvent) -> None:
    stands = reckon_clock(clock)
    clock.due_on = max(
        stands.due, clock.due_on
    )  # what was promised to somebody never moves to an earlier day
    clock.provisional = stands.stretch.provisional
    ClockEvent.objects.filter(pk=event.pk).update(due_after=clock.due_on)


def _note(
    clock: Clock,
    kind: ClockEvent.Kind,
    *,
    by: User | None,
    on: date,
    before: date | None,
    reason: str = "",
    approval: Approval | None = None,
    edition: CalendarEdition | None = None,
) -> ClockEvent:
    return ClockEvent.objects.create(
        clock=clock,
        kind=kind,
        on=on,
        at=now.now(),
        by=by,
        reason=reason.strip(),
        due_before=before,
        due_after=clock.due_on,
        edition=edition,
        approved_by=approval.approved_by if approval else None,
        days=approval.days if approval else None,
        notified_at=approval.notified_at if approval else None,
    )


def _tell(move: Move[Clock], reason: str, before: date) -> None:
    held = move.row
    days = {"due_before": before.isoformat(), "due_on": held.due_on.isoformat()}
    move.note.update({"rule": held.rule_id, "reason": reason, **days})
    move.data.update(
        {"subject": held.subject_kind, "subject_id": held.subject_id, "rule": held.rule_id, **days}
    )


def _term(clock: Clock) -> Term:
    return Term(clock.count, "working" if clock.unit == "working" else "calendar", clock.rolls)


def _need(reason: str) -> None:
    if not reason.strip():
        raise Incomplete(_("Say why."), errors={"reason": [_("Say why.")]})


def _not_overdue(clock: Clock, day: date) -> None:
    if day > clock.due_on:
        raise WindowClosed(_("This is overdue since %(day)s.") % {"day": day_words(clock.due_on)})


def _within_limit(clock: Clock, days: int) -> None:
    """The longest extension stands in the rulebook beside the rule: C15-extension, C3-extension for C3-inquiry."""
    limit = _extension_rule(clock.rule_id)
    if limit is None:
        raise InvalidMove(_("The rules know no extension of this term."))
    given = clock.events.filter(kind=Kind.EXTENDED).aggregate(sum=models.Sum("days"))["sum"] or 0
    if days < 1 or given + days > limit.number:
        words = _("All extensions together are at most %(amount)s (%(basis)s).")
        said = words % {"amount": limit.amount, "basis": limit.basis}
        raise Incomplete(said, errors={"days": [said]})


def _extension_rule(rule_id: str) -> Rule | None:
    book = Rulebook()
    for name in dict.fromkeys([f"{rule_id}-extension", f"{rule_id.split('-')[0]}-extension"]):
        try:
            return book.rule(name)
        except UnknownRule:
            continue
    return None
