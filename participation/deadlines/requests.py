"""Asking for time, and deciding it: nobody stops or lengthens a term alone.

A pause counts from the day on which the second person agrees, not from the day on which it was asked for: until then
the term runs. It is asked for before the last day, so that nothing overdue is rescued in its last minute. It ends by
itself on its last day (`until`), which the room that owns the subject sees to.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import is_self
from participation.deadlines.actions import extend, not_overdue, pause, within_limit
from participation.deadlines.calendars import calendar_at
from participation.deadlines.computing import steps_of
from participation.deadlines.due_dates import days_between, pauses_in
from participation.deadlines.limits import pause_grounds, pausing_rule
from participation.deadlines.models import Deadline, TimeRequest
from participation.deadlines.policies import can_decide
from participation.deadlines.rulebook import Rule
from participation.deadlines.workdays import Unit
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted, WindowClosed
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import explained, said
from participation.transitions import transition

Kind, Status = TimeRequest.Kind, TimeRequest.Status
DEFAULT_GROUND = "-opinions"  # of a pause that was recorded before pauses had grounds
TABLE = {Status.WAITING: [Status.GRANTED, Status.REFUSED, Status.WITHDRAWN, Status.LAPSED]}


def ask_for_pause(deadline: Deadline, *, by: User, ground: str, days: int, reason: str) -> TimeRequest:
    """Ask that the time stand still on one of the grounds of the rules, for at most so many days.

    Raises InvalidMove (no running term; no pause in its rules), WindowClosed (on the last day or after it), Invalid
    naming `ground`, `days` or `reason`, Incomplete (longer than all pauses together may be), Conflict (one waits).
    """
    reason = explained(reason)
    with transaction.atomic():
        locked = lock(deadline)
        _is_running(locked)
        if clock.today() >= locked.due_on:
            raise WindowClosed(_("A pause is asked for before the last day of the term."))
        law = _ground(locked, ground, days)
        _last_day(locked, law, days, clock.today())
        return _asked(locked, Kind.PAUSE, days, law.day_unit, reason, by=by, ground=ground)


def ask_for_extension(deadline: Deadline, *, by: User, days: int, reason: str) -> TimeRequest:
    """Ask for more days, in the deadline's own unit.

    Raises InvalidMove (no running term; no extension in its rules), WindowClosed once overdue, Invalid naming `reason`,
    Incomplete (more than all extensions together may be), Conflict (one waits).
    """
    reason = explained(reason)
    with transaction.atomic():
        locked = lock(deadline)
        _is_running(locked)
        not_overdue(locked, clock.today())
        within_limit(locked, days)
        return _asked(locked, Kind.EXTENSION, days, locked.unit, reason, by=by)


def grant(request: TimeRequest, *, by: User, words: str = "") -> TimeRequest:
    """Agree: the pause begins today, or the due day moves. Raises NotPermitted for who asked or has no say,
    WindowClosed once overdue, Incomplete beyond the rules' limits, InvalidMove, Conflict.
    """
    with transition(
        request, Status.GRANTED, by=by, table=TABLE, event="timerequest.granted", under=request.deadline
    ) as move:
        deadline: Deadline = move.parent
        row = move.row
        _may_decide(row, deadline, by)
        row.decided_by, row.decided_at, row.words = by, clock.now(), plain(words)[:1000]
        if row.kind == Kind.PAUSE:
            law = _ground(deadline, row.ground, row.days)
            row.until = _last_day(deadline, law, row.days, clock.today())
            pause(deadline, by=row.asked_by, approved_by=by, reason=row.reason, until=row.until)
        else:
            extend(
                deadline, row.days, by=row.asked_by, approved_by=by, reason=row.reason,
                notified_at=clock.now(),
            )  # fmt: skip
        move.note.update(note_of_request(row))
    return request


def refuse(request: TimeRequest, *, by: User, words: str) -> TimeRequest:
    """Not agree, and say why. Raises NotPermitted, Invalid without words, InvalidMove, Conflict."""
    with transition(
        request, Status.REFUSED, by=by, table=TABLE, event="timerequest.refused", under=request.deadline
    ) as move:
        _may_decide(move.row, move.parent, by)
        words = said(words, _("Say why not."), field="words")
        move.row.decided_by, move.row.decided_at, move.row.words = by, clock.now(), words[:1000]
        move.note.update(note_of_request(move.row))
    return request


def withdraw(request: TimeRequest, *, by: User) -> TimeRequest:
    """Take a request back before it is decided. Raises NotPermitted for another, InvalidMove, Conflict."""
    with transition(
        request, Status.WITHDRAWN, by=by, table=TABLE, event="timerequest.withdrawn", under=request.deadline
    ) as move:
        if not is_self(by, move.row.asked_by_id):
            raise NotPermitted(_("Only who asked for it may take it back."))
        move.row.decided_at = clock.now()
        move.note.update(note_of_request(move.row))
    return request


def lapse(request: TimeRequest) -> TimeRequest:
    """The term has run out before anybody decided. Raises InvalidMove, Conflict."""
    with transition(
        request, Status.LAPSED, by=None, table=TABLE, event="timerequest.lapsed", under=request.deadline
    ) as move:
        move.row.decided_at = clock.now()
        move.note.update(note_of_request(move.row))
    return request


def days_paused(deadline: Deadline, unit: str | None = None) -> int:
    """The days that all pauses so far left out, those of a standing one among them; in its own unit or in another."""
    counted: Unit = "calendar" if (unit or deadline.unit) == "calendar" else "working"
    last = min(day for day in (clock.today(), deadline.paused_until, deadline.stopped_on) if day)
    pauses = pauses_in(steps_of(deadline.events.order_by("pk")), last)
    if not pauses:
        return 0
    calendar = calendar_at(deadline.place)
    return sum(days_between(counted, began, ended, calendar) for began, ended in pauses)


def bound_old_pause(deadline: Deadline) -> bool:
    """Give a pause without an end the longest of the ground that fits most, counted from today; says whether it did.

    It was recorded before a second person was asked for, and is believed as it stands.
    """
    with transaction.atomic():
        locked = lock(deadline)
        grounds = pause_grounds(locked.rule_id)
        if locked.state != Deadline.State.PAUSED or locked.paused_until or not grounds:
            return False
        law = next((each for each in grounds if each.id.endswith(DEFAULT_GROUND)), grounds[0])
        locked.paused_until = law.due(clock.today(), calendar=calendar_at(locked.place)).due
        locked.save(update_fields=["paused_until"])
        paused = locked.events.filter(kind="paused").order_by("pk").last()
        if paused is not None:
            row = TimeRequest.objects.create(
                deadline=locked, kind=Kind.PAUSE, ground=law.id, days=law.number, unit=law.day_unit,
                reason=paused.reason, status=Status.GRANTED, asked_by=paused.by, asked_at=paused.at,
                decided_at=paused.at, until=locked.paused_until,
            )  # fmt: skip
            record("timerequest.bounded", row, by=None, note=note_of_request(row))
    return True


def _is_running(locked: Deadline) -> None:
    if locked.state != Deadline.State.RUNNING:
        raise InvalidMove(_("This clock is “%(state)s”.") % {"state": locked.get_state_display()})


def _ground(deadline: Deadline, ground: str, days: int) -> Rule:
    """The rule on which the pause leans. Raises InvalidMove, Invalid naming what is wrong."""
    grounds = {each.id: each for each in pause_grounds(deadline.rule_id)}
    if not grounds:
        raise InvalidMove(_("The rules know no pause of this term."))
    if ground not in grounds:
        message = _("Choose one of the grounds that the rules have for this term.")
        raise Invalid(message, errors={"ground": [message]})
    law = grounds[ground]
    if not 1 <= days <= law.number:
        text = _("On this ground it may stand for at most %(amount)s.") % {"amount": law.amount}
        raise Invalid(text, errors={"days": [text]})
    return law


def _last_day(deadline: Deadline, law: Rule, days: int, on: date) -> date:
    """The last day of a pause that begins `on` this day. Raises Incomplete when all together would be too long."""
    calendar = calendar_at(deadline.place)
    until = calendar.due_date(on, days, law.day_unit).due
    if most := pausing_rule(deadline.rule_id):
        taken = days_paused(deadline, most.unit)
        if taken + days_between(most.day_unit, on, until, calendar) > most.number:
            message = _("All pauses together are at most %(amount)s; %(taken)d were used before.")
            text = message % {"amount": most.amount, "taken": taken}
            raise Incomplete(text, errors={"days": [text]})
    return until


def _asked(
    locked: Deadline, kind: str, days: int, unit: str, reason: str, *, by: User, ground: str = ""
) -> TimeRequest:
    try:
        with transaction.atomic():
            row = TimeRequest.objects.create(
                deadline=locked, kind=kind, ground=ground, days=days, unit=unit, reason=reason,
                asked_by=by, asked_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("A request for this term waits for a decision already.")) from None
    record("timerequest.asked", row, by=by, new=row.status, note=note_of_request(row))
    emit("timerequest.asked", row, by=by)
    return row


def _may_decide(row: TimeRequest, deadline: Deadline, by: User) -> None:
    if not can_decide(by, row, deadline):
        raise NotPermitted(_("A second person decides this: one who may, and who did not ask for it."))


def note_of_request(row: TimeRequest) -> dict[str, object]:
    """What the audit keeps of each act on a request."""
    return {"deadline": row.deadline_id, "kind": row.kind, "days": row.days, "ground": row.ground}
