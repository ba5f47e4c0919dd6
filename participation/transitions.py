"""The one place that moves a status, and the one way in which rows are edited.

`transition()` and `edit()` lock the parent and then the row, re-read it, see that nobody was faster, let the caller
check rights and gates and write, and then record: audit entry, ledger leaf, outbox event. Everything stands in one
transaction. What the caller holds is what the caller saw: its status and its `revision` are compared.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _

from participation.delivery.outbox import emit
from participation.errors import Conflict, InvalidMove, Overwritten
from participation.ledger.audit import record
from participation.ledger.leaves import commit
from participation.locks import lock

M = TypeVar("M", bound=models.Model)
Table = Mapping[Any, Iterable[str]]
UNREVISED = -1


class Revised(models.Model):
    """A row that people write on. Each write counts its `revision`; a form carries the one it was drawn from."""

    revision = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


@dataclass
class Move(Generic[M]):
    """What the caller may add while the row is locked: the row itself, a note for the audit, data for the event."""

    row: M
    old: str
    new: str
    parent: Any = None  # the row given as `under`, locked
    note: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Edit(Generic[M]):
    """The locked row to write on. `is_changed`: something that hangs on the row was written too, such as its parts."""

    row: M
    parent: Any = None  # the row given as `under`, locked
    note: dict[str, Any] = field(default_factory=dict)
    is_changed: bool = False


@contextmanager
def transition(
    row: M,
    to: str,
    *,
    by: AbstractBaseUser | None,
    table: Table,
    event: str,
    under: models.Model | None = None,
    on: str = "status",
    leaf: str | None = None,
) -> Iterator[Move[M]]:
    """Move `row` to status `to` and record it. `table` maps a state to the states it may go to.

    `under` is its parent, locked first (participation.locks.ORDER). `leaf` names the kind under which the ledger
    commits to the row. What the body raises undoes everything. Raises Conflict when the row is no longer in the state
    the caller saw, Overwritten when it is but was written on, InvalidMove when the table has no such move.
    """
    seen, seen_revision = getattr(row, on), _revision(row)
    with transaction.atomic():
        parent = None if under is None else lock(under)
        locked = lock(row)
        old = getattr(locked, on)
        status = {"status": _status_words(locked, on)}
        if old != seen or (old == to and to not in table.get(old, ())):
            raise Conflict(_("Somebody else was faster: this is now “%(status)s”.") % status)
        if to not in table.get(old, ()):
            raise InvalidMove(_("This cannot be done while it is “%(status)s”.") % status)
        _check_revision(locked, seen_revision)
        move = Move(locked, old, to, parent)
        yield move
        setattr(locked, on, to)
        _count_revision(locked)
        locked.save()
        record(event, locked, by=by, old=old, new=to, note=move.note)
        if leaf:
            commit(leaf, locked)
        emit(event, locked, by=by, data=move.data)
    row.__dict__.update(locked.__dict__)


@contextmanager
def edit(
    row: M,
    *,
    by: AbstractBaseUser | None,
    act: str,
    fields: Iterable[str],
    under: models.Model | None = None,
    about: models.Model | None = None,
    leaf: str | None = None,
    event: str | None = None,
    private: Iterable[str] = (),
) -> Iterator[Edit[M]]:
    """Write on a row: only `fields`, never its status. What did not change is not recorded, nor told as `event`.

    The audit, of the row or of what it is `about`, keeps what stood there before; of `private` fields it keeps only
    that they were changed. Raises Overwritten when somebody has
    written on it since the caller read it, Conflict when it is gone.
    """
    seen = _revision(row)
    with transaction.atomic():
        parent = None if under is None else lock(under)
        locked = lock(row)
        _check_revision(locked, seen)
        before = {name: locked.serializable_value(name) for name in fields}
        change = Edit(locked, parent)
        yield change
        old = {name: value for name, value in before.items() if locked.serializable_value(name) != value}
        if old or change.is_changed:
            _count_revision(locked)
            locked.save(update_fields=[*old, *(["revision"] if isinstance(locked, Revised) else [])])
            kept = {name: value for name, value in old.items() if name not in private}
            unsaid = [name for name in old if name not in kept]
            note = {"old": kept, **({"changed": unsaid} if unsaid else {}), **change.note}
            record(act, about or locked, by=by, note=note)
            if leaf:
                commit(leaf, locked)
            if event:
                emit(event, locked, by=by)
    row.__dict__.update(locked.__dict__)


def as_seen(there: M | None, seen: M | None) -> M | None:
    """The row that is `there`, if the writer has `seen` it as it is; None when there is none yet.

    Call while its parent is locked. Raises Overwritten when somebody has begun it or written on it meanwhile.
    """
    if there is not None and (seen is None or (seen.pk, _revision(seen)) != (there.pk, _revision(there))):
        raise Overwritten(_("Somebody else has written on this meanwhile."), theirs=there)
    return there


def _revision(row: models.Model) -> int:
    return row.revision if isinstance(row, Revised) else UNREVISED


def _check_revision(locked: models.Model, seen: int) -> None:
    if _revision(locked) != seen:
        raise Overwritten(_("Somebody else has written on this meanwhile."), theirs=locked)


def _count_revision(locked: models.Model) -> None:
    if isinstance(locked, Revised):
        locked.revision += 1


def _status_words(row: models.Model, on: str) -> str:
    display = getattr(row, f"get_{on}_display", None)
    return str(display() if display else getattr(row, on))
