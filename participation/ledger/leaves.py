"""Leaves: salted commitments to the rows that people rely on, written with the row itself.

A room registers each of its nouns once: which rows must have a leaf, and what the leaf commits to.
`verify()` then needs to know nothing about the rooms above.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, models, transaction

from participation import clock
from participation.ledger.models import Leaf, Receipt
from participation.secrets.fields import Unreadable

BATCH = 1000
ERASURE = "erasure"
FORGOTTEN = "forgotten"


@dataclass(frozen=True)
class LedgerKind:
    """A kind of row the ledger commits to."""

    kind: str
    rows: Callable[[], models.QuerySet[Any]]
    owed: Callable[[Any], bool]  # whether a row must have a leaf by now
    content: Callable[[Any], dict[str, Any]]  # what a leaf commits to
    former: Callable[[Any], dict[str, Any]] | None = None  # what leaves of an earlier release committed to


@dataclass(frozen=True)
class Fault:
    """The first thing that does not match."""

    kind: str
    object_id: int
    problem: (
        str  # "altered" | "no leaf" | "no row" | "key missing": it holds sealed words that cannot be opened
    )


_kinds: dict[str, LedgerKind] = {}


def register(ledger_kind: LedgerKind) -> None:
    """Make the ledger commit to a kind of row."""
    _kinds[ledger_kind.kind] = ledger_kind


def commitment(kind: str, object_id: int, salt: str, content: dict[str, Any]) -> str:
    """SHA-256 over salt and canonical JSON: what a holder of row and salt can compute for themselves."""
    canonical = json.dumps(
        [kind, object_id, content], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(salt.encode() + b"\n" + canonical.encode("utf-8", "surrogatepass")).hexdigest()


def commit(kind: str, row: models.Model) -> Leaf:
    """Write the leaf for `row` as it stands now. Call in the transaction that wrote the row."""
    leaf = leaf_of(kind, row)
    leaf.save()
    return leaf


def leaf_of(kind: str, row: models.Model) -> Leaf:
    """The leaf for `row` as it stands now, for a bulk writer to write in the transaction that wrote the rows."""
    salt = secrets.token_hex(16)
    value = commitment(kind, row.pk, salt, _kinds[kind].content(row))
    return Leaf(kind=kind, object_id=row.pk, commitment=value, salt=salt, at=clock.now())


def note_erasure(kind: str, object_id: int) -> None:
    """Say in the ledger that a row is gone by an act and not by tampering. Call in the act's transaction."""
    if Leaf.objects.filter(kind=kind, object_id=object_id).exists():
        erasure = f"{ERASURE}:{kind}"
        value = commitment(erasure, object_id, "", {})
        Leaf.objects.create(kind=erasure, object_id=object_id, commitment=value, at=clock.now())


def forget_person(kind: str, row: models.Model) -> None:
    """What a row said of a person was erased by order: commit to it as it stands now, and have what was committed to
    before speak of nobody. Call in the act's transaction, after the row was written."""
    Leaf.objects.filter(kind=kind, object_id=row.pk).exclude(salt="").update(salt="")
    marked = f"{FORGOTTEN}:{kind}"
    value = commitment(marked, row.pk, "", {})
    Leaf.objects.create(kind=marked, object_id=row.pk, commitment=value, at=clock.now())
    commit(kind, row)


def forgotten() -> int:
    """In how many rows what they said of a person was erased by order."""
    rows = Leaf.objects.filter(kind__startswith=f"{FORGOTTEN}:")
    return rows.values("kind", "object_id").distinct().count()


def verify() -> Iterator[Fault]:
    """Every row against its newest leaf, every leaf and every receipt against its row; yields what does not match.

    Runs beside a working server: what seems wrong is looked at once more with the row held still.
    """
    for ledger_kind in _kinds.values():
        for object_id in chain(_rows_at_odds(ledger_kind), _leaves_without_rows(ledger_kind)):
            if problem := _held_problem(ledger_kind, object_id):
                yield Fault(ledger_kind.kind, object_id, problem)
    yield from _receipts_without_leaves()


def _problem(ledger_kind: LedgerKind, row: Any, leaf: Leaf | None) -> str:
    if leaf is None:
        return "no leaf" if ledger_kind.owed(row) else ""
    contents = [content_of(row) for content_of in (ledger_kind.content, ledger_kind.former) if content_of]
    if any(isinstance(value, Unreadable) for content in contents for value in content.values()):
        return "key missing"
    fits = (
        leaf.commitment == commitment(ledger_kind.kind, row.pk, leaf.salt, content) for content in contents
    )
    return "" if any(fits) else "altered"


def _held_problem(ledger_kind: LedgerKind, object_id: int) -> str:
    with transaction.atomic():
        rows = ledger_kind.rows().filter(pk=object_id)
        if connection.features.has_select_for_update_of:
            rows = rows.select_for_update(of=("self",))
        row, leaf = rows.first(), _leaves(ledger_kind.kind, object_id, object_id).last()
        if row is not None:
            return _problem(ledger_kind, row, leaf)
        return "no row" if leaf and not _erased(ledger_kind, [object_id]) else ""


def _rows_at_odds(ledger_kind: LedgerKind) -> Iterator[int]:
    last = 0
    while rows := list(ledger_kind.rows().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        newest = {leaf.object_id: leaf for leaf in _leaves(ledger_kind.kind, rows[0].pk, last)}
        yield from (row.pk for row in rows if _problem(ledger_kind, row, newest.get(row.pk)))


def _leaves_without_rows(ledger_kind: LedgerKind) -> Iterator[int]:
    ids = Leaf.objects.filter(kind=ledger_kind.kind).order_by("object_id").values_list("object_id", flat=True)
    last = 0
    while found := list(ids.filter(object_id__gt=last)[:BATCH]):  # DISTINCT would sort them all, every time
        last, batch = found[-1], list(dict.fromkeys(found))
        there = set(ledger_kind.rows().filter(pk__in=batch).values_list("pk", flat=True)) | _erased(
            ledger_kind, batch
        )
        yield from (pk for pk in batch if pk not in there)


def _receipts_without_leaves() -> Iterator[Fault]:
    """A row removed together with its leaf still leaves its receipt behind."""
    receipts = Receipt.objects.order_by("pk").values_list("pk", "leaf_id", "kind", "object_id")
    last = 0
    while batch := list(receipts.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        there = set(Leaf.objects.filter(pk__in=[leaf for _, leaf, *_ in batch]).values_list("pk", flat=True))
        yield from (Fault(kind, pk, "no leaf") for _, leaf, kind, pk in batch if leaf not in there)


def _erased(ledger_kind: LedgerKind, ids: list[int]) -> set[int]:
    erasures = Leaf.objects.filter(kind=f"{ERASURE}:{ledger_kind.kind}", object_id__in=ids)
    return set(erasures.values_list("object_id", flat=True))


def _leaves(kind: str, first: int, last: int) -> models.QuerySet[Leaf]:
    return Leaf.objects.filter(kind=kind, object_id__gte=first, object_id__lte=last).order_by("id")
