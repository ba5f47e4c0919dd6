"""Leaves: salted commitments to the rows that people rely on, written with the row itself.

A room registers each of its nouns once: which rows must have a leaf, and what the leaf commits to.
`verify()` then needs to know nothing about the rooms above.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, models, transaction

from participation import clock
from participation.ledger.entries import canonical, sealed
from participation.ledger.keys import seal
from participation.ledger.models import Leaf, Receipt
from participation.secrets.fields import Unreadable

BATCH = 1000
Step = Leaf.Step
FIRST = (Step.FIRST, Step.BACKFILLED)
OF_ROWS = (Step.FIRST, Step.AGAIN, Step.BACKFILLED)  # these commit to a row as it stood


@dataclass(frozen=True)
class LedgerKind:
    """A kind of row the ledger commits to."""

    kind: str
    rows: Callable[[], models.QuerySet[Any]]
    owed: Callable[[Any], bool]  # whether a row must have a leaf by now
    content: Callable[[Any], dict[str, Any]]  # what a leaf commits to
    former: Callable[[Any], dict[str, Any]] | None = None  # what leaves of an earlier release committed to
    public: Callable[[Any], bool] = lambda row: False  # whether everybody may read all that is committed to


@dataclass(frozen=True)
class Fault:
    """Something that does not match: a row by its kind and id, or, for the kind "log", a place in the tree."""

    kind: str
    object_id: int
    problem: str  # of a row: "altered" | "no leaf" | "no row" | "key missing", its words cannot be opened


_kinds: dict[str, LedgerKind] = {}


def register(ledger_kind: LedgerKind) -> None:
    """Make the ledger commit to a kind of row."""
    _kinds[ledger_kind.kind] = ledger_kind


def registered() -> list[LedgerKind]:
    """Every kind the ledger commits to."""
    return list(_kinds.values())


def kind_of(leaf: Leaf) -> LedgerKind | None:
    """What is known of a leaf's kind."""
    return _kinds.get(leaf.kind)


def commitment(kind: str, object_id: int, salt: str, content: dict[str, Any]) -> str:
    """SHA-256 over salt and canonical JSON: what a holder of row and salt can compute for themselves."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical([kind, object_id, content])).hexdigest()


def opens(leaf: Leaf, content: dict[str, Any]) -> bool:
    """Whether this is what the leaf commits to."""
    if any(isinstance(value, Unreadable) for value in content.values()):
        return False
    return leaf.commitment == commitment(leaf.kind, leaf.object_id, leaf.salt, content)


def commit(kind: str, row: models.Model, *, step: str = "") -> Leaf:
    """Write the leaf for `row` as it stands now. Call in the transaction that wrote the row.

    Whoever knows says whether it is its `first`; otherwise it is looked up.
    """
    leaf = leaf_of(kind, row, step=step or _next_step(kind, row.pk))
    leaf.save()
    return leaf


def leaf_of(kind: str, row: models.Model, *, step: str) -> Leaf:
    """The leaf for `row` as it stands now, for a bulk writer to write in the transaction that wrote the rows."""
    salt = secrets.token_hex(16)
    value = commitment(kind, row.pk, salt, _kinds[kind].content(row))
    return _sealed(kind, row.pk, step, value, salt=salt)


def note_erasure(kind: str, object_id: int, *, act: str, about: models.Model) -> None:
    """Say in the ledger that a row is gone by an act and not by tampering. Call in the act's transaction; the audit has
    an entry of `act` about that row."""
    if Leaf.objects.filter(kind=kind, object_id=object_id).exists():
        _mark(kind, object_id, Step.ERASURE, act, about)


def forget_person(kind: str, row: models.Model, *, act: str) -> None:
    """What a row said of a person was erased by order: commit to it as it stands now, and have what was committed to
    before speak of nobody. Call in the transaction of the act, after the row was written; the audit knows `act`."""
    Leaf.objects.filter(kind=kind, object_id=row.pk).exclude(salt="").update(salt="")
    _mark(kind, row.pk, Step.FORGOTTEN, act, row)
    commit(kind, row, step=Step.AGAIN)


def state(kind: str, says: dict[str, Any]) -> Leaf:
    """The log's own words, which stand in the tree in the open. The caller saves it."""
    value = commitment(f"{Step.STATEMENT}:{kind}", 0, "", says)
    return _sealed(kind, 0, Step.STATEMENT, value, says=says)


def forgotten() -> int:
    """In how many rows what they said of a person was erased by order."""
    return Leaf.objects.filter(step=Step.FORGOTTEN).values("kind", "object_id").distinct().count()


def _next_step(kind: str, object_id: int) -> str:
    earlier = Leaf.objects.filter(kind=kind, object_id=object_id, step__in=OF_ROWS)
    return Step.AGAIN if earlier.exists() else Step.FIRST


def _mark(kind: str, object_id: int, step: str, act: str, about: models.Model) -> None:
    ordered = {"act": act, "kind": about._meta.model_name, "id": about.pk}
    _sealed(kind, object_id, step, commitment(f"{step}:{kind}", object_id, "", {}), says=ordered).save()


def _sealed(kind: str, object_id: int, step: str, value: str, **more: Any) -> Leaf:
    written_at = clock.really_now()
    leaf = Leaf(
        kind=kind,
        object_id=object_id,
        step=step,
        commitment=value,
        at=clock.now(),
        written_at=written_at,
        **more,
    )
    leaf.seal = seal(sealed(leaf))
    return leaf


def verify() -> Iterator[Fault]:
    """Every row against its newest leaf, every leaf and every receipt against its row; yields what does not match.

    Runs beside a working server: what seems wrong is looked at once more with the row held still.
    """
    for ledger_kind in _kinds.values():
        for object_id in chain(_rows_at_odds(ledger_kind), _leaves_without_rows(ledger_kind)):
            if problem := _held_problem(ledger_kind, object_id):
                yield Fault(ledger_kind.kind, object_id, problem)
    yield from _receipts_at_odds()


def _problem(ledger_kind: LedgerKind, row: Any, leaf: Leaf | None) -> str:
    if leaf is None:
        return "no leaf" if ledger_kind.owed(row) else ""
    contents = [content_of(row) for content_of in (ledger_kind.content, ledger_kind.former) if content_of]
    if any(isinstance(value, Unreadable) for content in contents for value in content.values()):
        return "key missing"
    return "" if any(opens(leaf, content) for content in contents) else "altered"


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
    ids = _of_rows(ledger_kind.kind).order_by("object_id").values_list("object_id", flat=True)
    last = 0
    while found := list(ids.filter(object_id__gt=last)[:BATCH]):  # DISTINCT would sort them all, every time
        last, batch = found[-1], list(dict.fromkeys(found))
        there = set(ledger_kind.rows().filter(pk__in=batch).values_list("pk", flat=True)) | _erased(
            ledger_kind, batch
        )
        yield from (pk for pk in batch if pk not in there)


def _receipts_at_odds() -> Iterator[Fault]:
    """A row removed together with its leaf still leaves its receipt behind, which is for its own first leaf only."""
    receipts = Receipt.objects.order_by("pk").values_list("pk", "leaf_id", "kind", "object_id")
    last = 0
    while batch := list(receipts.filter(pk__gt=last)[:BATCH]):
        last = batch[-1][0]
        found = Leaf.objects.filter(pk__in=[leaf for _, leaf, *_ in batch])
        own = {pk: of for pk, *of in found.values_list("pk", "kind", "object_id", "step")}
        for _, leaf, kind, pk in batch:
            if leaf not in own:
                yield Fault(kind, pk, "no leaf")
            elif own[leaf][:2] != [kind, pk] or own[leaf][2] not in FIRST:
                yield Fault(kind, pk, "its receipt holds another leaf")


def _erased(ledger_kind: LedgerKind, ids: list[int]) -> set[int]:
    erasures = Leaf.objects.filter(kind=ledger_kind.kind, step=Step.ERASURE, object_id__in=ids)
    return set(erasures.values_list("object_id", flat=True))


def _leaves(kind: str, first: int, last: int) -> models.QuerySet[Leaf]:
    return _of_rows(kind).filter(object_id__gte=first, object_id__lte=last).order_by("id")


def _of_rows(kind: str) -> models.QuerySet[Leaf]:
    return Leaf.objects.filter(kind=kind, step__in=OF_ROWS)
