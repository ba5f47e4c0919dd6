"""The one way in which something published is put right or taken back: proposed by one, confirmed by another."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import is_self
from participation.corrections.models import Correction
from participation.corrections.policies import can_confirm, proposed_by
from participation.corrections.queries import confirmed, open_for
from participation.corrections.registry import Correctable, Texts, kind_of
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import explained, is_name, name_wanted
from participation.transitions import as_seen, edit, transition

Act = Correction.Act
Status = Correction.Status
MOVES = {Status.PROPOSED: [Status.CONFIRMED, Status.DROPPED]}


def correct_published(
    row: models.Model, *, by: User, reason: str, changes: Texts, kind: str = ""
) -> Correction:
    """Propose what should stand there instead. `kind` where it is not the model's name.

    Raises NotPermitted, Invalid (no reason, nothing changed, a field that is wrong), InvalidMove when it is not public,
    Conflict while another proposal waits, Overwritten.
    """
    return _propose(row, kind, Act.CORRECT, changes, by=by, reason=reason)


def withdraw_published(row: models.Model, *, by: User, reason: str, kind: str = "") -> Correction:
    """Propose to take it back. Raises as `correct_published`."""
    return _propose(row, kind, Act.WITHDRAW, {}, by=by, reason=reason)


def confirm_correction(correction: Correction, *, by: User) -> models.Model:
    """The second person agrees: from now on it is so, what stood before is kept, and the people concerned are told.

    Raises NotPermitted for the proposer, Conflict when the proposal was decided or what it was made over has changed.
    """
    how = kind_of(correction.kind)
    with transaction.atomic():
        row = _locked(how, how.model._default_manager.get(pk=correction.object_id))
        if not can_confirm(by, correction):
            raise NotPermitted(
                _("A second person confirms this, and never the one who proposed it.")
                if correction.pk in proposed_by(by, [correction])
                else _("Only those who may publish this may confirm it.")
            )
        stands = how.read(row)
        changed = any(stands[name] != text for name, text in correction.before.items() if name in stands)
        if how.public_since(row) is None or changed:
            raise Conflict(_("What stands there has changed since. Drop this proposal and make a new one."))
        _may_be_taken_back(how, row, correction.act)
        if correction.act == Act.CORRECT:
            _correct(how, row, correction, by)
        else:
            how.take_back(row, correction, by)
        with transition(
            correction, Status.CONFIRMED, by=by, table=MOVES, event="correction.confirmed", leaf="correction"
        ) as move:
            move.row.decided_by, move.row.decided_at = by, clock.now()
    notify_live("desk")
    corrected: models.Model = row
    return corrected


def drop_correction(correction: Correction, *, by: User, note: str) -> Correction:
    """Leave it as it is: said by who could confirm it, with a note, or by its proposer."""
    own = is_self(by, correction.proposed_by_id)
    if not (own or can_confirm(by, correction)):
        raise NotPermitted(_("Only those who proposed this or may confirm it can drop it."))
    note = plain(note)
    if not (note or own):
        raise Invalid(_("Say why it stays as it is."), errors={"note": [_("Say why it stays as it is.")]})
    with transition(correction, Status.DROPPED, by=by, table=MOVES, event="correction.dropped") as move:
        move.row.decided_by, move.row.decided_at, move.row.drop_note = by, clock.now(), note
    notify_live("desk")
    return correction


def _propose(row: Any, kind: str, act: str, changes: Texts, *, by: User, reason: str) -> Correction:
    how = kind_of(kind or row._meta.model_name)
    if not how.may_propose(by, row):
        raise NotPermitted(_("Only those who write this may propose to change what is published."))
    if not is_name(reason := plain(reason)):
        message: Message = name_wanted() if reason else _("Say publicly why.")
        raise Invalid(message, errors={"reason": [message]})
    if act in how.reasoned:
        explained(reason)
    if unknown := set(changes) - set(how.labels):
        raise TypeError(unknown)
    with transaction.atomic():
        locked = as_seen(_locked(how, row), row)
        if locked is None or how.public_since(locked) is None:
            raise InvalidMove(_("Only what is published is corrected or withdrawn."))
        _may_be_taken_back(how, locked, act)
        before, after = (
            _difference(how, locked, changes) if act == Act.CORRECT else (_last_words(how, locked), {})
        )
        if open_for(how.kind, locked.pk) is not None:
            raise Conflict(_("Something has been proposed here already; it is decided first."))
        correction = Correction.objects.create(
            kind=how.kind, object_id=locked.pk, department=how.department(locked), act=act, before=before,
            after=after, reason=reason, stood_since=_stood_since(how, locked, before), proposed_by=by,
            proposed_at=clock.now(),
        )  # fmt: skip
        note = {"correction": correction.pk, "act": act, "reason": reason}
        record(f"{how.kind}.correction_proposed", locked, by=by, note=note)
        emit("correction.proposed", correction, by=by)
    notify_live("desk")
    return correction


def _locked(how: Correctable[Any], row: Any) -> Any:
    if (parent := how.parent(row)) is not None:
        lock(parent)
    return lock(row)


def _may_be_taken_back(how: Correctable[Any], row: Any, act: str) -> None:
    if act == Act.WITHDRAW and (obstacle := how.held_by(row)):
        raise InvalidMove(obstacle)


def _difference(how: Correctable[Any], row: Any, changes: Texts) -> tuple[Texts, Texts]:
    stands, wanted = how.read(row), how.clean(row, changes)
    after = {name: text for name, text in wanted.items() if stands[name] != text}
    if not after:
        raise Invalid(_("Nothing was changed."), errors={"reason": [_("Nothing was changed.")]})
    return {name: stands[name] for name in after}, after


def _last_words(how: Correctable[Any], row: Any) -> Texts:
    return {} if how.stays_readable else how.read(row)


def _stood_since(how: Correctable[Any], row: Any, before: Texts) -> datetime:
    """Since when these words stood: since its publication, or since the last correction that touched them."""
    since = how.public_since(row)
    assert since is not None
    touching = [
        each.decided_at
        for each in confirmed(how.kind, row.pk)
        if each.decided_at and (not before or set(before) & set(each.after))
    ]
    return max([since, *touching])


def _correct(how: Correctable[Any], row: Any, correction: Correction, by: User) -> None:
    act = f"{how.kind}.corrected"
    fields = how.columns or tuple(how.labels)
    with edit(row, by=by, act=act, fields=fields, leaf=how.leaf) as change:
        how.write(change.row, correction, by)
        change.is_changed, change.note = True, correction.noted()
    emit(act, row, by=by, data=correction.noted())
