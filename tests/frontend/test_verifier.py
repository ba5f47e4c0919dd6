"""The independent verifier, run as anybody runs it, on what is good and on what was tampered with."""

import ast
import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from consultations.models import Comment, Consultation
from participation.ledger import leaves
from participation.ledger.models import Leaf, Receipt
from participation.ledger.proofs import proof_of
from participation.ledger.sequencing import sequence
from participation.ledger.tree import newest
from tests.drafts import comment_on
from tests.services import ROOT

pytestmark = pytest.mark.django_db
SCRIPT = ROOT / "frontend" / "static" / "verify" / "verify_ledger.py"
Verifier = Callable[..., tuple[int, str]]


@pytest.fixture
def comment(consultation: Consultation) -> Comment:
    return comment_on(consultation, "水价太高了。", name="李芳")


@pytest.fixture
def proof(comment: Comment, tmp_path: Path) -> Path:
    """The file that the holder of a receipt takes, from a log of 41 entries."""
    Leaf.objects.bulk_create(leaves.state("log", {"n": n}) for n in range(39))
    sequence()
    path = tmp_path / "receipt.tlog-proof"
    path.write_text(proof_of(Receipt.objects.get()) or "")
    return path


@pytest.fixture
def exported(comment: Comment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of 302 entries as files, in which the comment is public."""
    public = replace(leaves._kinds["comment"], public=lambda row: True)
    monkeypatch.setitem(leaves._kinds, "comment", public)
    Leaf.objects.bulk_create(leaves.state("log", {"n": n}) for n in range(300))
    call_command("ledger", "export", str(tmp_path / "log"), verbosity=0)
    return tmp_path / "log"


@pytest.fixture
def run(tmp_path: Path) -> Verifier:
    """Run it in an empty folder, away from the project; gives its exit status and words."""
    from participation.ledger.checking import verifiers

    def run(*arguments: object, vkey: str = "") -> tuple[int, str]:
        key = vkey or str(verifiers()[0])
        command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments), "--vkey", key]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout

    return run


def test_it_imports_nothing_but_the_standard_library_and_cryptography() -> None:
    tree = ast.parse(SCRIPT.read_text())
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in names} - sys.stdlib_module_names == {"cryptography"}


def test_a_receipt_is_checked_and_told_in_both_languages(proof: Path, run: Verifier) -> None:
    status, said = run("receipt", proof)
    assert (
        status == 0 and "一字未改" in said and "stands in the log 127.0.0.1/ledger as entry 1 of 41" in said
    )


def test_of_a_receipt_whose_words_are_not_in_it_the_place_is_checked(
    comment: Comment, run: Verifier, tmp_path: Path
) -> None:
    Comment.objects.update(body="别的")
    sequence()
    path = tmp_path / "r"
    path.write_text(proof_of(Receipt.objects.get()) or "")
    status, said = run("receipt", path)
    assert status == 0 and "The words are not in it" in said


def forged(proof: str, **changes: object) -> str:
    """The proof with other words in it."""
    first, extra, rest = proof.split("\n", 2)
    said = json.loads(base64.b64decode(extra.removeprefix("extra ")))
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(said[name], dict):
            value = {**said[name], **value}
        said[name] = value
    return "\n".join([first, "extra " + base64.b64encode(json.dumps(said).encode()).decode(), rest])


@pytest.mark.parametrize(
    "tamper",
    [
        lambda text: forged(text, content={"body": "水价很好。"}),
        lambda text: forged(text, content={"name": "别人"}),
        lambda text: forged(text, salt="0" * 32),
        lambda text: forged(text, salt=None),
        lambda text: forged(text, id=7),
        lambda text: forged(text, content=[]),
        lambda text: forged(text, entry="{}"),
        lambda text: forged(text, entry=7),
        lambda text: text.replace("index 1\n", "index 2\n"),
        lambda text: text.replace("index 1\n", "index 01\n"),
        lambda text: text.replace("index 1\n", "index 99\n"),
        lambda text: text.replace("index 1\n", ""),
        lambda text: text.replace("tlog-proof@v1", "tlog-proof@v2"),
        lambda text: text.replace("\n41\n", "\n42\n"),
        lambda text: text.replace("ledger\n41", "ledger2\n41"),
        lambda text: "\n".join(line for n, line in enumerate(text.split("\n")) if n != 4),
        lambda text: text.rpartition("\n\n")[0],
        lambda text: text[:-10] + "AAAAAAAA=\n",
        lambda text: text.replace("extra ", "extra A"),
        lambda text: "",
    ],
)  # fmt: skip
def test_a_receipt_that_was_tampered_with_does_not_fit(
    tamper: Callable[[str], str], proof: Path, run: Verifier
) -> None:
    text = proof.read_text()
    assert tamper(text) != text
    proof.write_text(tamper(text))
    status, said = run("receipt", proof)
    assert status == 1 and said.startswith("不相符 / DOES NOT FIT\n") and len(said.splitlines()) == 3


def test_every_hash_of_the_path_counts(proof: Path, run: Verifier) -> None:
    lines = proof.read_text().split("\n")
    for n in (3, 5, lines.index("") - 1):
        proof.write_text("\n".join([*lines[:n], base64.b64encode(bytes(32)).decode(), *lines[n + 1 :]]))
        assert run("receipt", proof)[0] == 1


def test_another_key_a_broken_key_and_no_file_are_told_apart(
    proof: Path, run: Verifier, tmp_path: Path
) -> None:
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert run("receipt", proof, vkey=other) == (
        1, "不相符 / DOES NOT FIT\n检查点没有您所持公钥的签名。\n"
        "The checkpoint is not signed with the key you gave.\n",
    )  # fmt: skip
    assert run("receipt", proof, vkey=other[:-8])[0] == 1
    assert run("receipt", tmp_path / "nowhere")[0] == 2
    assert run("receipt", proof, vkey=str(tmp_path / "nowhere"))[0] == 2


def test_a_whole_export_is_checked(exported: Path, run: Verifier) -> None:
    status, said = run("export", exported)
    assert status == 0 and "All 302 entries" in said and "1 public rows" in said
    assert run("export", exported, vkey=str(exported / "vkey"))[0] == 0, "a key may be a file"


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("tile/entries/000", 0), ("tile/entries/000", 1), ("tile/entries/000", 400), ("tile/entries/001.p/46", -3),
        ("tile/0/000", 0), ("tile/0/000", -1), ("tile/0/001.p/46", 40), ("tile/1/000.p/1", 3),
        ("checkpoint", 0), ("checkpoint", 17), ("checkpoint", 30), ("checkpoint", -5),
        ("openings.jsonl", 20), ("openings.jsonl", 60), ("openings.jsonl", -10),
    ],
)  # fmt: skip
def test_one_bit_of_an_export_is_enough(exported: Path, run: Verifier, file: str, place: int) -> None:
    flip(exported / file, place)
    assert run("export", exported)[0] == 1


@pytest.mark.parametrize(
    "file", ["checkpoint", "openings.jsonl", "tile/0/000", "tile/entries/001.p/46", "tile/1/000.p/1"]
)
def test_what_is_missing_from_an_export_is_said(exported: Path, run: Verifier, file: str) -> None:
    (exported / file).unlink()
    status, said = run("export", exported)
    assert status == 2 and Path(file).name in said


def test_entries_that_changed_places_are_found(exported: Path, run: Verifier) -> None:
    path = exported / "tile" / "0" / "000"
    content = path.read_bytes()
    path.write_bytes(content[32:64] + content[:32] + content[64:])
    assert run("export", exported)[0] == 1


def test_an_export_continues_a_checkpoint_that_was_kept(
    comment: Comment, run: Verifier, tmp_path: Path
) -> None:
    sequence()
    head = newest()
    kept = tmp_path / "kept"
    kept.write_text(head.note if head else "")
    Leaf.objects.bulk_create(leaves.state("log", {"n": n}) for n in range(5))
    call_command("ledger", "export", str(tmp_path / "log"), verbosity=0)
    status, said = run("export", tmp_path / "log", "--against", kept)
    assert status == 0 and "It continues the checkpoint you kept (2 entries)" in said
    call_command("ledger", "verify", "--against", str(kept), verbosity=0)
    newer = tmp_path / "newer"
    shutil.copy(tmp_path / "log" / "checkpoint", newer)
    (tmp_path / "log" / "checkpoint").write_text(kept.read_text())
    status, said = run("export", tmp_path / "log", "--against", newer)
    assert status == 1 and "became shorter" in said
