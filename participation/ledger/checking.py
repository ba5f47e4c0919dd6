"""Whether the record is whole: rows against leaves, leaves against the tree, the tree against what was signed.

Runs beside a working server and holds some thousand leaves at a time, however many there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from participation import clock
from participation.ledger import leaves, merkle, notes, tree
from participation.ledger.entries import entry_bytes, sealed
from participation.ledger.keys import is_sealed, keys
from participation.ledger.leaves import BATCH, FIRST, Fault, Step
from participation.ledger.models import AuditEntry, Checkpoint, Leaf, Log, Subtree
from participation.ledger.proofs import WITHIN

LATE = WITHIN + timedelta(minutes=10)


def verify(against: str | None = None) -> Iterator[Fault]:
    """Everything that does not match; `against` is a signed checkpoint that somebody kept."""
    yield from leaves.verify()
    yield from _second_firsts()
    yield from _erasures_nobody_ordered()
    yield from _waiting()
    yield from _Walk(against).faults()


def statements() -> list[Leaf]:
    """What the log has said of itself in the tree, in order."""
    return list(Leaf.objects.filter(step=Step.STATEMENT, position__isnull=False).order_by("position"))


def verifiers() -> list[notes.Verifier]:
    """Every key that the log has said signs for it."""
    return [key for leaf in statements() for key in _stated(leaf)]


def _said(leaf: Leaf) -> dict[str, Any]:
    """What a statement says; nothing when somebody made nonsense of it."""
    return leaf.says if leaf.step == Step.STATEMENT and isinstance(leaf.says, dict) else {}


def _stated(leaf: Leaf) -> list[notes.Verifier]:
    try:
        return [notes.read_verifier(str(_said(leaf)["vkey"]))]
    except (KeyError, notes.Malformed):
        return []


def _second_firsts() -> Iterator[Fault]:
    firsts = Leaf.objects.filter(step__in=FIRST).order_by().values_list("kind", "object_id")
    for kind, object_id, _ in firsts.annotate(times=Count("pk")).filter(times__gt=1):
        yield Fault(kind, object_id, "a second first leaf")


def _erasures_nobody_ordered() -> Iterator[Fault]:
    """Each erasure names the audit entry that ordered it. Those from before the tree had no such name."""
    here = Log.objects.first()
    rows = Leaf.objects.filter(step__in=[Step.ERASURE, Step.FORGOTTEN]).order_by("pk")
    last = here.adopted_until if here else 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        orders = [(leaf, leaf.says if isinstance(leaf.says, dict) else {}) for leaf in batch]
        about = [said["id"] for _, said in orders if isinstance(said.get("id"), int)]
        given = set(AuditEntry.objects.filter(object_id__in=about).values_list("act", "kind", "object_id"))
        for leaf, said in orders:
            if (said.get("act"), said.get("kind"), said.get("id")) not in given:
                yield Fault(leaf.kind, leaf.object_id, "an erasure that nobody ordered")


def _waiting() -> Iterator[Fault]:
    """What is not in the tree yet: written by this site, and not for longer than was promised."""
    here, last, now = Log.objects.first(), 0, clock.really_now()
    rows = Leaf.objects.filter(position=None).order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        for leaf in batch:
            may_lack_seal = here is not None and leaf.pk <= here.adopted_until and here.size <= here.adopted
            if not may_lack_seal and not is_sealed(sealed(leaf), leaf.seal):
                yield Fault(leaf.kind, leaf.object_id, "a leaf with a wrong seal")
            elif leaf.written_at + LATE < now:
                yield Fault(leaf.kind, leaf.object_id, "late: a leaf that should be in the tree by now")


@dataclass
class _Walk:
    """One way through the tree, entry by entry, past every checkpoint."""

    against: str | None
    growing: merkle.Growing = field(default_factory=merkle.Growing)
    good: int = 0  # up to this size a signed root was found to be right
    is_whole: bool = True  # whether every entry and root so far was right
    known: list[notes.Verifier] = field(default_factory=list)  # whose keys the entries so far have stated
    origin: str = ""
    kept: notes.Tree | None = None

    def faults(self) -> Iterator[Fault]:
        here, head = Log.objects.first(), tree.newest()
        if here is None:
            yield Fault("log", 0, "the log itself is missing")
            return
        size = head.size if head else 0
        known = verifiers()
        yield from self._kept(known, size)
        yield from self._entries(here, size)
        yield from self._checkpoints_beyond()
        if head and known:
            yield from _present_key(here, head)
        if _loose_ends():
            with transaction.atomic():  # nobody sequences meanwhile
                Log.objects.select_for_update().get()
                yield from _loose_ends()

    def _kept(self, known: list[notes.Verifier], size: int) -> Iterator[Fault]:
        if self.against is None:
            return
        try:
            self.kept = notes.open_checkpoint(self.against, known)
        except notes.Malformed as problem:
            yield Fault("checkpoint", 0, f"the kept checkpoint cannot be used: {problem}")
            return
        if self.kept.size > size:
            yield Fault("log", size, f"the log had {self.kept.size} entries once")

    def _entries(self, here: Log, size: int) -> Iterator[Fault]:
        said = statements()
        unchecked = max((leaf.position or 0 for leaf in said if "retired" in _said(leaf)), default=0)
        self.origin = here.origin
        self.checkpoints = _checkpoints(size)
        self.next_one = next(self.checkpoints, None)
        expected = adopted = 0
        for leaf in tree.in_order(size):
            if leaf.position != expected:
                self.is_whole = False
                yield Fault("log", expected, "an entry is missing")
            expected = (leaf.position or 0) + 1
            is_adopted = leaf.pk <= here.adopted_until
            adopted += is_adopted
            if not is_adopted and expected > unchecked and not is_sealed(sealed(leaf), leaf.seal):
                yield Fault("log", expected - 1, f"altered: the entry of {leaf.kind} {leaf.object_id}")
            yield from self._entry(leaf)
        if expected != size:
            self.is_whole = False
            yield Fault("log", expected, "an entry is missing")
        first = _said(said[0]) if said and said[0].position == 0 else {}
        if size and (first.get("origin"), first.get("adopted_until")) != (here.origin, here.adopted_until):
            yield Fault("log", 0, "the first entry says something else of this log")
        elif adopted > first.get("adopted", 0):
            yield Fault("log", 0, "more entries claim to be older than the tree than there were")

    def _entry(self, leaf: Leaf) -> Iterator[Fault]:
        self.known += _stated(leaf)
        for height, number, found in self.growing.append(merkle.leaf_hash(entry_bytes(leaf))):
            if height % tree.HEIGHT == 0:
                yield from self._tile(height // tree.HEIGHT - 1, number, found)
        while self.next_one and self.next_one.size <= self.growing.size:
            yield from self._checkpoint(self.next_one)
            self.next_one = next(self.checkpoints, None)
        if self.kept and self.kept.size == self.growing.size and self.kept.root != self.growing.root():
            yield Fault("log", 0, f"does not begin with the {self.kept.size} entries of the kept checkpoint")

    def _tile(self, level: int, number: int, found: bytes) -> Iterator[Fault]:
        stored = Subtree.objects.filter(level=level, index=number).first()
        if (level == 0 or self.is_whole) and (stored is None or bytes(stored.hash) != found):
            span = tree.WIDTH ** (level + 1)
            first = number * span
            self.is_whole = False
            yield Fault("log", first, f"altered or reordered: entries {first} to {first + span - 1}")

    def _checkpoint(self, checkpoint: Checkpoint) -> Iterator[Fault]:
        size = checkpoint.size
        try:
            signed = notes.open_checkpoint(checkpoint.note, self.known)
        except notes.Malformed as problem:
            yield Fault("checkpoint", size, str(problem))
            return
        if signed != notes.Tree(self.origin, size, bytes(checkpoint.root)):
            yield Fault("checkpoint", size, "it was signed for something else")
        elif not self.is_whole:
            return
        elif signed.root != self.growing.root() or size != self.growing.size:
            self.is_whole = False
            yield Fault("log", self.good, f"altered or reordered: entries {self.good} to {size - 1}")
        else:
            self.good = size

    def _checkpoints_beyond(self) -> Iterator[Fault]:
        if self.next_one and self.is_whole:
            yield Fault("checkpoint", self.next_one.size, "the log has fewer entries")


def _checkpoints(until: int) -> Iterator[Checkpoint]:
    last = -1
    while batch := list(Checkpoint.objects.filter(size__gt=last, size__lte=until).order_by("size")[:BATCH]):
        yield from batch
        last = batch[-1].size


def _present_key(here: Log, head: Checkpoint) -> Iterator[Fault]:
    try:
        notes.open_checkpoint(head.note, [notes.verifier_of(keys()[0], here.origin)])
    except notes.Malformed:
        yield Fault("checkpoint", head.size, "the newest is not signed with this site's key")


def _loose_ends() -> list[Fault]:
    """Whether the log is as long as it says: entries, hashes of tiles, checkpoints."""
    here, head = Log.objects.get(), tree.newest()
    there = Leaf.objects.filter(position__isnull=False)
    found = []
    if beyond := there.filter(position__gte=here.size).order_by("position").first():
        found.append(Fault("log", beyond.position or 0, "an entry beyond the end of the log"))
    elif there.count() != here.size:
        found.append(Fault("log", here.size, "the log says it has another number of entries"))
    if head and head.size > here.size:
        found.append(Fault("checkpoint", head.size, "the log has fewer entries"))
    full, level = here.size >> tree.HEIGHT, 0
    while full or Subtree.objects.filter(level__gte=level).exists():
        if Subtree.objects.filter(level=level).count() != full:
            found.append(Fault("log", here.size, f"hashes of level {level} are missing or too many"))
        full, level = full >> tree.HEIGHT, level + 1
    return found
