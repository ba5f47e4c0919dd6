"""Suspending the execution of a decided matter, resuming it, adjusting the decision or ending its execution."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.execution.policies import (
    MEETING,
    can_confirm_change,
    can_record_change,
    can_refuse_change,
)
from consultations.decisions.execution.queries import confirmed_changes, kinds_now
from consultations.decisions.models import DECREE, Decision
from consultations.decisions.recorders import recorder_of, refused
from consultations.decisions.rounds import latest
from participation import clock
from participation.accounts.models import User
from participation.accounts.special_units import hold_unit
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, Message, NotPermitted
from participation.files.actions import Taken, store_files
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import one_line, plain
from participation.text.reasons import is_name, is_reason, reason_wanted
from participation.transitions import edit, transition

Kind = ExecutionChange.Kind
Status = ExecutionChange.Status
BY_THE_HEAD = (Kind.SUSPENDED, Kind.RESUMED)  # article 37: whatever else wants the procedure prescribed
AFTER = {Kind.SUSPENDED: Decision.Execution.SUSPENDED, Kind.RESUMED: "", Kind.ENDED: Decision.Execution.ENDED}


def record_change(
    decision: Decision, *, by: User, kind: str, decided_by: str, decided_on: date, document_name: str,
    public_note: str, ground: str = "", files: Sequence[Taken] = (),
) -> ExecutionChange:  # fmt: skip
    """Record what the deciding organ decided on the execution; it waits for a second person. What a meeting decided
    has its minutes in `files`, which stay inside.

    Raises NotPermitted, InvalidMove before the matter is decided, Incomplete and Invalid by field (decree 713, article
    37: only the head's urgent suspension goes without the procedure prescribed), Conflict while another one waits.
    """
    note, document = plain(public_note), one_line(document_name)[:200]
    with transaction.atomic():
        hold_unit(recorder_of(decision, MEETING).duty)
        if not can_record_change(by, decision):
            raise refused(decision, MEETING)
        locked = lock(decision)
        _may_follow(locked, kind)
        if locked.execution_changes.filter(status=Status.PROPOSED).exists():
            raise Conflict(_("What was recorded before waits for a second person."))
        errors = _wrong(locked, kind, ground, decided_by, decided_on)
        if kind == Kind.ADJUSTED and not errors and not _was_decided_anew(locked, decided_on):
            errors["kind"] = [
                _("An adjusted decision goes the way of one: bring in its new text; here stands what the meeting on it "
                  "decided, once that meeting is recorded.") + f" ({DECREE}第三十七条)"
            ]  # fmt: skip
        if errors:
            raise Invalid(_("Something in it cannot stand like this."), errors=errors)
        if errors := _missing(document, note, decided_by, files):
            raise Incomplete(_("The record is not complete."), errors=errors)
        row = ExecutionChange.objects.create(
            decision=locked, kind=kind, ground="" if kind == Kind.RESUMED else ground, decided_by=decided_by,
            decided_on=decided_on, document_name=document, public_note=note, recorded_by=by,
        )  # fmt: skip
        row.files.set(store_files(files, by=by))
        record("decision.execution_recorded", locked, by=by, note={"change": kind})
        emit("execution.recorded", row, by=by)
    notify_live("desk")
    return row


def confirm_change(row: ExecutionChange, *, by: User) -> ExecutionChange:
    """A second person agrees: it holds, and everybody reads it.

    Raises NotPermitted, InvalidMove, Conflict, Overwritten.
    """
    if not can_confirm_change(by, row):
        raise NotPermitted(
            _("A second person confirms: an editor or reviewer who neither recorded nor prepared it.")
        )
    table = {Status.PROPOSED: [Status.CONFIRMED]}
    with transition(
        row, Status.CONFIRMED, by=by, table=table, event="execution.confirmed", under=row.decision, leaf="execution"
    ) as move:  # fmt: skip
        _may_follow(move.parent, row.kind)
        move.row.confirmed_by, move.row.confirmed_at = by, clock.now()
        fields = ("execution",)
        act = "decision.execution_changed"
        with edit(move.parent, by=by, act=act, fields=fields, leaf="decision") as change:
            change.row.execution = AFTER.get(Kind(row.kind), change.row.execution)
            change.is_changed, change.note["change"] = True, row.kind
    notify_live("desk")
    return row


def refuse_change(row: ExecutionChange, *, by: User, reason: str = "") -> ExecutionChange:
    """Not as recorded: said by who could have confirmed it, or taken back by who recorded it.

    Raises NotPermitted, Conflict, Overwritten.
    """
    if not can_refuse_change(by, row):
        raise NotPermitted(_("Only who could confirm it, or recorded it, may refuse it."))
    table = {Status.PROPOSED: [Status.REFUSED]}
    with transition(
        row, Status.REFUSED, by=by, table=table, event="execution.refused", under=row.decision
    ) as move:
        move.note["reason"] = plain(reason)[:2000]
    notify_live("desk")
    return row


def _may_follow(locked: Decision, kind: str) -> None:
    """Raises InvalidMove, Invalid for what is no kind."""
    if kind not in Kind.values:
        message = _("Choose one of the kinds offered.")
        raise Invalid(message, errors={"kind": [message]})
    if locked.status != Decision.Status.DECIDED:
        raise InvalidMove(_("Only what is decided is carried out, suspended or ended."))
    if kind not in kinds_now(locked):
        message = _("This cannot follow on what was decided on its execution before.")
        raise InvalidMove(message, errors={"kind": [message]})


def _wrong(
    locked: Decision, kind: str, ground: str, decided_by: str, decided_on: date
) -> dict[str, list[Message]]:
    errors: dict[str, list[Message]] = {}
    if kind != Kind.RESUMED and ground not in ExecutionChange.Ground.values:
        errors["ground"] = [_("Choose one of the grounds offered.")]
    if decided_by not in ExecutionChange.Decider.values:
        errors["decided_by"] = [_("Say who decided it.")]
    elif decided_by == ExecutionChange.Decider.HEAD and kind not in BY_THE_HEAD:
        message = _("It is adjusted or ended only by the procedure prescribed.")
        errors["decided_by"] = [f"{message} ({DECREE}第三十七条)"]
    elif decided_by == ExecutionChange.Decider.HEAD and _was_suspended_by_a_meeting(locked):
        errors["decided_by"] = [_("A meeting suspended it: it goes on when a meeting decides so.")]
    meeting = latest(locked, MEETING)
    since = [meeting.held_on or meeting.done_on] if meeting else []
    since += locked.execution_changes.filter(status=Status.CONFIRMED).values_list("decided_on", flat=True)
    if not isinstance(decided_on, date) or isinstance(decided_on, datetime) or decided_on > clock.today():
        errors["decided_on"] = [_("Say on which day it was decided.")]
    elif any(day and decided_on < day for day in since):
        errors["decided_on"] = [_("It was not decided before the matter was, nor before its last change.")]
    return errors


def _was_suspended_by_a_meeting(locked: Decision) -> bool:
    last = confirmed_changes(locked).first()
    meeting = ExecutionChange.Decider.MEETING
    return last is not None and last.kind == Kind.SUSPENDED and last.decided_by == meeting


def _was_decided_anew(locked: Decision, decided_on: date) -> bool:
    """Whether a meeting of that day, recorded after it was decided, passed another text than the one that was."""
    passed = list(locked.stages.filter(stage=MEETING, status="done", result="passed").order_by("round"))
    published = locked.stages.filter(stage="publication", status="done").order_by("round").first()
    before = [row for row in passed if published is not None and row.pk < published.pk]
    return any(
        row.held_on == decided_on and all(row.texts != each.texts for each in before)
        for row in passed
        if row not in before
    )


def _missing(document: str, note: str, decided_by: str, files: Sequence[Taken]) -> dict[str, list[Message]]:
    errors: dict[str, list[Message]] = {}
    if not is_name(document):
        errors["document_name"] = [_("Name the minutes or the document of this decision.")]
    if not is_reason(note):
        errors["public_note"] = [reason_wanted()]
    if decided_by == ExecutionChange.Decider.MEETING and not files:
        errors["files"] = [_("Attach the minutes of the meeting that decided it.")]
    return errors
