"""The one place that moves a status.

`moving()` locks and re-reads the row, checks that the move is in the row's table and that nobody was faster,
lets the caller check rights and gates and write, and then records: audit entry, ledger leaf, outbox event.
Everything stands in one transaction.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from participation.delivery.outbox import emit
from participation.errors import Conflict, InvalidMove
from participation.ledger.audit import record
from participation.ledger.leaves import commit

M = TypeVar("M", bound=models.Model)
Table = Mapping[Any, Iterable[str]]


@dataclass
class Move(Generic[M]):
    """What the caller may add while the row is held: the row itself, a note for the audit, data for the event."""

    row: M
    old: str
    new: str
    note: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


def lock(row: M) -> M:
    """Lock and re-read `row`. Call inside a transaction; on SQLite the IMMEDIATE transaction is the lock.

    The lock does not keep others from inserting rows that point here. Raises Conflict when the row is gone.
    """
    rows = type(row)._default_manager.filter(pk=row.pk)
    if connection.features.has_select_for_update_of:
        rows = rows.select_for_update(of=("self",), no_key=connection.features.has_select_for_no_key_update)
    locked = rows.first()
    if locked is None:
        raise Conflict(_("This is no longer there."))
    return locked


@contextmanager
def transition(
    row: M,
    to: str,
    *,
    by: AbstractBaseUser | None,
    table: Table,
    event: str,
    on: str = "status",
    leaf: str | None = None,
) -> Iterator[Move[M]]:
    """Move `row` to status `to` and record it. `table` maps a state to the states it may go to.

    Raises Conflict when the row is no longer in the state the caller saw, InvalidMove when the table has no such
    move. What the body raises undoes everything. `leaf` names the kind under which the ledger commits to the row.
    """
    seen = getattr(row, on)
    with transaction.atomic():
        locked = lock(row)
        old = getattr(locked, on)
        if old != seen or (old == to and to not in table.get(old, ())):
            raise Conflict(
                _("Somebody else was faster: this is now “%(status)s”.") % {"status": _words(locked, on)}
            )
        if to not in table.get(old, ()):
            raise InvalidMove(
                _("This cannot be done while it is “%(status)s”.") % {"status": _words(locked, on)}
            )
        move = Move(locked, old, to)
        yield move
        setattr(locked, on, to)
        locked.save()
        record(event, locked, by=by, old=old, new=to, note=move.note)
        if leaf:
            commit(leaf, locked)
        emit(event, locked, data=move.data)
    row.__dict__.update(locked.__dict__)


def _words(row: models.Model, on: str) -> str:
    display = getattr(row, f"get_{on}_display", None)
    return str(display() if display else getattr(row, on))
