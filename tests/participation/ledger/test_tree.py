"""Leaves come into the tree, in order, once, and only when this site wrote them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from pymerkle import InmemoryTree
from pytest_django import Settings

from consultations.comments.actions import withdraw_comment
from consultations.models import Consultation
from participation import clock
from participation.config import prepare
from participation.ledger import leaves, merkle, notes, sequencing, tree
from participation.ledger.checking import verifiers, verify
from participation.ledger.entries import entry_bytes
from participation.ledger.models import Checkpoint, Leaf, Log, Subtree
from participation.ledger.sequencing import sequence
from tests.drafts import comment_on

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    """So many leaves that wait."""
    Leaf.objects.bulk_create(leaves.state("log", {"n": n}) for n in range(count))


def entries() -> list[bytes]:
    return [entry_bytes(leaf) for leaf in Leaf.objects.exclude(position=None).order_by("position")]


def test_a_leaf_comes_into_the_tree_and_the_tree_is_signed(consultation: Consultation) -> None:
    comment_on(consultation)
    assert sequence() == 2, "the first entry says whose log it is"
    first, leaf = Leaf.objects.exclude(position=None).order_by("position")
    assert (first.step, first.says) == (
        "statement",
        {"origin": "127.0.0.1/ledger", "vkey": str(verifiers()[0]), "adopted": 0, "adopted_until": 0},
    )
    assert (leaf.kind, leaf.step) == ("comment", "first")
    head = tree.newest()
    assert head and notes.open_checkpoint(head.note, verifiers()) == notes.Tree(
        "127.0.0.1/ledger", 2, merkle.root(2, tree.Stored())
    )
    assert list(verify()) == []


def test_an_entry_holds_a_hash_and_nothing_of_the_row(consultation: Consultation) -> None:
    with clock.at(consultation.opens_at + timedelta(microseconds=7)):
        comment_on(consultation)
    leaf = Leaf.objects.get(kind="comment")
    at = entry_bytes(leaf)[7:34].decode()
    assert entry_bytes(leaf) == (
        f'{{"at":"{at}","kind":"comment","leaf":"{leaf.commitment}","step":"first"}}'.encode()
    )
    assert at.endswith("07Z") and leaf.at.isoformat().startswith(at[:-1])


def test_where_nothing_waits_nothing_is_written(consultation: Consultation) -> None:
    assert sequence() == 0 and not Log.objects.get().origin and not Checkpoint.objects.exists()
    comment_on(consultation)
    sequence()
    assert sequence() == 0 and Checkpoint.objects.count() == 1


@pytest.mark.parametrize("batch", [1, 7, 255, 500])
def test_however_it_comes_in_the_tree_is_that_of_an_independent_log(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencing, "BATCH", batch)
    other = InmemoryTree(algorithm="sha256")
    for count in (3, 250, 2, 300):
        write(count)
        sequence()
        other.append_entries(entries()[other.get_size() :])
        head = tree.newest()
        assert head and bytes(head.root) == other.get_root() and head.size == other.get_size()
    read = tree.Stored()
    for index in (0, 255, 256, 555):
        assert merkle.inclusion(index, 556, read) == other.prove_inclusion(index + 1).path[1:]
    assert Subtree.objects.count() == 2 and list(verify()) == []


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_the_hashes_of_hashes_are_kept(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With tiles of four hashes, so that there are many levels."""
    monkeypatch.setattr(tree, "HEIGHT", 2)
    monkeypatch.setattr(tree, "WIDTH", 4)
    monkeypatch.setattr(sequencing, "BATCH", batch)
    write(69)
    sequence()
    levels = [Subtree.objects.filter(level=level).count() for level in range(4)]
    assert levels == [17, 4, 1, 0]
    other = InmemoryTree(algorithm="sha256")
    other.append_entries(entries())
    head = tree.newest()
    assert head and bytes(head.root) == other.get_root()
    assert merkle.inclusion(3, 70, tree.Stored()) == other.prove_inclusion(4).path[1:]
    assert list(verify()) == []
    Subtree.objects.filter(level=1, index=2).update(hash=bytes(32))
    assert [fault.problem for fault in verify()] == ["altered or reordered: entries 32 to 47"]


def test_who_commits_late_loses_no_place(consultation: Consultation) -> None:
    """On PostgreSQL a lower id may come to light after a higher one."""
    write(5)
    late = Leaf.objects.earliest("pk")
    Leaf.objects.filter(pk=late.pk).delete()
    sequence()
    late.save(force_insert=True)
    assert sequence() == 1
    assert Leaf.objects.get(pk=late.pk).position == 5 and list(verify()) == []


def test_a_leaf_that_this_site_did_not_write_stays_outside_and_stops_nobody(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencing, "BATCH", 2)
    monkeypatch.setattr(sequencing, "_told", set())
    write(9)
    forged = list(Leaf.objects.order_by("pk")[2:5])
    Leaf.objects.filter(pk__in=[leaf.pk for leaf in forged]).update(object_id=7)
    sequence()
    assert Leaf.objects.filter(position=None).count() == 3 and Log.objects.get().size == 7
    assert caplog.text.count("wrong seal") == 3
    sequence()
    assert caplog.text.count("wrong seal") == 3, "said once"
    assert {fault.problem for fault in verify()} == {"a leaf with a wrong seal"}


def test_an_old_insert_still_works_and_is_not_believed() -> None:
    columns = "kind, object_id, commitment, salt, at"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO participation_leaf ({columns}) VALUES ('reply', 1, %s, '', %s)",
            ["c" * 64, clock.now()],
        )
    leaf = Leaf.objects.get()
    assert (leaf.step, leaf.seal, leaf.position) == ("again", "", None) and leaf.written_at
    sequence()
    assert Leaf.objects.get(pk=leaf.pk).position is None


def test_the_key_never_signs_two_histories(caplog: pytest.LogCaptureFixture) -> None:
    write(3)
    sequence()
    Leaf.objects.filter(position=1).update(commitment="0" * 64)
    write(1)
    sequence()
    assert Checkpoint.objects.count() == 1 and "no longer begins with what it signed at 4" in caplog.text


def test_leaves_from_before_the_tree_come_along_without_a_seal(consultation: Consultation) -> None:
    comment_on(consultation)
    Leaf.objects.update(seal="")
    Log.objects.update(adopted_until=Leaf.objects.latest("pk").pk)
    newer = comment_on(consultation)
    sequence()
    says = Leaf.objects.get(position=0).says
    assert says and says["adopted"] == 1 and Log.objects.get().size == 3
    assert list(verify()) == []
    Leaf.objects.filter(position=2).update(seal="")
    assert [fault.problem for fault in verify()] == [f"altered: the entry of comment {newer.pk}"]


def test_only_one_leaf_of_a_row_is_the_first(consultation: Consultation) -> None:
    comment = comment_on(consultation)
    assert leaves.commit("comment", comment).step == "again"
    with pytest.raises(Exception, match=r"(?i)unique"):
        leaves.commit("comment", comment, step="backfilled")


def test_a_taken_back_comment_s_opinion_is_gone_by_an_act_that_is_named(consultation: Consultation) -> None:
    comment = comment_on(consultation)
    opinion = comment.opinions.get()
    leaves.commit("opinion", opinion)
    withdraw_comment(comment, by=None)
    leaf = Leaf.objects.get(step="erasure")
    assert leaf.says == {"act": "comment.withdrawn", "kind": "comment", "id": comment.pk}
    assert b"withdrawn" not in entry_bytes(leaf), "what ordered it is not for everybody"
    sequence()
    assert list(verify()) == []


def test_a_log_keeps_its_name(settings: Settings) -> None:
    settings.LEDGER_ORIGIN = "canyu.example/ledger"
    write(1)
    sequence()
    assert Log.objects.get().origin == "canyu.example/ledger"
    prepare.look_at_origin()
    settings.LEDGER_ORIGIN = "another.example/ledger"
    with pytest.raises(ImproperlyConfigured, match="Set LEDGER_ORIGIN=canyu"):
        prepare.look_at_origin()
    write(1)
    assert sequence() == 1, "what runs goes on under the old name"
    assert {each.name for each in verifiers()} == {"canyu.example/ledger"}


@pytest.mark.parametrize("name", ["", "a b", "a+b"])
def test_a_name_that_no_signature_bears_is_refused(settings: Settings, name: str) -> None:
    settings.LEDGER_ORIGIN = name
    write(1)
    with pytest.raises(ImproperlyConfigured, match="LEDGER_ORIGIN"):
        prepare.look_at_origin()
    with pytest.raises(ImproperlyConfigured, match="LEDGER_ORIGIN"):
        sequence()
