"""Pushing: reminders and calls by themselves, orders by a supervisor, answers by the department, bulletins."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.deadlines import clock as time
from participation.deadlines.models import Clock
from participation.deadlines.policies import thresholds
from participation.delivery.bell import ring
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted, Words
from participation.ledger.audit import record
from participation.text.cleaning import plain
from responses.supervision.models import Bulletin, Push
from responses.supervision.policies import can_answer_order, can_supervise
from responses.supervision.queries import figures

CHUNK = 500
Kind = Push.Kind


def push_all() -> int:
    """Remind of what is due soon and call for what is overdue, once for each clock and due day; says how many.

    Safe to run again: a push that was made for this due day is not made twice.
    """
    when = thresholds()
    made = 0
    for kind, clocks in (
        (Kind.REMINDER, Clock.objects.due_soon(when)),
        (Kind.CALL, Clock.objects.overdue(when)),
    ):
        last = 0
        while batch := list(clocks.filter(pk__gt=last).order_by("pk")[:CHUNK]):
            last = batch[-1].pk
            made += _push(kind, batch)
    return made


def _push(kind: str, clocks: list[Clock]) -> int:
    told = set(Push.objects.filter(kind=kind, clock__in=clocks).values_list("clock_id", "due_on"))
    made = 0
    for clock in clocks:
        if (clock.pk, clock.due_on) in told:
            continue
        with transaction.atomic():
            push, fresh = Push.objects.get_or_create(
                clock=clock, kind=kind, due_on=clock.due_on,
                defaults={"department_id": clock.department_id, "at": time.now()},
            )  # fmt: skip
            if fresh:
                emit(f"supervision.{kind}", push)
                made += 1
    return made


def issue_order(clock: Clock, *, by: User, words: str, answer_by: date) -> Push:
    """督办: a supervisor orders the department to act and say by when. Raises NotPermitted, Invalid, InvalidMove for a
    clock that has stopped, Conflict while an order is open."""
    if clock.department is None or not can_supervise(by, clock.department):
        raise NotPermitted(_("Only a supervisor of this department may issue an order."))
    errors: dict[str, list[Words]] = {}
    if not (words := plain(words)):
        errors["words"] = [_("Say what is ordered.")]
    if answer_by < time.today():
        errors["answer_by"] = [_("This day has passed.")]
    if errors:
        raise Invalid(_("The order could not be issued."), errors=errors)
    if clock.state == Clock.State.STOPPED:
        raise InvalidMove(_("This item is finished."))
    with transaction.atomic():
        if Push.objects.select_for_update().filter(clock=clock, kind=Kind.ORDER, answered_at=None).exists():
            raise Conflict(_("An order on this item is open already."))
        push = Push.objects.create(
            clock=clock, kind=Kind.ORDER, department=clock.department, at=time.now(), due_on=clock.due_on, by=by,
            words=words, answer_by=answer_by,
        )  # fmt: skip
        record("supervision.ordered", push, by=by)
        emit("supervision.order", push)
    ring("desk")
    return push


def answer_push(push: Push, *, by: User, outcome: str) -> Push:
    """The department says what came of it, once. Raises NotPermitted, Invalid, Conflict."""
    if not can_answer_order(by, push):
        raise NotPermitted(_("Only the department that was pushed answers."))
    if not (outcome := plain(outcome)):
        raise Invalid(_("Say what was done."), errors={"outcome": [_("Say what was done.")]})
    with transaction.atomic():
        held = Push.objects.select_for_update().get(pk=push.pk)
        if held.answered_at is not None:
            raise Conflict(_("This has been answered already."))
        held.outcome, held.answered_by, held.answered_at = outcome, by, time.now()
        held.save(update_fields=["outcome", "answered_by", "answered_at"])
        record("supervision.answered", held, by=by)
    ring("desk")
    return held


def publish_bulletin(*, by: User, title: str, first_on: date, last_on: date, words: str = "") -> Bulletin:
    """通报: publish the figures of a period as they stand now; they are kept and never change. Raises Invalid."""
    if not can_supervise(by):
        raise NotPermitted(_("Only a supervisor publishes a bulletin."))
    errors: dict[str, list[Words]] = {}
    if not (title := plain(title)):
        errors["title"] = [_("Write a title.")]
    if last_on < first_on or last_on > time.today():
        errors["last_on"] = [_("The period must have begun and must lie in the past.")]
    if errors:
        raise Invalid(_("The bulletin could not be published."), errors=errors)
    with transaction.atomic():
        bulletin = Bulletin.objects.create(
            title=title[:200], first_on=first_on, last_on=last_on, words=plain(words), at=time.now(), by=by,
            figures=[row.as_dict() for row in figures(first_on, last_on)],
        )  # fmt: skip
        record("supervision.bulletin", bulletin, by=by)
    return bulletin
