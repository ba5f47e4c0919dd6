"""The Merkle tree of RFC 6962: hashes, roots and proofs. Pure functions; what is stored is read through `Read`.

A complete subtree of height h with number i spans the leaves i·2^h … (i+1)·2^h − 1; leaves are subtrees of height 0.
"""

import hashlib
from collections.abc import Callable, Iterator

Read = Callable[[int, int], bytes]  # the hash of the complete subtree of this height and number
EMPTY = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """What the tree holds of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two halves."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(size: int, read: Read) -> bytes:
    """The hash of the tree over the first `size` entries."""
    return _over(0, size, read) if size else EMPTY


def fold(hashes: list[bytes]) -> bytes:
    """The root over a complete subtree, given the hashes of its 2^n parts from left to right."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]


def inclusion(index: int, size: int, read: Read) -> list[bytes]:
    """The proof that entry `index` stands in the tree of `size`, from its sibling up. Raises IndexError outside it."""
    if not 0 <= index < size:
        raise IndexError(f"entry {index} is not in a tree of {size}")
    return [_over(low, high, read) for low, high in reversed(list(_siblings(index, 0, size)))]


def consistency(old: int, new: int, read: Read) -> list[bytes]:
    """The proof that the tree of `new` begins with the tree of `old`. Raises IndexError unless 0 < old ≤ new."""
    if not 0 < old <= new:
        raise IndexError(f"no tree of {new} begins with one of {old}")
    return _consistency(old, 0, new, True, read)


def verify_inclusion(index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2: whether `leaf`, a leaf hash, is number `index` in the tree of `size` with this `root`."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: whether the tree of `new` begins with the tree of `old`. Every tree begins with the empty
    one, and with itself, without a proof."""
    if not 0 <= old <= new:
        return False
    if old == 0 or old == new:
        return not proof and old_root == (new_root if old else EMPTY)
    path = proof if old & (old - 1) else [old_root, *proof]  # a complete subtree is its own first step
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


class Growing:
    """A tree that only grows: it keeps the hashes of its complete subtrees, one a height at most."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []  # height and hash, the highest first

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Take one more leaf hash; gives each subtree that it completes: height, number, hash."""
        self.size += 1
        height, found = 0, leaf
        while self._peaks and self._peaks[-1][0] == height:
            found = node_hash(self._peaks.pop()[1], found)
            height += 1
            yield height, (self.size >> height) - 1, found
        self._peaks.append((height, found))

    def root(self) -> bytes:
        """The root as it is now."""
        hashes = [found for _, found in self._peaks]
        whole = hashes.pop() if hashes else EMPTY
        while hashes:
            whole = node_hash(hashes.pop(), whole)
        return whole


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _over(low: int, high: int, read: Read) -> bytes:
    size = high - low
    if not size & (size - 1):
        height = size.bit_length() - 1
        return read(height, low >> height)
    middle = low + _split(size)
    return node_hash(_over(low, middle, read), _over(middle, high, read))


def _siblings(index: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The halves beside the way down from the root to the entry."""
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            yield middle, high
            high = middle
        else:
            yield low, middle
            low = middle


def _consistency(old: int, low: int, high: int, is_whole: bool, read: Read) -> list[bytes]:
    """RFC 6962, 2.1.2: SUBPROOF. `is_whole`: the old tree is the one the verifier has the root of."""
    if old == high - low:
        return [] if is_whole else [_over(low, high, read)]
    half = _split(high - low)
    middle = low + half
    if old <= half:
        return [*_consistency(old, low, middle, is_whole, read), _over(middle, high, read)]
    return [*_consistency(old - half, middle, high, False, read), _over(low, middle, read)]
