"""The order of a draft: a clause is put elsewhere with all that stands under it; articles are numbered anew."""

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultations.documents.editing import (
    FAR,
    end_of,
    locked_draft,
    passage_of,
    place_behind,
    settle,
)
from consultations.documents.models import Clause, Passage, Version
from consultations.documents.reading.numerals import chinese
from consultations.documents.structure import Level
from participation.accounts.models import User
from participation.errors import Conflict, Invalid, Message
from participation.ledger.audit import record


def order_seen(rows: Iterable[Passage]) -> str:
    """The order of a draft, in short: which clauses stand in it, where, and with which numbers."""
    shape = [(row.clause_id, row.label) for row in rows]
    return hashlib.sha256(str(shape).encode()).hexdigest()[:20]


def move_clause(
    version: Version, clause: Clause, after: Clause | None, *, by: User, seen: str | None = None
) -> int:
    """Put a clause, with all that stands under it, behind another one (or first of all); says how many moved.

    Each keeps its identity and its label. `seen` is the `order_seen` by whoever moves it: Conflict when it is another
    now. Raises NotPermitted, Conflict, Invalid (behind itself).
    """
    with transaction.atomic():
        locked = locked_draft(version, by)
        _require_order(locked, seen)
        first = passage_of(locked, clause).position
        rows = list(locked.passages.all())
        end = end_of(rows, first)
        block, rest = rows[first:end], rows[:first] + rows[end:]
        if after is not None and any(row.clause_id == after.pk for row in block):
            message: Message = _("A clause cannot be put behind itself.")
            raise Invalid(message, errors={"after": [message]})
        above = {row.pk: row.parent_position for row in rows}
        parents = {row.pk: rows[at] for row in rows if (at := above[row.pk]) is not None}
        _count_anew(rest, parents)
        place, parent = place_behind(rest, after, block[0].level)
        if parent is None:
            parents.pop(block[0].pk, None)
        else:
            parents[block[0].pk] = rest[parent]
        _count_anew(rest[:place] + block + rest[place:], parents)
        locked.passages.update(position=F("position") + FAR)
        Passage.objects.bulk_update(rows, ["position", "parent_position"], batch_size=500)
        settle(locked)
        record("clause.moved", locked.document, by=by, note={"clause": clause.uid, "version": locked.number})
    return len(block)


def renumber_articles(version: Version, *, by: User, seen: str | None = None) -> int:
    """Number the articles outside the annexes 第一条, 第二条 … in their order; says how many labels changed.

    References in the text stay as they are: people check them. `seen` as in `move_clause`. Raises NotPermitted,
    Conflict.
    """
    with transaction.atomic():
        locked = locked_draft(version, by)
        _require_order(locked, seen)
        changed, number, annexes = [], 0, set[int]()
        for row in locked.passages.all():
            if row.level == Level.ANNEX or row.parent_position in annexes:
                annexes.add(row.position)
            elif row.level == Level.ARTICLE:
                number += 1
                if row.label != (label := f"第{chinese(number)}条"):
                    row.label, row.revision = label, row.revision + 1
                    changed.append(row)
        Passage.objects.bulk_update(changed, ["label", "revision"], batch_size=500)
        settle(locked)
        record(
            "document.renumbered",
            locked.document,
            by=by,
            note={"articles": len(changed), "version": locked.number},
        )
    return len(changed)


def _require_order(locked: Version, seen: str | None) -> None:
    if seen is not None and seen != order_seen(locked.passages.all()):
        raise Conflict(_("The order of the text has been changed meanwhile: look at it again."))


def _count_anew(rows: list[Passage], parents: dict[int, Passage]) -> None:
    """Give the rows the positions in which they stand, and name their parents by them."""
    for position, row in enumerate(rows):
        row.position = position
    for row in rows:
        above = parents.get(row.pk)
        row.parent_position = above.position if above else None
