"""Notices and chasers by themselves, orders by a supervisor, answers by the department, circulars."""

from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.deadlines.models import Deadline
from participation.deadlines.policies import thresholds
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.delivery.turns import pieces_of
from participation.errors import Conflict, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import is_name, said
from responses.supervision.models import Chaser, Circular
from responses.supervision.policies import can_answer_order, can_supervise
from responses.supervision.queries import figures

Kind = Chaser.Kind


def send_chasers() -> Iterator[int]:
    """Remind of what is due soon (提醒) and chase what is overdue (催办), once for each deadline and due day.

    A few at a time; yields how many. Safe to run again: nothing is said twice about one due day.
    """
    when = thresholds()
    for kind, rows in (
        (Kind.NOTICE, Deadline.objects.due_soon(when)),
        (Kind.CHASER, Deadline.objects.overdue(when)),
    ):
        sent = Chaser.objects.filter(deadline=OuterRef("pk"), kind=kind, due_on=OuterRef("due_on"))
        for piece in pieces_of(rows.exclude(Exists(sent))):
            yield sum(_send(kind, deadline) for deadline in piece)


def _send(kind: str, deadline: Deadline) -> bool:
    chaser, is_new = Chaser.objects.get_or_create(
        deadline=deadline, kind=kind, due_on=deadline.due_on,
        defaults={"department_id": deadline.department_id, "at": clock.now()},
    )  # fmt: skip
    if is_new:
        emit(f"supervision.{kind}", chaser)
    return is_new


def issue_order(deadline: Deadline, *, by: User, words: str, answer_by: date) -> Chaser:
    """督办: a supervisor orders the department to act and say by when.

    Raises NotPermitted, Invalid, InvalidMove for a deadline that has stopped, Conflict while an order is open.
    """
    if deadline.department is None or not can_supervise(by, deadline.department):
        raise NotPermitted(_("Only a supervisor of this department may issue an order."))
    errors: dict[str, list[Message]] = {}
    if not is_name(words := plain(words)):
        errors["words"] = [_("Say what is ordered.")]
    if answer_by < clock.today():
        errors["answer_by"] = [_("This day has passed.")]
    if errors:
        raise Invalid(_("The order could not be issued."), errors=errors)
    try:
        with transaction.atomic():
            locked = lock(deadline)
            if locked.state == Deadline.State.STOPPED:
                raise InvalidMove(_("This item is finished."))
            order = Chaser.objects.create(
                deadline=locked, kind=Kind.ORDER, department=locked.department, at=clock.now(), due_on=locked.due_on,
                by=by, words=words, answer_by=answer_by,
            )  # fmt: skip
            record("supervision.ordered", order, by=by)
            emit("supervision.order", order, by=by)
    except IntegrityError:  # the table holds one open order a deadline
        raise Conflict(_("An order on this item is open already.")) from None
    notify_live("desk")
    return order


def answer_chaser(chaser: Chaser, *, by: User, outcome: str) -> Chaser:
    """The department says what came of it, once. Raises NotPermitted, Invalid, Conflict."""
    if not can_answer_order(by, chaser):
        raise NotPermitted(_("Only the department that was pushed answers."))
    outcome = said(outcome, _("Say what was done."), field="outcome")
    with transaction.atomic():
        locked = lock(chaser)
        if locked.answered_at is not None:
            raise Conflict(_("This has been answered already."))
        locked.outcome, locked.answered_by, locked.answered_at = outcome, by, clock.now()
        locked.save(update_fields=["outcome", "answered_by", "answered_at"])
        record("supervision.answered", locked, by=by)
        emit("supervision.answered", locked, by=by)
    notify_live("desk")
    return locked


def publish_circular(*, by: User, title: str, first_on: date, last_on: date, words: str = "") -> Circular:
    """通报: publish the figures of a period as they stand now; they are kept and never change. Raises Invalid."""
    if not can_supervise(by):
        raise NotPermitted(_("Only a supervisor publishes a bulletin."))
    errors: dict[str, list[Message]] = {}
    if not (title := plain(title)):
        errors["title"] = [_("Write a title.")]
    if last_on < first_on or last_on > clock.today():
        errors["last_on"] = [_("The period must have begun and must lie in the past.")]
    if errors:
        raise Invalid(_("The bulletin could not be published."), errors=errors)
    with transaction.atomic():
        circular = Circular.objects.create(
            title=title[:200], first_on=first_on, last_on=last_on, words=plain(words), at=clock.now(), by=by,
            figures=[row.as_dict() for row in figures(first_on, last_on)],
        )  # fmt: skip
        record("supervision.circular", circular, by=by)
    return circular
