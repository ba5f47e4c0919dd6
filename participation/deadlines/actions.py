"""Starting, pausing, resuming, restarting, extending and stopping deadlines: each one event with its actor and reason.

Who may ask for it is the business of the room that owns the subject; what a deadline allows at all is decided here.
`on` is a day in Asia/Shanghai and today unless a room says otherwise.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import same_hand
from participation.deadlines.calendars import calendar_at
from participation.deadlines.computing import compute_deadline, term_of
from participation.deadlines.due_dates import (
    DeadlineStep,
    compute_due,
    days_between,
)
from participation.deadlines.limits import days_to_extend, extension_rule
from participation.deadlines.models import CalendarEdition, Deadline, DeadlineEvent
from participation.deadlines.places import home
from participation.deadlines.policies import can_approve_extension, can_approve_pause
from participation.deadlines.rulebook import Rule
from participation.deadlines.rulebook import rule as rule_now
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, InvalidMove, NotPermitted, WindowClosed
from participation.text.days import day_words
from participation.transitions import Move, transition

Kind = DeadlineEvent.Kind


@dataclass(frozen=True, slots=True)
class Approval:
    """What an extension or a pause needs besides its reason; of the end of a pause, the days that it left out."""

    approved_by: User | None
    days: int | None
    notified_at: datetime | None = None


ENDS_PAUSE = (Kind.RESUMED, Kind.RESTARTED, Kind.STOPPED)
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
    promised: date | None = None,
) -> Deadline:
    """Start the term of `rule` for `subject`; the day itself is not counted. The numbers in force are copied, so a
    later change of the rule leaves this promise alone; a later day that was `promised` before is kept.

    Raises Conflict when such a deadline is running already, UnknownRule, TypeError for a rule that does not count days.
    """
    deadline = deadline_of(
        subject._meta.model_name or "", subject.pk, rule, on=on, department=department, promised=promised
    )
    try:
        with transaction.atomic():
            deadline.save()
            event_of(deadline, Kind.STARTED, by=by, on=deadline.started_on, reason=reason, before=None).save()
    except IntegrityError:
        raise Conflict(_("This clock is running already.")) from None
    return deadline


def deadline_of(
    kind: str,
    subject_id: int,
    rule: str | Rule,
    *,
    on: date | None = None,
    department: Department | None = None,
    promised: date | None = None,
) -> Deadline:
    """The deadline that `start` writes, for a bulk writer to write with its event. Raises UnknownRule, TypeError."""
    law = rule if isinstance(rule, Rule) else rule_now(rule, on)
    on = on or clock.today()
    deadline = Deadline(
        subject_kind=kind,
        subject_id=subject_id,
        department=department,
        rule_id=law.id,
        place=home(),
        count=law.number,
        unit=law.day_unit,
        rolls=law.rolls,
        started_on=on,
    )
    first = compute_due(term_of(deadline), [DeadlineStep("started", on)], calendar_at(deadline.place))
    deadline.due_on = max(first.due, promised or first.due)
    deadline.provisional = first.stretch.provisional
    return deadline


def pause(
    deadline: Deadline,
    *,
    by: User | None,
    approved_by: User,
    reason: str,
    until: date,
    on: date | None = None,
) -> Deadline:
    """Let the time stand still up to and with `until`: `requests.grant` does it once a second person has agreed.

    Raises Incomplete without a reason, NotPermitted where who asks agrees, WindowClosed when overdue, InvalidMove,
    Conflict.
    """
    _need(reason)
    if same_hand(approved_by, by.pk if by else None) or not can_approve_pause(approved_by, deadline):
        raise NotPermitted(_("A pause is agreed to by a second person, not by the one who asks for it."))
    approval = Approval(approved_by, None)
    with _moved(
        deadline, "paused", Kind.PAUSED, by=by, on=on, reason=reason, frm="running", approval=approval
    ) as (locked, day):
        not_overdue(locked, day)
        locked.paused_on, locked.paused_until = day, max(until, day)
    return deadline


def resume(deadline: Deadline, *, by: User | None, reason: str = "", on: date | None = None) -> Deadline:
    """Let the time go on; the days between are left out, none after the last one of the pause however late it is
    resumed. Raises InvalidMove, Conflict.
    """
    day = min(on or clock.today(), deadline.paused_until or date.max)
    with _moved(deadline, "running", Kind.RESUMED, by=by, on=day, reason=reason, frm="paused") as (
        locked,
        _day,
    ):
        locked.paused_on = locked.paused_until = None
    return deadline


def restart(deadline: Deadline, *, by: User | None, reason: str, on: date | None = None) -> Deadline:
    """Begin the whole term anew, for instance when a completed request arrives (补正). Raises Incomplete without a
    reason, InvalidMove, Conflict.
    """
    _need(reason)
    with _moved(deadline, "running", Kind.RESTARTED, by=by, on=on, reason=reason) as (locked, _day):
        locked.paused_on = locked.paused_until = None
    return deadline


def extend(
    deadline: Deadline,
    days: int,
    *,
    by: User | None,
    approved_by: User,
    reason: str,
    notified_at: datetime | None = None,
    on: date | None = None,
) -> Deadline:
    """Give `days` more, in the deadline's own unit, before it expires: approved by a head who is not the one asking,
    with a reason, told to the person (`notified_at`, or `note_notice` later). All extensions together stay within
    the rule's own limit. Raises NotPermitted, WindowClosed when overdue, Incomplete, InvalidMove, Conflict.
    """
    _need(reason)
    if same_hand(approved_by, by.pk if by else None) or not can_approve_extension(approved_by, deadline):
        raise NotPermitted(
            _("An extension is approved by the head of the unit, not by the one who asks for it.")
        )
    approval = Approval(approved_by, days, notified_at)
    with _moved(deadline, deadline.state, Kind.EXTENDED, by=by, on=on, reason=reason, approval=approval) as (
        locked,
        day,
    ):
        if locked.state == "running":
            not_overdue(locked, day)
        within_limit(locked, days)
    return deadline


def note_notice(event: DeadlineEvent, *, at: datetime | None = None) -> None:
    """Note that the person was told of an extension; the first note stays."""
    DeadlineEvent.objects.filter(pk=event.pk, notified_at=None).update(notified_at=at or clock.now())


def stop(deadline: Deadline, *, by: User | None, reason: str = "", on: date | None = None) -> Deadline:
    """End it: the thing is done. Whether in time stays to be seen from `stopped_on` and `due_on`.

    Raises InvalidMove when it was stopped before, Conflict.
    """
    with _moved(deadline, "stopped", Kind.STOPPED, by=by, on=on, reason=reason) as (locked, day):
        locked.paused_on, locked.paused_until, locked.stopped_on = None, None, day
    return deadline


def hand_over(deadline: Deadline, department: Department, *, by: User | None, reason: str = "") -> Deadline:
    """Another department answers for it now; the time runs on. Raises InvalidMove when stopped, Conflict."""
    with _moved(deadline, deadline.state, Kind.HANDED_OVER, by=by, on=None, reason=reason) as (locked, _day):
        locked.department = department
    return deadline


def recompute(deadline: Deadline, edition: CalendarEdition) -> bool:
    """A calendar changed: move the due day if it became later or is no longer provisional; says whether it did.

    A promise is never moved to an earlier day: then nothing happens here, see `note_kept`.
    """
    stands = compute_deadline(deadline)
    settled = deadline.provisional and not stands.stretch.provisional and stands.due == deadline.due_on
    if stands.due <= deadline.due_on and not settled:
        return False
    with _moved(
        deadline, deadline.state, Kind.RECOMPUTED, by=None, on=None, reason=edition.source, edition=edition
    ):
        pass
    return True


def note_kept(deadline: Deadline, edition: CalendarEdition) -> bool:
    """Note, once for an edition, that a deadline would end earlier by the new calendar and keeps its promised day."""
    stands = compute_deadline(deadline)
    if stands.due >= deadline.due_on or deadline.events.filter(kind=Kind.KEPT, edition=edition).exists():
        return False
    with transaction.atomic():
        Deadline.objects.filter(pk=deadline.pk).update(provisional=stands.stretch.provisional)
        event_of(
            deadline,
            Kind.KEPT,
            by=None,
            on=clock.today(),
            reason=edition.source,
            before=deadline.due_on,
            edition=edition,
        ).save()
        emit("deadline.kept", deadline, data=_about(deadline))
    return True


def live_deadline(subject: models.Model, rule: str | None = None) -> Deadline | None:
    """The deadline of `subject` that is running or paused, if there is one."""
    deadlines = (
        Deadline.objects.of(subject._meta.model_name or "", subject.pk).live().select_related("department")
    )
    return (deadlines.filter(rule_id=rule) if rule else deadlines).order_by("pk").first()


@contextmanager
def _moved(
    deadline: Deadline,
    to: str,
    kind: DeadlineEvent.Kind,
    *,
    by: User | None,
    on: date | None,
    reason: str,
    frm: str | None = None,
    approval: Approval | None = None,
    edition: CalendarEdition | None = None,
) -> Iterator[tuple[Deadline, date]]:
    """One move of a deadline: the body changes it or refuses; then its event is written, the due day computed."""
    day = on or clock.today()
    with transition(deadline, to, by=by, table=TABLE, event=f"deadline.{kind.value}", on="state") as move:
        locked: Deadline = move.row
        if frm and locked.state != frm:
            raise InvalidMove(_("This clock is “%(state)s”.") % {"state": locked.get_state_display()})
        last = locked.events.order_by("pk").last()
        if last and kind == Kind.RECOMPUTED:
            day = max(day, last.on)
        if last and day < last.on:
            raise InvalidMove(_("This clock has events after %(day)s.") % {"day": day_words(day)})
        before = locked.due_on
        if locked.state == "paused" and kind in ENDS_PAUSE:
            approval = Approval(None, _end_pause(locked, day))
        yield locked, day
        if kind in (Kind.STOPPED, Kind.HANDED_OVER):
            _lapse(locked)
        event = event_of(
            locked, kind, by=by, on=day, reason=reason, before=before, approval=approval, edition=edition
        )
        event.save()
        if kind not in (Kind.STOPPED, Kind.HANDED_OVER):
            _set_due(locked, event)
        _tell(move, reason, before)


def _end_pause(deadline: Deadline, day: date) -> int:
    """Note on what basis it stood until when; gives the days left out, in the deadline's own unit."""
    deadline.requests.filter(kind="pause", status="granted", ended_on=None).update(ended_on=day)
    began = deadline.paused_on or day
    return days_between(term_of(deadline).unit, began, day, calendar_at(deadline.place))


def _lapse(deadline: Deadline) -> None:
    """What waits to be decided lapses with the end of the deadline, or with the unit that asked for it."""
    deadline.requests.filter(status="waiting").update(status="lapsed", decided_at=clock.now())


def _set_due(deadline: Deadline, event: DeadlineEvent) -> None:
    stands = compute_deadline(deadline)
    deadline.due_on = max(
        stands.due, deadline.due_on
    )  # what was promised to somebody never moves to an earlier day
    deadline.provisional = stands.stretch.provisional
    DeadlineEvent.objects.filter(pk=event.pk).update(due_after=deadline.due_on)


def event_of(
    deadline: Deadline,
    kind: DeadlineEvent.Kind,
    *,
    by: User | None,
    on: date,
    before: date | None,
    reason: str = "",
    approval: Approval | None = None,
    edition: CalendarEdition | None = None,
) -> DeadlineEvent:
    """What happened to `deadline` as it stands now, not yet written."""
    return DeadlineEvent(
        deadline=deadline,
        kind=kind,
        on=on,
        at=clock.now(),
        by=by,
        reason=reason.strip(),
        due_before=before,
        due_after=deadline.due_on,
        edition=edition,
        approved_by=approval.approved_by if approval else None,
        days=approval.days if approval else None,
        notified_at=approval.notified_at if approval else None,
    )


def _tell(move: Move[Deadline], reason: str, before: date) -> None:
    locked = move.row
    move.note.update(note_of(locked, reason, before))
    move.data.update(
        {**_about(locked), "due_before": before.isoformat(), "due_on": locked.due_on.isoformat()}
    )


def note_of(deadline: Deadline, reason: str, before: date) -> dict[str, str]:
    """What the audit keeps of one move of a deadline."""
    days = {"due_before": before.isoformat(), "due_on": deadline.due_on.isoformat()}
    return {"rule": deadline.rule_id, "reason": reason, **days}


def _about(deadline: Deadline) -> dict[str, Any]:
    return {
        "subject": deadline.subject_kind,
        "subject_id": deadline.subject_id,
        "rule": deadline.rule_id,
        "due_on": deadline.due_on.isoformat(),
    }


def _need(reason: str) -> None:
    if not reason.strip():
        raise Incomplete(_("Say why."), errors={"reason": [_("Say why.")]})


def not_overdue(deadline: Deadline, day: date) -> None:
    if day > deadline.due_on:
        raise WindowClosed(_("This is overdue since %(day)s.") % {"day": day_words(deadline.due_on)})


def within_limit(deadline: Deadline, days: int) -> None:
    """The longest extension stands in the rulebook beside the rule: C15-extension, C3-extension for C3-inquiry."""
    limit = extension_rule(deadline.rule_id)
    if limit is None:
        raise InvalidMove(_("The rules know no extension of this term."))
    if not 1 <= days <= days_to_extend(deadline, limit):
        message = _("All extensions together are at most %(amount)s (%(basis)s).")
        text = message % {"amount": limit.amount, "basis": limit.basis_said}
        raise Incomplete(text, errors={"days": [text]})
