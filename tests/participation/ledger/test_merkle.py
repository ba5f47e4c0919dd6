"""The tree against RFC 6962, an independent implementation, and whoever tampers with a proof."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from participation.ledger import merkle
from participation.ledger.merkle import Read, leaf_hash, verify_consistency, verify_inclusion

# Entries and roots of the reference tests of Certificate Transparency.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = """
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()
MOST = 80
HASHES = [leaf_hash(str(n).encode()) for n in range(MOST)]
SIZES = st.integers(1, MOST)


def reader(hashes: list[bytes]) -> Read:
    return lambda height, number: merkle.fold(hashes[number << height : (number + 1) << height])


READ = reader(HASHES)
OTHER = InmemoryTree(algorithm="sha256")
OTHER.append_entries([str(n).encode() for n in range(MOST)])


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    read = reader([leaf_hash(entry) for entry in ENTRIES])
    assert merkle.root(size, read).hex() == ROOTS[size]


def test_paths_are_those_of_the_reference() -> None:
    read = reader([leaf_hash(entry) for entry in ENTRIES])
    assert [each.hex()[:8] for each in merkle.inclusion(5, 8, read)] == ["bc1a0643", "ca854ea1", "d37ee418"]
    assert [each.hex()[:8] for each in merkle.consistency(6, 8, read)] == ["0ebc5d34", "ca854ea1", "d37ee418"]


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_an_independent_tree_has_the_same_roots_and_paths(size: int) -> None:
    assert merkle.root(size, READ) == OTHER.get_root(size)
    for index in range(size):
        theirs = OTHER.prove_inclusion(index + 1, size).path  # its first is the leaf itself
        assert [HASHES[index], *merkle.inclusion(index, size, READ)] == theirs
    for old in range(1, size + 1):
        proof = merkle.consistency(old, size, READ)
        assert verify_consistency(old, size, OTHER.get_root(old), OTHER.get_root(size), proof)


@given(size=SIZES, data=st.data())
def test_a_proof_holds_for_its_own_leaf_place_size_and_root_only(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion(index, size, READ), merkle.root(size, READ)
    assert verify_inclusion(index, size, HASHES[index], proof, root)
    other = data.draw(st.integers(-1, MOST))
    if other != index:
        assert not verify_inclusion(other, size, HASHES[index], proof, root)
    assert not verify_inclusion(index, size, leaf_hash(b"another"), proof, root)
    assert not verify_inclusion(index, size, HASHES[index], [*proof, root], root)
    for n in range(len(proof)):
        assert not verify_inclusion(index, size, HASHES[index], proof[:n] + proof[n + 1 :], root)
        forged = [*proof[:n], bytes(32), *proof[n + 1 :]]
        assert not verify_inclusion(index, size, HASHES[index], forged, root)


@given(new=SIZES, data=st.data())
def test_only_a_tree_that_begins_with_the_old_one_is_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    proof, roots = merkle.consistency(old, new, READ), [merkle.root(size, READ) for size in (old, new)]
    assert verify_consistency(old, new, roots[0], roots[1], proof)
    rewritten = reader([bytes(32) if n == changed else each for n, each in enumerate(HASHES)])
    after, path = merkle.root(new, rewritten), merkle.consistency(old, new, rewritten)
    assert not verify_consistency(old, new, roots[0], after, proof)
    assert not verify_consistency(old, new, roots[0], after, path)
    assert not verify_consistency(old, new, roots[0], roots[1], [*proof, bytes(32)])
    if proof:
        assert not verify_consistency(old, new, roots[0], roots[1], proof[:-1])


def test_the_empty_tree_begins_every_tree_and_none_begins_with_a_larger_one() -> None:
    root = merkle.root(5, READ)
    assert verify_consistency(0, 5, merkle.EMPTY, root, [])
    assert not verify_consistency(0, 5, bytes(32), root, [])
    assert not verify_consistency(6, 5, merkle.root(6, READ), root, [])
    assert not verify_consistency(5, 5, root, bytes(32), [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_there_is_no_proof_of_what_is_outside(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        merkle.inclusion(index, size, READ)


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5)])
def test_there_is_no_proof_that_a_tree_begins_with_what_it_does_not(old: int, new: int) -> None:
    with pytest.raises(IndexError):
        merkle.consistency(old, new, READ)


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=8), max_size=70))
def test_a_growing_tree_has_the_same_root_at_every_size(entries: list[bytes]) -> None:
    hashes, growing = [leaf_hash(entry) for entry in entries], merkle.Growing()
    read = reader(hashes)
    for size, leaf in enumerate(hashes, 1):
        for height, number, found in growing.append(leaf):
            assert found == read(height, number)
        assert growing.root() == merkle.root(size, read)
    assert growing.size == len(entries) and growing.root() == merkle.root(len(entries), read)
