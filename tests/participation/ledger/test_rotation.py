"""A new key is stated in the tree, signs beside the old one, and the old one goes when it is told to."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from consultations.models import Consultation
from participation.ledger import keys, notes, rotation
from participation.ledger.checking import verifiers, verify
from participation.ledger.models import Checkpoint, Leaf
from participation.ledger.sequencing import sequence
from participation.ledger.tree import newest
from tests.drafts import comment_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, settings: Settings) -> Path:
    """A key of this test's own, which it may replace."""
    path = tmp_path / "ledger-key"
    path.write_text(keys.new_key() + "\n")
    settings.LEDGER_KEY_FILE = path
    return path


def signers() -> list[notes.Verifier]:
    head = newest()
    return notes.open_note(head.note if head else "", verifiers())[1]


def test_both_sign_until_the_old_one_is_retired(consultation: Consultation, own_key: Path) -> None:
    comment_on(consultation)
    sequence()
    (old,) = verifiers()
    comment_on(consultation)
    new = notes.read_verifier(rotation.begin())
    assert verifiers() == [old, new] and signers() == [new, old]
    assert Leaf.objects.latest("position").says == {"vkey": str(new)}
    assert own_key.stat().st_mode & 0o777 == 0o600
    comment_on(consultation)
    sequence()
    assert list(verify()) == []
    assert rotation.retire() == [str(old)] and signers() == [new]
    assert Leaf.objects.latest("position").says == {"retired": [str(old)]}
    comment_on(consultation)
    sequence()
    assert list(verify()) == [] and len(own_key.read_text().split()) == 1
    note = Checkpoint.objects.earliest("size").note
    assert list(verify(note)) == [], "what the old key signed still counts"


def test_what_the_old_key_sealed_is_still_taken_in(consultation: Consultation) -> None:
    sequence()
    comment_on(consultation)
    sequence()
    comment_on(consultation)
    keys.begin_new_key()
    comment_on(consultation)
    rotation.begin()
    assert Leaf.objects.filter(position=None).count() == 0 and list(verify()) == []


def test_nothing_is_retired_while_something_waits_that_it_sealed(
    consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment_on(consultation)
    sequence()
    comment_on(consultation)
    keys.begin_new_key()
    monkeypatch.setattr(rotation, "sequence", lambda: 0)
    with pytest.raises(ImproperlyConfigured, match="run this once more"):
        rotation.retire()
    assert len(keys.keys()) == 2
    Leaf.objects.filter(position=None).update(seal="f" * 32)
    assert rotation.retire(), "what nobody sealed keeps nothing back"


def test_what_cannot_be_rotated_is_refused_in_words(consultation: Consultation) -> None:
    with pytest.raises(CommandError, match="no entry yet"):
        call_command("ledger", "rotate")
    comment_on(consultation)
    sequence()
    with pytest.raises(CommandError, match="no older key to retire"):
        call_command("ledger", "rotate", "--retire")


def test_a_key_from_the_environment_is_put_there_by_hand(
    consultation: Consultation, settings: Settings
) -> None:
    first, second = keys.new_key(), keys.new_key()
    settings.LEDGER_KEY = [first]
    comment_on(consultation)
    sequence()
    with pytest.raises(CommandError, match="put a new one first there"):
        call_command("ledger", "rotate")
    settings.LEDGER_KEY = [second, first]
    out = StringIO()
    call_command("ledger", "rotate", stdout=out)
    assert str(verifiers()[1]) in out.getvalue() and len(signers()) == 2
    call_command("ledger", "rotate", "--retire", stdout=out)
    assert "Leave only the first in LEDGER_KEY" in out.getvalue()
    settings.LEDGER_KEY = [second]
    comment_on(consultation)
    sequence()
    assert len(signers()) == 1 and list(verify()) == []


@pytest.mark.parametrize("given", ["", "no key", "AAAA"])
def test_what_is_no_key_is_refused(own_key: Path, given: str) -> None:
    own_key.write_text(given)
    with pytest.raises(ImproperlyConfigured, match="each is 32 bytes in base64"):
        keys.keys()
    own_key.unlink()
    with pytest.raises(ImproperlyConfigured, match="cannot be read at"):
        keys.keys()


def test_another_process_s_new_key_is_seen_at_once(own_key: Path) -> None:
    before = keys.seal(b"x")
    other = own_key.with_name("other")
    other.write_text(keys.new_key() + "\n" + own_key.read_text())
    other.replace(own_key)
    assert keys.seal(b"x") != before and keys.is_sealed(b"x", before)
    assert not keys.is_sealed(b"x", before, by_first=True) and not keys.is_sealed(b"y", before)
