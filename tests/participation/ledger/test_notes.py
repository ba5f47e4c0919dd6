"""Signed notes and checkpoints: one key's are another's nonsense, and no byte of them may change."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from participation.ledger.notes import (
    Malformed,
    Tree,
    is_name,
    open_checkpoint,
    open_note,
    read_tree,
    read_verifier,
    sign,
    verifier_of,
)

NAME = "canyu.example/ledger"
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
VERIFIER = verifier_of(KEY, NAME)
TREE = Tree(NAME, 20852163, bytes(range(32)))
NOTE = sign(TREE.text(), NAME, [KEY])
TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=40).map(
    lambda text: f"{text}\n"
)


def test_the_key_and_the_note_of_another_implementation_are_read() -> None:
    """From the tests of golang.org/x/mod/sumdb/note."""
    peter = read_verifier("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    signed = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    assert open_note(f"{text}\n— PeterNeumann {signed}\n", [peter]) == (text, [peter])


@given(TEXTS)
def test_a_note_opens_for_who_knows_its_key(text: str) -> None:
    assert open_note(sign(text, NAME, [KEY]), [VERIFIER]) == (text, [VERIFIER])
    with pytest.raises(Malformed):
        open_note(sign(text, NAME, [OTHER]), [VERIFIER])


@given(st.integers(0, len(NOTE) - 1), st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]))
def test_no_letter_of_a_checkpoint_may_change(place: int, letter: str) -> None:
    changed = NOTE[:place] + letter + NOTE[place + 1 :]
    if changed != NOTE:
        with pytest.raises(Malformed):
            open_checkpoint(changed, [VERIFIER])


@given(st.integers(0, len(NOTE) - 1))
def test_nothing_of_a_checkpoint_may_be_left_out(place: int) -> None:
    for changed in (NOTE[:place], NOTE[place + 1 :], NOTE[:place] + NOTE[place + 1 :]):
        if changed != NOTE:
            with pytest.raises(Malformed):
                open_checkpoint(changed, [VERIFIER])


@given(st.text(max_size=200))
def test_whatever_is_read_as_a_note_is_refused_in_words(text: str) -> None:
    for given_text in (text, f"{text}\n\n{text}\n", NOTE + text + "\n"):
        try:
            open_checkpoint(given_text, [VERIFIER])
        except Malformed:
            continue
        assert given_text.startswith(NOTE)


def test_several_keys_sign_and_a_wrong_signature_of_one_spoils_it() -> None:
    both = sign(TREE.text(), NAME, [OTHER, KEY])
    other = verifier_of(OTHER, NAME)
    assert open_note(both, [VERIFIER])[1] == [VERIFIER]
    assert set(open_note(both, [VERIFIER, other])[1]) == {VERIFIER, other}
    forged = sign("something else\n", NAME, [OTHER]).rpartition("\n\n")[2]
    with pytest.raises(Malformed):
        open_note(NOTE + forged, [VERIFIER, other])
    assert open_checkpoint(NOTE + forged, [VERIFIER]) == TREE, "who is not known is let be"


def test_a_verifier_key_is_written_and_read_again() -> None:
    assert read_verifier(str(VERIFIER)) == VERIFIER
    for wrong in ("", "a+b", str(VERIFIER)[:-4], str(VERIFIER).replace("canyu", "kanyu"), f"{VERIFIER}AAAA"):
        with pytest.raises(Malformed):
            read_verifier(wrong)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b", "a\nb"])
def test_a_log_bears_no_name_that_a_signature_could_not(name: str) -> None:
    assert not is_name(name) and is_name(NAME)


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "a\n１\nAAAA\n", "a\n1\nAAAA\n", f"\n1\n{'A' * 43}=\n",
     f"a\n1\n{'A' * 43}=\n\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read_tree(text)
    assert read_tree(f"a\n0\n{'A' * 43}=\nmore\n") == Tree("a", 0, bytes(32))
