"""Whoever changes the log past the site is named by `ledger verify`, each for what it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from consultations.comments.actions import withdraw_comment
from consultations.models import Comment, Consultation
from participation import clock
from participation.ledger import leaves, tree
from participation.ledger.checking import verify
from participation.ledger.models import AuditEntry, Checkpoint, Leaf, Log, Receipt, Subtree
from participation.ledger.sequencing import sequence
from tests.drafts import comment_on

pytestmark = pytest.mark.django_db


def state(count: int) -> None:
    Leaf.objects.bulk_create(leaves.state("log", {"n": n}) for n in range(count))


@pytest.fixture
def log(consultation: Consultation) -> list[str]:
    """A log with two checkpoints, at 302 and 312 entries, in which a comment is number 1; gives the notes."""
    comment_on(consultation)
    state(300)
    sequence()
    state(10)
    sequence()
    return list(Checkpoint.objects.order_by("size").values_list("note", flat=True))


def at(position: int) -> Any:
    return Leaf.objects.filter(position=position)


def swap(one: int, other: int) -> None:
    first, second = at(one).get().pk, at(other).get().pk
    at(one).update(position=-1)
    at(other).update(position=one)
    Leaf.objects.filter(pk=first).update(position=other)
    assert at(one).get().pk == second


def problems(against: str | None = None) -> list[str]:
    return [f"{fault.kind} {fault.object_id}: {fault.problem}" for fault in verify(against)]


def forged(**fields: Any) -> None:
    """A leaf put into the table by hand."""
    row = Leaf(kind="log", object_id=0, commitment="c" * 64, at=clock.now(), written_at=clock.now(), **fields)
    row.save(force_insert=True)


FIRST_TILE = "log 0: altered or reordered: entries 0 to 255"
TAIL = "log 0: altered or reordered: entries 0 to 301"  # nothing before was signed
NEWEST = "log 302: altered or reordered: entries 302 to 311"
TAMPERED: dict[str, tuple[Callable[[], object], list[str]]] = {
    "an entry": (
        lambda: at(40).update(commitment="0" * 64), ["log 40: altered: the entry of log 0", FIRST_TILE]),
    "when it was": (
        lambda: at(305).update(at=clock.now() - timedelta(days=9)), ["log 305: altered: the entry of log 0", NEWEST]),
    "whose it is": (lambda: at(305).update(object_id=7), ["log 305: altered: the entry of log 7"]),
    "what it says": (lambda: at(300).update(says={}), ["log 300: altered: the entry of log 0", TAIL]),
    "two that changed places in a full tile": (lambda: swap(7, 8), [FIRST_TILE]),
    "two that changed places at the end": (lambda: swap(304, 309), [NEWEST]),
    "one removed": (lambda: at(100).delete(), [
        "log 100: an entry is missing", "log 0: altered or reordered: entries 0 to 255",
        "log 312: the log says it has another number of entries"]),
    "the last removed": (lambda: at(311).delete(), [
        "log 311: an entry is missing", "log 312: the log says it has another number of entries"]),
    "one put behind": (lambda: forged(step="again", position=312, seal=""), [
        "log 312: an entry beyond the end of the log"]),
    "one put before": (lambda: forged(step="again", position=-1, seal=""), [
        "log 312: the log says it has another number of entries"]),
    "one that waits": (lambda: forged(step="again", seal="f" * 32), ["log 0: a leaf with a wrong seal"]),
    "a root": (lambda: Checkpoint.objects.filter(size=302).update(root=bytes(32)), [
        "checkpoint 302: it was signed for something else"]),
    "a signature": (lambda: resign(312, "AAAA"), ["checkpoint 312: a signature of the note cannot be read",
        "checkpoint 312: the newest is not signed with this site's key"]),
    "a size": (lambda: Checkpoint.objects.filter(size=302).update(size=303), [
        "checkpoint 303: it was signed for something else"]),
    "a checkpoint too many": (lambda: Checkpoint.objects.create(
        size=400, root=bytes(32), note="x", at=clock.now()), [
        "log 312: an entry is missing", "checkpoint 400: the newest is not signed with this site's key",
        "checkpoint 400: the log has fewer entries"]),
    "a hash of a tile": (lambda: Subtree.objects.update(hash=bytes(32)), [FIRST_TILE]),
    "a hash removed": (lambda: Subtree.objects.all().delete(), [
        FIRST_TILE, "log 312: hashes of level 0 are missing or too many"]),
    "a hash too many": (lambda: Subtree.objects.create(level=3, index=0, hash=bytes(32)), [
        "log 312: hashes of level 3 are missing or too many"]),
    "the log's name": (lambda: Log.objects.update(origin="another"), [
        "checkpoint 302: it was signed for something else", "checkpoint 312: it was signed for something else",
        "log 0: the first entry says something else of this log",
        "checkpoint 312: the newest is not signed with this site's key"]),
    "who came before": (lambda: Log.objects.update(adopted_until=10**6), [
        "log 0: the first entry says something else of this log"]),
    "the key it states": (lambda: at(0).update(says={"vkey": "nonsense", "retired": 7}), [
        "log 0: altered: the entry of log 0", FIRST_TILE, "checkpoint 302: nobody known signed the note",
        "checkpoint 312: nobody known signed the note", "log 0: the first entry says something else of this log"]),
    "all it says": (lambda: at(0).update(says=[]), [
        "log 0: altered: the entry of log 0", FIRST_TILE, "checkpoint 302: nobody known signed the note",
        "checkpoint 312: nobody known signed the note", "log 0: the first entry says something else of this log"]),
    "the log's size": (lambda: Log.objects.update(size=311), [
        "log 311: an entry beyond the end of the log", "checkpoint 312: the log has fewer entries"]),
    "the log's row": (lambda: Log.objects.all().delete(), ["log 0: the log itself is missing"]),
}  # fmt: skip


def resign(size: int, signature: str) -> None:
    head = Checkpoint.objects.get(size=size)
    text = head.note.rpartition(" ")[0]
    Checkpoint.objects.filter(size=size).update(note=f"{text} {signature}\n")


def test_a_log_that_nobody_touched_is_in_order(log: list[str]) -> None:
    assert problems() == [] and problems(log[0]) == [] and problems(log[1]) == []


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_done_to_the_log_is_named(log: list[str], what: str) -> None:
    tamper, named = TAMPERED[what]
    tamper()
    assert problems() == named


def test_a_rewritten_history_does_not_begin_with_what_somebody_kept(log: list[str]) -> None:
    """By who holds the key: nothing but a kept checkpoint tells."""
    Checkpoint.objects.all().delete()
    Leaf.objects.filter(position__gte=302).delete()
    Log.objects.update(size=302)
    sequence()
    assert problems() == []
    assert problems(log[0]) == [] and problems(log[1]) == ["log 302: the log had 312 entries once"]
    state(20)
    sequence()
    assert problems() == [] and problems(log[0]) == []
    assert problems(log[1]) == ["log 0: does not begin with the 312 entries of the kept checkpoint"]


@pytest.mark.parametrize("kept", ["", "no note", "127.0.0.1/ledger\n1\nAAAA\n\n— x y\n"])
def test_a_kept_checkpoint_that_nobody_signed_is_refused(log: list[str], kept: str) -> None:
    assert [
        said.startswith("checkpoint 0: the kept checkpoint cannot be used") for said in problems(kept)
    ] == [True]


def test_an_entry_that_nothing_signed_yet_covers_still_has_its_seal(log: list[str]) -> None:
    state(3)
    Leaf.objects.filter(position=None).update(commitment="0" * 64)
    assert problems() == ["log 0: a leaf with a wrong seal"] * 3


def test_what_waits_too_long_is_late(consultation: Consultation) -> None:
    with clock.at(consultation.opens_at):
        comment_on(consultation)  # brought in just now, whenever it happened
    assert problems() == []
    Leaf.objects.update(written_at=clock.now() - timedelta(minutes=69))
    assert problems() == []
    Leaf.objects.update(written_at=clock.now() - timedelta(minutes=71))
    assert [said.partition(": ")[2] for said in problems()] == [
        "late: a leaf that should be in the tree by now"
    ]


def test_a_receipt_with_another_s_leaf_is_named(consultation: Consultation) -> None:
    one, other = comment_on(consultation), comment_on(consultation)
    mine = Receipt.objects.get(object_id=one.pk)
    Receipt.objects.filter(pk=mine.pk).update(leaf=Receipt.objects.get(object_id=other.pk).leaf)
    assert problems() == [f"comment {one.pk}: its receipt holds another leaf"]
    Receipt.objects.filter(pk=mine.pk).update(leaf=leaves.commit("comment", one))
    assert problems() == [f"comment {one.pk}: its receipt holds another leaf"], "its own, but not the first"


def test_a_second_first_leaf_is_named(consultation: Consultation) -> None:
    comment: Comment = comment_on(consultation)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_first_leaf_each")
    leaves.commit("comment", comment, step="first")
    assert problems() == [f"comment {comment.pk}: a second first leaf"]


def test_an_erasure_that_nobody_ordered_is_named(consultation: Consultation) -> None:
    comment = comment_on(consultation)
    opinion = comment.opinions.get()
    leaves.commit("opinion", opinion)
    withdraw_comment(comment, by=None)
    assert problems() == []
    AuditEntry.objects.filter(act="comment.withdrawn").delete()
    assert problems() == [f"opinion {opinion.pk}: an erasure that nobody ordered"]


def test_it_goes_batch_by_batch(log: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("participation.ledger.checking.BATCH", 1), ("participation.ledger.tree.AT_ONCE", 7)):
        monkeypatch.setattr(name, size)
    assert problems() == [] and tree.newest()
    at(300).update(commitment="0" * 64)
    assert problems() == ["log 300: altered: the entry of log 0", TAIL]
