"""Writing many rows batch by batch: each is one transaction that notes in the audit how far the load has come."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from random import Random
from typing import Any, Protocol

from django.db import reset_queries, transaction

from participation import clock
from participation.accounts.models import Department
from participation.errors import Conflict
from participation.ledger.audit import record, trail
from participation.ledger.models import AuditEntry, Leaf, Receipt
from participation.ledger.receipts import new_number
from participation.locks import lock

BATCH = 2000  # plans and rows held in memory at a time; part of what a seed means
PIECE = 500  # rows an INSERT


class Drawn(Protocol):
    """What every plan has."""

    dice: Random
    submitted_at: datetime


@dataclass(frozen=True)
class Load:
    """So many rows of one kind out of one seed. Of the same load a second run writes only what is lacking."""

    kind: str  # comment | question
    seed: int
    count: int
    where: str  # the slug of the consultation or county it goes to

    def dice(self, n: int) -> Random:
        """The dice of the n-th row."""
        return Random(f"{self.seed}:{self.kind}:{n}")


def fill(
    load: Load, county: Department, until: datetime, write: Callable[[range, datetime], object]
) -> Iterator[int]:
    """Let `write` the load batch by batch, each noted in the audit of the county, where nothing else is hidden by it;
    the county is locked, so that two loads take turns. Yields how many rows are there.

    `until` is the moment after which nothing happens; a load begun before keeps its own. Raises Conflict when this seed
    was used here for another number of rows.
    """
    there = 0
    while there < load.count:
        with transaction.atomic():
            locked = lock(county)
            there, moment = _begun(load, locked) or (0, until)
            batch = range(there, min(there + BATCH, load.count))
            if batch:
                write(batch, moment)
                there = batch.stop
                note: dict[str, Any] = {
                    "where": load.where,
                    "seed": load.seed,
                    "of": load.count,
                    "there": there,
                }
                note["until"] = moment.isoformat()
                record(f"load.{load.kind}s", locked, by=None, note=note)
        reset_queries()
        yield there


def _begun(load: Load, county: Department) -> tuple[int, datetime] | None:
    same = {"act": f"load.{load.kind}s", "note__seed": load.seed, "note__where": load.where}
    last = trail(county).filter(**same).last()
    if last is None:
        return None
    if last.note["of"] != load.count:
        raise Conflict(
            f"Seed {load.seed} has made {last.note['there']} of {last.note['of']} {load.kind}s here: "
            "ask for as many, or take another seed for others."
        )
    return last.note["there"], datetime.fromisoformat(last.note["until"])


def moments(load: Load, batch: range, start: datetime, until: datetime) -> Iterator[tuple[Random, datetime]]:
    """The dice of each row and when it came in: spread evenly and in order over the time from `start` to `until`."""
    for n in batch:
        dice = load.dice(n)
        yield dice, start + (until - start) * ((n + dice.random()) / load.count)


def draw_numbers(prefix: str, plans: Sequence[Drawn]) -> list[str]:
    """A public number for each, none of them taken."""
    drawn = [_number(prefix, plan) for plan in plans]
    taken = set(Receipt.objects.filter(number__in=drawn).values_list("number", flat=True))
    for n, plan in enumerate(plans):
        while drawn[n] in taken:
            drawn[n] = _number(prefix, plan)
            taken |= set(Receipt.objects.filter(number=drawn[n]).values_list("number", flat=True))
        taken.add(drawn[n])
    return drawn


def _number(prefix: str, plan: Drawn) -> str:
    with clock.at(plan.submitted_at):
        return new_number(prefix, plan.dice.choice)


@dataclass
class Record:
    """What the ledger and the audit keep of a batch, gathered act by act and written in the order of time."""

    leaves: list[Leaf] = field(default_factory=list)
    entries: list[AuditEntry] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)

    def write(self) -> None:
        """Write all of it."""
        in_time = attrgetter("at")
        Leaf.objects.bulk_create(sorted(self.leaves, key=in_time), PIECE)
        AuditEntry.objects.bulk_create(sorted(self.entries, key=in_time), PIECE)
        Receipt.objects.bulk_create(self.receipts, PIECE)
