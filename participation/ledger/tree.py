"""The tree as it is stored: leaves by position, and the hashes of full tiles of 256 (c2sp.org/tlog-tiles)."""

from collections.abc import Iterator

from participation.ledger import merkle
from participation.ledger.entries import entry_bytes
from participation.ledger.models import Checkpoint, Leaf, Subtree

HEIGHT = 8
WIDTH = 1 << HEIGHT  # hashes in a full tile
AT_ONCE = 2048


class Broken(Exception):
    """What is stored does not make up the tree that was asked for; the message says what is missing."""


class Stored:
    """Reads subtrees for the functions of merkle.py; a tile is fetched once."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], dict[int, bytes]] = {}

    def __call__(self, height: int, number: int) -> bytes:
        level, above = divmod(height, HEIGHT)
        first, count = number << above, 1 << above
        return merkle.fold(self.hashes(level, first, count))

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        """So many hashes of one tile, from the one numbered `first` in its level. Raises Broken."""
        place = level, first // WIDTH
        if place not in self._tiles:
            self._tiles[place] = _tile(*place)
        try:
            return [self._tiles[place][n] for n in range(first, first + count)]
        except KeyError as missing:
            raise Broken(f"hash {missing} of level {level}") from None


def newest() -> Checkpoint | None:
    """The checkpoint that is handed out now."""
    return Checkpoint.objects.order_by("-size").first()


def is_signed(leaf: Leaf) -> bool:
    """Whether the leaf stands in a tree that has been signed."""
    return leaf.position is not None and Checkpoint.objects.filter(size__gt=leaf.position).exists()


def width_of(level: int, number: int, size: int) -> int:
    """How many hashes of a tile a tree of `size` has; 0 when it has none."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - number * WIDTH))


def tile(level: int, number: int, width: int) -> bytes:
    """The first `width` hashes of a tile, one after another. Raises Broken."""
    return b"".join(Stored().hashes(level, number * WIDTH, width))


def bundle(number: int, width: int) -> bytes:
    """The first `width` entries under a tile of level 0, each after its length in two bytes. Raises Broken."""
    leaves = list(_between(number * WIDTH, width))
    if len(leaves) != width:
        raise Broken(f"entries {number * WIDTH} to {number * WIDTH + width - 1}")
    entries = [entry_bytes(leaf) for leaf in leaves]
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def path_of(number: int) -> str:
    """A tile's number as it stands in its address: 1234067 is x001/x234/067."""
    thousands, last = divmod(number, 1000)
    path = f"{last:03}"
    while thousands:
        thousands, part = divmod(thousands, 1000)
        path = f"x{part:03}/{path}"
    return path


def in_order(until: int) -> Iterator[Leaf]:
    """The leaves with positions below `until`, in order; no more than a few thousand are held at once."""
    last = -1
    while batch := list(
        Leaf.objects.filter(position__gt=last, position__lt=until).order_by("position")[:AT_ONCE]
    ):
        yield from batch
        last = batch[-1].position or 0


def _tile(level: int, number: int) -> dict[int, bytes]:
    first = number * WIDTH
    if level == 0:
        leaves = _between(first, WIDTH)
        return {
            leaf.position: merkle.leaf_hash(entry_bytes(leaf)) for leaf in leaves if leaf.position is not None
        }
    rows = Subtree.objects.filter(level=level - 1, index__gte=first, index__lt=first + WIDTH)
    return {index: bytes(found) for index, found in rows.values_list("index", "hash")}


def _between(first: int, count: int) -> Iterator[Leaf]:
    return (
        Leaf.objects.filter(position__gte=first, position__lt=first + count).order_by("position").iterator()
    )
