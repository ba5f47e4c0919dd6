"""Weighing: each opinion gets its disposition and its reason; some take two people."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.comments.models import Comment, Opinion
from consultations.documents.models import Clause
from consultations.notices.counters import add_to_counters
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_weigh
from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import same_hand
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock, lock_all
from participation.text.cleaning import plain
from participation.text.reasons import is_reason, reason_wanted
from participation.transitions import edit, transition

PROPOSED = ("opinion.proposed_not_considered",)
Disposition = Opinion.Disposition
MOVES = {each: list(Disposition.values) for each in Disposition.values}  # until the feedback is published


def dispose_opinion(
    opinion: Opinion, disposition: str, *, by: User, reason: str = "", changed_clause: Clause | None = None
) -> Opinion:
    """Give an opinion its disposition; every one but adopted needs a reason (decree 713, articles 15 and 32).

    `changed_clause` names the clause that changed because of it. Raises NotPermitted, Invalid, Conflict,
    InvalidMove once the consultation is over.
    """
    _check(opinion, by)
    reason = plain(reason)
    errors: dict[str, list[Message]] = {}
    if disposition not in Disposition.values or disposition == Disposition.NOT_CONSIDERED:
        errors["disposition"] = [_("Choose one of the dispositions offered.")]
    if disposition not in (Disposition.ADOPTED, Disposition.OPEN) and not is_reason(reason):
        errors["reason"] = _reason_wanted()
    if changed_clause and changed_clause.document_id != opinion.consultation.document_id:
        errors["changed_clause"] = [_("This clause is not part of this text.")]
    if errors:
        raise Invalid(_("The disposition could not be kept."), errors=errors)
    with (
        _consultation_locked(opinion),
        transition(
            opinion,
            disposition,
            by=by,
            table=MOVES,
            event="opinion.disposed",
            on="disposition",
            leaf="opinion",
        ) as move,
    ):
        row = move.row
        row.reason, row.reason_code, row.proposed_by = reason, "", None
        row.changed_clause = changed_clause
        row.disposed_by, row.disposed_at = by, clock.now()
        add_to_counters(row.consultation_id, {} if move.old == move.new else {move.old: -1, move.new: 1})
    notify_live("desk")
    return opinion


def propose_not_considered(opinion: Opinion, *, by: User, reason_code: str, reason: str) -> Opinion:
    """Say that an opinion cannot be weighed; it stays open until a second person agrees."""
    _check(opinion, by)
    errors: dict[str, list[Message]] = {}
    if reason_code not in Opinion.ReasonCode.values:
        errors["reason_code"] = [_("Tick the reason.")]
    if not is_reason(reason := plain(reason)):
        errors["reason"] = _reason_wanted()
    if errors:
        raise Invalid(_("The disposition could not be kept."), errors=errors)
    fields = ["proposed_by", "reason_code", "reason"]
    with (
        _consultation_locked(opinion),
        edit(
            opinion,
            by=by,
            act="opinion.proposed_not_considered",
            fields=fields,
            leaf="opinion",
            event="opinion.proposed_not_considered",
        ) as change,
    ):
        if change.row.disposition != Disposition.OPEN:
            raise Conflict(_("This opinion has been disposed of meanwhile."))
        change.row.proposed_by, change.row.reason_code, change.row.reason = by, reason_code, reason
        change.note["reason_code"] = reason_code
    return opinion


def confirm_not_considered(opinion: Opinion, *, by: User) -> Opinion:
    """The second person agrees. Raises NotPermitted for the one who proposed it, InvalidMove without a proposal."""
    _check(opinion, by)
    table = {Disposition.OPEN: [Disposition.NOT_CONSIDERED]}
    to = Disposition.NOT_CONSIDERED
    with (
        _consultation_locked(opinion),
        transition(
            opinion, to, by=by, table=table, event="opinion.disposed", on="disposition", leaf="opinion"
        ) as move,
    ):
        if move.row.proposed_by_id is None:
            raise InvalidMove(_("Nobody has proposed this."))
        if same_hand(by, move.row.proposed_by_id, move.row, acts=PROPOSED):
            raise NotPermitted(_("A second person must agree."))
        move.row.disposed_by, move.row.disposed_at = by, clock.now()
        add_to_counters(move.row.consultation_id, {move.old: -1, move.new: 1})
    return opinion


def split_comment(comment: Comment, texts: Sequence[str], *, by: User) -> list[Opinion]:
    """Weigh the points of a long letter one by one. Raises Invalid, Conflict when one has been disposed of."""
    if not can_weigh(by, comment.consultation):
        raise NotPermitted(_("Only a drafter of the lead unit weighs comments."))
    _not_over(comment.consultation)
    points = [point for point in (plain(text) for text in texts) if point]
    if not 2 <= len(points) <= 30:
        message = _("Write two to thirty points.")
        raise Invalid(message, errors={"texts": [message]})
    with transaction.atomic():
        _not_over(lock(comment.consultation))
        lock(comment)
        locked = lock_all(*comment.opinions.all())
        if len(locked) != 1 or locked[0].disposition != Disposition.OPEN:
            raise Conflict(_("This comment has been split or disposed of already."))
        with edit(locked[0], by=by, act="opinion.reworded", fields=["text"]) as first:
            first.row.text = points[0]
        rest = [
            Opinion(comment=comment, consultation_id=comment.consultation_id, ordinal=n, text=text)
            for n, text in enumerate(points[1:], 2)
        ]
        made = [locked[0], *Opinion.objects.bulk_create(rest)]
        add_to_counters(comment.consultation_id, {Disposition.OPEN: len(rest)})
        record("comment.split", comment, by=by, note={"opinions": len(made)})
        emit("comment.split", comment, by=by)
    return made


def _reason_wanted() -> list[Message]:
    return [_("Give the reason: the person who wrote this will read it."), reason_wanted()]


def _check(opinion: Opinion, by: User) -> None:
    if not can_weigh(by, opinion.consultation):
        raise NotPermitted(_("Only a drafter of the lead unit weighs comments."))
    _not_over(opinion.consultation)


@contextmanager
def _consultation_locked(opinion: Opinion) -> Iterator[None]:
    """Keep the feedback from being published over a disposition that is just being changed.

    Always before the opinion itself, as a withdrawal takes them: crosswise, PostgreSQL would end one of the two.
    """
    with transaction.atomic():
        _not_over(lock(opinion.consultation))
        yield


def _not_over(consultation: Consultation) -> None:
    if phase_of(consultation) not in (Phase.OPEN, Phase.CLOSED):
        raise InvalidMove(_("The consultation is over; its dispositions stand as they are."))
