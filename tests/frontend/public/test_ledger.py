"""The log for everyone, and the proof for who holds a receipt."""

import base64
import json
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from consultations.comments.actions import resubmit_comment, return_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.ledger import leaves, merkle, notes
from participation.ledger.checking import verifiers
from participation.ledger.entries import canonical
from participation.ledger.models import Leaf
from participation.ledger.proofs import PROMISE
from participation.ledger.sequencing import sequence
from tests.drafts import comment_on
from tests.frontend.public.conftest import hold, receipt_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> int:
    """A log of 600 entries, all in one go but the first checkpoint at 31."""
    for count in (30, 569):
        Leaf.objects.bulk_create(leaves.state("log", {"n": n}) for n in range(count))
        sequence()
    return 600


def unbundled(bundle: bytes) -> list[bytes]:
    found = []
    while bundle:
        size = int.from_bytes(bundle[:2], "big")
        found.append(bundle[2 : 2 + size])
        bundle = bundle[2 + size :]
    return found


def test_everybody_can_follow_the_log_from_tiles_alone(client: Client, log: int) -> None:
    answer = client.get("/ledger/checkpoint")
    assert (
        answer["Content-Type"] == "text/plain; charset=utf-8"
        and answer["Cache-Control"] == "public, max-age=3"
    )
    key = notes.read_verifier(client.get("/ledger/vkey").content.decode())
    head = notes.open_checkpoint(answer.content.decode(), [key])
    assert head.size == log
    entries, hashes = b"", b""
    for place in ("000", "001", "002.p/88"):
        entries += client.get(f"/ledger/tile/entries/{place}").content
        hashes += client.get(f"/ledger/tile/0/{place}").content
    leaf_hashes = [merkle.leaf_hash(entry) for entry in unbundled(entries)]
    assert b"".join(leaf_hashes) == hashes
    growing = merkle.Growing()
    for leaf in leaf_hashes:
        list(growing.append(leaf))
    assert growing.root() == head.root
    assert client.get("/ledger/tile/1/000.p/2").content == b"".join(
        merkle.fold(leaf_hashes[n : n + 256]) for n in (0, 256)
    )


def test_a_tile_never_changes_and_says_so(client: Client, log: int) -> None:
    for address in ("/ledger/tile/0/001", "/ledger/tile/entries/000.p/31", "/ledger/tile/0/000.p/255"):
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/octet-stream"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in answer.get("Vary", ""), "a cache may keep it for everybody"


@pytest.mark.parametrize(
    "place",
    ["0/002", "0/002.p/89", "0/002.p/0", "0/002.p/088", "0/000.p/256", "0/000.p/300", "0/003", "0/0", "0/00",
     "0/x000/000", "0/x001/000", "0/000/000", "0/０００", "1/000", "1/000.p/3", "2/000.p/1", "00/000", "64/000",
     "99/000", "0/x999/x999/x999/x999/x999/x999/999", "0/-01", "entries/002", "entries/002.p/89", "entries/x",
     "entries/000/"],
)  # fmt: skip
def test_what_the_tree_does_not_have_is_not_there(client: Client, log: int, place: str) -> None:
    assert client.get(f"/ledger/tile/{place}").status_code == 404


def test_nothing_is_there_before_the_first_entry(client: Client) -> None:
    for address in ("checkpoint", "vkey", "tile/0/000", "tile/0/000.p/1", "tile/entries/000.p/1"):
        assert client.get(f"/ledger/{address}").status_code == 404


def test_what_is_not_signed_yet_is_not_served(
    client: Client, log: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("participation.ledger.sequencing._sign", lambda: 0)
    Leaf.objects.bulk_create([leaves.state("log", {})])
    assert sequence() == 1 and client.get("/ledger/tile/0/002.p/89").status_code == 404


def test_only_reading_is_served(client: Client, log: int) -> None:
    assert client.post("/ledger/checkpoint").status_code == 405
    assert client.head("/ledger/checkpoint").status_code == 200


@pytest.fixture
def sent(client: Client, comments_url: str) -> dict[str, Any]:
    """A comment with its receipt, sent through the API."""
    slug = comments_url.split("/")[-3]
    answer = client.post(
        f"/api/v1/consultations/{slug}/comments/",
        {"body": "水价太高了。", "name": "李芳"},
        "application/json",
    )
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def asked_for(client: Client, sent: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = client.get(
        f"/api/v1/receipts/{sent['number']}/", {"code": sent["lookup_code"]}
    ).json()
    return found


def checked(proof: str) -> dict[str, Any]:
    """What a proof holds, when it proves it."""
    head, _, note = proof.partition("\n\n")
    first, extra, index, *path = head.split("\n")
    assert first == "c2sp.org/tlog-proof@v1"
    said: dict[str, Any] = json.loads(base64.b64decode(extra.removeprefix("extra ")))
    tree = notes.open_checkpoint(note, verifiers())
    leaf = merkle.leaf_hash(said["entry"].encode())
    assert merkle.verify_inclusion(
        int(index.removeprefix("index ")),
        tree.size,
        leaf,
        [base64.b64decode(line) for line in path],
        tree.root,
    )
    return said


def test_a_receipt_promises_and_the_promise_is_kept(client: Client, sent: dict[str, Any]) -> None:
    receipt = sent["receipt"]
    assert set(receipt) == {"leaf", "salt", "log", "integrate_by", "signature"}
    assert receipt["log"] == "127.0.0.1/ledger"
    held = asked_for(client, sent)
    assert held["proof"] is None and held["receipt"] == receipt
    sequence()
    promise = PROMISE.format(**receipt).encode()
    assert verifiers()[0].has_signed(promise, base64.b64decode(receipt["signature"]))
    said = checked(asked_for(client, sent)["proof"])
    entry = json.loads(said["entry"])
    assert (entry["leaf"], entry["kind"], entry["step"]) == (receipt["leaf"], "comment", "first")
    assert said["content"]["body"] == "水价太高了。" and said["number"] == sent["number"]
    opened = f"{said['salt']}\n".encode() + canonical([entry["kind"], said["id"], said["content"]])
    assert sha256(opened).hexdigest() == receipt["leaf"]


def test_what_was_changed_since_is_proven_and_not_shown(
    client: Client, sent: dict[str, Any], moderator: User
) -> None:
    returned = return_comment(Comment.objects.get(number=sent["number"]), by=moderator, note="请说明")
    resubmit_comment(returned, by=None, body="第四条太贵。")
    sequence()
    assert checked(asked_for(client, sent)["proof"])["content"] is None


def test_the_holder_takes_the_proof_as_a_file(client: Client, comments_url: str) -> None:
    response = Client().post(comments_url, {"body": "水价太高了。", "idempotency_key": "k"})
    assert "存证凭证是一个小文件" in words(response) and "打开此件即可下载" in words(response)
    number, code = receipt_of(response)
    page = hold(client, number, code)
    assert "最迟于" in words(page) and "下载存证凭证" not in words(page)
    assert client.get(f"/track/{number}/proof/").status_code == 404
    sequence()
    assert "下载存证凭证" in words(hold(client, number, code))
    answer = client.get(f"/track/{number}/proof/")
    assert answer["Content-Disposition"] == f'attachment; filename="{number}.tlog-proof"'
    assert "no-store" in answer["Cache-Control"]
    assert checked(answer.content.decode())["number"] == number
    english = client.get(f"/track/{number}/", headers={"Accept-Language": "en"})
    assert "Download the proof" in words(english)


def test_where_the_tree_was_damaged_the_status_is_still_told(client: Client, sent: dict[str, Any]) -> None:
    Leaf.objects.bulk_create([leaves.state("log", {})])
    sequence()
    Leaf.objects.get(position=2).delete()
    assert asked_for(client, sent)["proof"] is None


def test_a_stranger_gets_no_proof(client: Client, consultation: Consultation) -> None:
    comment = comment_on(consultation)
    sequence()
    assert client.get(f"/track/{comment.number}/proof/")["Location"] == f"/track/?number={comment.number}"
