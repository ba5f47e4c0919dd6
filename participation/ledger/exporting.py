"""The whole log as files, laid out as it is served, with what opens the leaves of public rows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from participation.ledger import leaves, tree
from participation.ledger.checking import verifiers
from participation.ledger.entries import canonical
from participation.ledger.leaves import BATCH, OF_ROWS, LedgerKind
from participation.ledger.models import Checkpoint, Leaf


def export(head: Checkpoint, folder: Path) -> int:
    """Write checkpoint, tiles, entries, keys and openings into an empty folder; says how many entries there are."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "checkpoint").write_text(head.note)
    (folder / "vkey").write_text("".join(f"{each}\n" for each in verifiers()))
    level = 0
    while head.size >> tree.HEIGHT * level:
        for number, width in _tiles(level, head.size):
            _write(folder / "tile" / str(level) / _name(number, width), tree.tile(level, number, width))
            if level == 0:
                _write(folder / "tile" / "entries" / _name(number, width), tree.bundle(number, width))
        level += 1
    with (folder / "openings.jsonl").open("w", encoding="utf-8", errors="surrogatepass") as file:
        for opening in _openings(head.size):
            file.write(canonical(opening).decode("utf-8", "surrogatepass") + "\n")
    return head.size


def _tiles(level: int, size: int) -> Iterator[tuple[int, int]]:
    number = 0
    while width := tree.width_of(level, number, size):
        yield number, width
        number += 1


def _name(number: int, width: int) -> str:
    return tree.path_of(number) + (f".p/{width}" if width < tree.WIDTH else "")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _openings(size: int) -> Iterator[dict[str, Any]]:
    """The newest leaf of every row that everybody may read now, with what it commits to."""
    for kind in leaves.registered():
        last = 0
        while rows := list(kind.rows().filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = rows[-1].pk
            yield from _opened(kind, [row for row in rows if kind.public(row)], size)


def _opened(kind: LedgerKind, rows: list[Any], size: int) -> Iterator[dict[str, Any]]:
    within = Leaf.objects.filter(kind=kind.kind, object_id__in=[row.pk for row in rows], step__in=OF_ROWS)
    newest = {leaf.object_id: leaf for leaf in within.filter(position__lt=size).order_by("pk")}
    for row in rows:
        leaf, content = newest.get(row.pk), kind.content(row)
        if leaf and leaves.opens(leaf, content):
            said = {"kind": kind.kind, "id": row.pk, "salt": leaf.salt, "content": content}
            yield {"position": leaf.position, **json.loads(canonical(said))}
