"""Leaves: salted commitments to the rows that people rely on, written with the row itself.

A room registers each of its nouns once: which rows must have a leaf, and what the leaf commits to.
`verify()` then needs to know nothing about the rooms above.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from participation.deadlines import clock
from participation.ledger.models import Leaf

BATCH = 1000
ERASURE = "erasure"


@dataclass(frozen=True)
class Noun:
    """A kind of row the ledger commits to."""

    kind: str
    rows: Callable[[], models.QuerySet[Any]]
    owed: Callable[[Any], bool]  # whether a row must have a leaf by now
    content: Callable[[Any], dict[str, Any]]  # what a leaf commits to


@dataclass(frozen=True)
class Fault:
    """The first thing that does not match."""

    kind: str
    object_id: int
    problem: str  # "altered" | "no leaf" | "no row"


_nouns: dict[str, Noun] = {}


def register(noun: Noun) -> None:
    """Make the ledger commit to a kind of row."""
    _nouns[noun.kind] = noun


def commitment(kind: str, object_id: int, salt: str, content: dict[str, Any]) -> str:
    """SHA-256 over salt and canonical JSON: what a holder of row and salt can compute for themselves."""
    canonical = json.dumps(
        [kind, object_id, content], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(salt.encode() + b"\n" + canonical.encode("utf-8", "surrogatepass")).hexdigest()


def commit(kind: str, row: models.Model) -> Leaf:
    """Write the leaf for `row` as it stands now. Call in the transaction that wrote the row."""
    salt = secrets.token_hex(16)
    value = commitment(kind, row.pk, salt, _nouns[kind].content(row))
    return Leaf.objects.create(kind=kind, object_id=row.pk, commitment=value, salt=salt, at=clock.now())


def verify() -> Iterator[Fault]:
    """Every row against its newest leaf, every leaf against its row; yields what does not match."""
    for noun in _nouns.values():
        yield from _rows_against_leaves(noun)
        yield from _leaves_without_rows(noun)


def _rows_against_leaves(noun: Noun) -> Iterator[Fault]:
    last = 0
    while rows := list(noun.rows().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        newest = {leaf.object_id: leaf for leaf in _leaves(noun.kind, rows[0].pk, last)}
        for row in rows:
            leaf = newest.get(row.pk)
            if leaf is None:
                if noun.owed(row):
                    yield Fault(noun.kind, row.pk, "no leaf")
            elif leaf.commitment != commitment(noun.kind, row.pk, leaf.salt, noun.content(row)):
                yield Fault(noun.kind, row.pk, "altered")


def _leaves_without_rows(noun: Noun) -> Iterator[Fault]:
    ids = (
        Leaf.objects.filter(kind=noun.kind)
        .order_by("object_id")
        .values_list("object_id", flat=True)
        .distinct()
    )
    last = 0
    while batch := list(ids.filter(object_id__gt=last)[:BATCH]):
        last = batch[-1]
        there = set(noun.rows().filter(pk__in=batch).values_list("pk", flat=True))
        erased = set(
            Leaf.objects.filter(kind=f"{ERASURE}:{noun.kind}", object_id__in=batch).values_list(
                "object_id", flat=True
            )
        )
        for missing in [pk for pk in batch if pk not in there and pk not in erased]:
            yield Fault(noun.kind, missing, "no row")


def _leaves(kind: str, first: int, last: int) -> models.QuerySet[Leaf]:
    return Leaf.objects.filter(kind=kind, object_id__gte=first, object_id__lte=last).order_by("id")
