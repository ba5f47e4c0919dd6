"""Putting leaves into the tree, in batches, behind those who write them: nobody waits for it.

What is pending is what has no position, whatever its id: who commits late loses nothing. One sequencer at a time.
"""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import QuerySet

from participation import clock
from participation.ledger import leaves, merkle, notes, tree
from participation.ledger.entries import entry_bytes, sealed
from participation.ledger.keys import is_sealed, keys
from participation.ledger.models import Checkpoint, Leaf, Log, Subtree
from participation.ledger.tree import Broken, Stored, newest

BATCH = 500  # leaves a transaction: some hundredths of a second
LOG = "log"  # the kind of what the log says of itself
log = logging.getLogger(__name__)
_told: set[int] = set()  # leaves with a wrong seal that this process has named


def sequence() -> int:
    """Put everything that waits into the tree and sign one checkpoint; says how many entries are new."""
    return sum(pieces())


def pieces() -> Iterator[int]:
    """The same, a transaction at a time: how many entries each has put in. Where nothing waits nothing is written."""
    try:
        yield from _pieces()
    except Broken as missing:
        log.error("the tree of the ledger is not whole, %s is missing: see `ledger verify`", missing)


def _pieces() -> Iterator[int]:
    after = 0
    while waiting := list(_pending().filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        after = waiting[-1]
        yield _take_in(waiting)
    if _is_ahead():
        yield _sign()


def vkey(log: Log) -> str:
    """The key that signs for the log first, as it is handed on."""
    return str(notes.verifier_of(keys()[0], log.origin))


def locked_log() -> Log:
    """The log, held against other sequencers. Inside a transaction."""
    return Log.objects.select_for_update().get()


def origin_problem() -> str:
    """What is wrong with the name of the log, as a sentence that says what to do; nothing when nothing is."""
    here = Log.objects.first()
    if not notes.is_name(settings.LEDGER_ORIGIN):
        return f"LEDGER_ORIGIN cannot be {settings.LEDGER_ORIGIN!r}: a name without spaces and plus signs."
    if here is None or here.origin in ("", settings.LEDGER_ORIGIN):
        return ""
    return (
        f"This ledger is {here.origin} since its first entry, and receipts in people's hands say so; now it would be "
        f"{settings.LEDGER_ORIGIN}. Set LEDGER_ORIGIN={here.origin}."
    )


def _pending() -> QuerySet[Leaf]:
    return Leaf.objects.filter(position=None).order_by("pk")


def _is_ahead() -> bool:
    here, last = Log.objects.first(), newest()
    return bool(here and here.size and (last is None or last.size != here.size))


def _take_in(waiting: list[int]) -> int:
    with transaction.atomic():
        here = locked_log()
        began = here.size
        if not here.origin:
            _begin(here)
        _place([leaf for leaf in _pending().filter(pk__in=waiting) if _may_enter(leaf, here)], here)
        here.save()
    return here.size - began


def _begin(here: Log) -> None:
    """The first entry says whose log this is, and from when on it proves something."""
    if problem := origin_problem():
        raise ImproperlyConfigured(problem)
    here.origin = settings.LEDGER_ORIGIN
    here.adopted = _pending().filter(pk__lte=here.adopted_until).count()
    said = {
        "origin": here.origin,
        "vkey": vkey(here),
        "adopted": here.adopted,
        "adopted_until": here.adopted_until,
    }
    first = leaves.state(LOG, said)
    first.save()
    _place([first], here)


def _may_enter(leaf: Leaf, here: Log) -> bool:
    if leaf.pk <= here.adopted_until and here.size <= here.adopted:  # from before the tree: it has no seal
        return True
    if is_sealed(sealed(leaf), leaf.seal):
        return True
    if leaf.pk not in _told:
        _told.add(leaf.pk)
        log.error(
            "leaf %s (%s) has a wrong seal: it was not written by this site and stays outside", leaf.pk, leaf
        )
    return False


def _place(found: list[Leaf], here: Log) -> None:
    """Give positions from the size of the log on, and write the hashes of the tiles that are full with them."""
    if not found:
        return
    first = here.size - here.size % tree.WIDTH
    hashes = Stored().hashes(0, first, here.size % tree.WIDTH)
    hashes += [merkle.leaf_hash(entry_bytes(leaf)) for leaf in found]
    with connection.cursor() as cursor:
        places = [(here.size + n, leaf.pk) for n, leaf in enumerate(found)]
        cursor.executemany(f"UPDATE {Leaf._meta.db_table} SET position = %s WHERE id = %s", places)  # noqa: S608
    here.size += len(found)
    full = range(first // tree.WIDTH, here.size // tree.WIDTH)
    tiles = (hashes[n * tree.WIDTH - first :][: tree.WIDTH] for n in full)
    Subtree.objects.bulk_create(
        Subtree(level=0, index=n, hash=merkle.fold(tile)) for n, tile in zip(full, tiles, strict=True)
    )
    _fill_above(here.size - len(found), here.size)


def _fill_above(before: int, now: int) -> None:
    level, read = 1, Stored()
    while now >> tree.HEIGHT * (level + 1):
        for n in range(before >> tree.HEIGHT * (level + 1), now >> tree.HEIGHT * (level + 1)):
            hashes = read.hashes(level, n * tree.WIDTH, tree.WIDTH)
            Subtree.objects.create(level=level, index=n, hash=merkle.fold(hashes))
        level += 1


def _sign() -> int:
    """Sign the tree as it is, unless it contradicts what was signed before: the key never signs two histories."""
    with transaction.atomic():
        here, last, read = locked_log(), newest(), Stored()
        if last is not None and last.size == here.size:
            return 0
        if last is not None and (last.size > here.size or merkle.root(last.size, read) != bytes(last.root)):
            log.error(
                "the ledger no longer begins with what it signed at %s entries: `ledger verify`", last.size
            )
            return 0
        head = notes.Tree(here.origin, here.size, merkle.root(here.size, read))
        note = notes.sign(head.text(), here.origin, keys())
        Checkpoint.objects.create(size=head.size, root=head.root, note=note, at=clock.really_now())
    return 0
