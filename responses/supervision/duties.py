"""Duties: opened ahead of their day, done by what happened or recorded with evidence, confirmed by a second person."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.deadlines.policies import thresholds
from participation.deadlines.rulebook import Rulebook
from participation.delivery.outbox import emit
from participation.delivery.turns import pieces_of
from participation.errors import Invalid, Message, NotPermitted
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import said
from participation.transitions import edit, transition
from responses.supervision.duty_plans import PLANS, Owed
from responses.supervision.models import Duty
from responses.supervision.policies import can_confirm_duty, can_record_duty

Status = Duty.Status
LONGEST = timedelta(days=400)  # before the day it is due: the longest period of a duty is a year
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")


def look_after_duties() -> Iterator[int]:
    """Every day: open what is due soon, note what happened, remind of what is near or late. Safe to run again."""
    today, book = clock.today(), Rulebook()
    last = book.rule("W3").due(today).due
    for rule_id, plan in PLANS.items():
        for owed in plan.owed(book, today, last):
            yield _open(rule_id, owed)
    for piece in pieces_of(Duty.objects.exclude(status=Status.DONE)):
        yield sum(settle(duty) for duty in piece)
    yield _remind()


def settle(duty: Duty) -> bool:
    """Note that it was done, where the platform saw it; says whether it did."""
    done_on = PLANS[duty.rule_id].done_on(duty)
    if done_on is None or duty.status == Status.DONE:
        return False
    table = {Status.OPEN: [Status.DONE], Status.REPORTED: [Status.DONE]}
    with transition(duty, Status.DONE, by=None, table=table, event="duty.done") as move:
        move.row.done_on = done_on
    return True


def record_duty(duty: Duty, *, by: User, done_on: date, evidence: str, note: str = "") -> Duty:
    """Say that it was done, on which day, and where that can be seen. Raises NotPermitted, Invalid, Conflict."""
    if not can_record_duty(by, duty):
        raise NotPermitted(_("Only those who do it record it."))
    errors: dict[str, list[Message]] = {}
    if not ADDRESS.fullmatch(evidence := evidence.strip()) or len(evidence) > 500:
        errors["evidence"] = [_("Give the address of the page on which it can be seen, with https://.")]
    if done_on > clock.today():
        errors["done_on"] = [_("This day is still to come.")]
    elif done_on < duty.due_on - LONGEST:
        errors["done_on"] = [_("This day is too long ago. Look at the year again.")]
    elif duty.period == str(duty.due_on.year - 1) and done_on.year < duty.due_on.year:
        errors["done_on"] = [_("It reports on a year that was not over on this day.")]
    if errors:
        raise Invalid(_("It could not be recorded."), errors=errors)
    table = {Status.OPEN: [Status.REPORTED]}
    with transition(duty, Status.REPORTED, by=by, table=table, event="duty.recorded") as move:
        row = move.row
        row.done_on, row.evidence, row.note, row.recorded_by = done_on, evidence, plain(note), by
        row.returned_because = ""
    return duty


def confirm_duty(duty: Duty, *, by: User) -> Duty:
    """A second person has looked at the evidence. Raises NotPermitted, Conflict, InvalidMove."""
    if not can_confirm_duty(by, duty):
        raise NotPermitted(_("A supervisor confirms it, and never the person who recorded it."))
    with transition(
        duty, Status.DONE, by=by, table={Status.REPORTED: [Status.DONE]}, event="duty.confirmed"
    ) as move:
        move.row.confirmed_by = by
    return duty


def return_duty(duty: Duty, *, by: User, reason: str) -> Duty:
    """The evidence does not show it: it is to be done. Raises NotPermitted, Invalid, Conflict, InvalidMove."""
    if not can_confirm_duty(by, duty):
        raise NotPermitted(_("A supervisor confirms it, and never the person who recorded it."))
    reason = said(reason, _("Say why."), field="reason")
    with transition(
        duty, Status.OPEN, by=by, table={Status.REPORTED: [Status.OPEN]}, event="duty.returned"
    ) as move:
        move.note["evidence"] = move.row.evidence
        move.row.returned_because, move.row.done_on = reason, None
        move.row.reminded_of = "returned"
    return duty


def _open(rule_id: str, owed: Owed) -> int:
    own = (
        {} if owed.subject_kind else {"department": owed.department}
    )  # a thing may be handed to another unit
    with transaction.atomic():
        duty, is_new = Duty.objects.get_or_create(
            rule_id=rule_id, period=owed.period, subject_kind=owed.subject_kind, subject_id=owed.subject_id, **own,
            defaults={"department": owed.department, "due_on": owed.due_on, "opened_at": clock.now()},
        )  # fmt: skip
        is_done = PLANS[rule_id].done_on(duty) is not None
        if is_new and not is_done:
            emit("duty.opened", duty)
        elif not is_new and duty.status == Status.DONE and owed.subject_kind and not is_done:
            _open_again(duty)
        elif duty.status == Status.OPEN:
            with edit(duty, by=None, act="duty.moved", fields=["department", "due_on"]) as change:
                change.row.department, change.row.due_on = owed.department, owed.due_on
    return is_new


def _open_again(duty: Duty) -> None:
    """An answer was taken back: the question waits again."""
    table = {Status.DONE: [Status.OPEN]}
    with transition(duty, Status.OPEN, by=None, table=table, event="duty.opened") as move:
        move.row.done_on, move.row.reminded_of = None, ""


def _remind() -> int:
    """One mail when the day is near (rule W1), one when it has passed."""
    when, n = thresholds(), 0
    for duty in Duty.objects.filter(status=Status.OPEN, due_on__lte=when.soon_until):
        stands = "overdue" if duty.due_on < when.today else "due_soon"
        if duty.reminded_of != stands:
            with transaction.atomic():
                locked = lock(duty)
                locked.reminded_of = stands
                locked.save(update_fields=["reminded_of"])
                emit(f"duty.{stands}", locked)
            n += 1
    return n
