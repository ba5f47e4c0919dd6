"""Signed notes (c2sp.org/signed-note) and checkpoints (c2sp.org/tlog-checkpoint), with Ed25519. Pure functions."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "— "


class Malformed(ValueError):
    """This is no signed note, checkpoint or key; the message says what is wrong with it."""


@dataclass(frozen=True)
class Verifier:
    """A public key and the name it signs under."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        """As it is handed on: name+hash+base64, in the manner of Go's sumdb."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(ED25519 + self.key)}"

    def has_signed(self, text: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Tree:
    """What a checkpoint says: of which log, how large, with which root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def verifier_of(key: Ed25519PrivateKey, name: str) -> Verifier:
    return Verifier(name, key.public_key().public_bytes_raw())


def read_verifier(vkey: str) -> Verifier:
    """The key in its written form. Raises Malformed."""
    name, key_id, encoded = [*vkey.strip().split("+", 2), "", ""][:3]
    raw = _bytes(encoded)
    if not is_name(name) or len(raw) != 33 or raw[:1] != ED25519:
        raise Malformed("this is no verifier key for Ed25519")
    found = Verifier(name, raw[1:])
    if found.key_id.hex() != key_id:
        raise Malformed("the verifier key does not fit its own hash")
    return found


def is_name(name: str) -> bool:
    """Whether a key, and with it a log, may bear this name."""
    return (
        bool(name) and "+" not in name and not any(char.isspace() or not char.isprintable() for char in name)
    )


def sign(text: str, name: str, keys: Iterable[Ed25519PrivateKey]) -> str:
    """The note: `text`, which ends with a line break, and a signature by each of the keys."""
    signed = [
        f"{DASH}{name} {_base64(verifier_of(key, name).key_id + key.sign(text.encode()))}\n" for key in keys
    ]
    return f"{text}\n{''.join(signed)}"


def open_note(note: str, known: Iterable[Verifier]) -> tuple[str, list[Verifier]]:
    """The text and who of the `known` signed it: at least one did, and none of their signatures is wrong, or Malformed
    is raised. Signatures by others are let be."""
    text, break_, lines = note.rpartition("\n\n")
    if not break_ or not lines.endswith("\n"):
        raise Malformed("this is no signed note")
    if any(char < " " and char != "\n" for char in note):
        raise Malformed("the note holds control characters")
    text += "\n"
    by_id = {(each.name, each.key_id): each for each in known}
    signers = []
    for line in lines[:-1].split("\n"):
        name, space, encoded = line.removeprefix(DASH).partition(" ")
        raw = _bytes(encoded)
        if not line.startswith(DASH) or not space or not is_name(name) or len(raw) < 5:
            raise Malformed("a signature of the note cannot be read")
        if (verifier := by_id.get((name, raw[:4]))) is None:
            continue
        if not verifier.has_signed(text.encode(), raw[4:]):
            raise Malformed("a signature of the note is wrong")
        signers.append(verifier)
    if not signers:
        raise Malformed("nobody known signed the note")
    return text, signers


def read_tree(text: str) -> Tree:
    """What the text of a checkpoint says. Raises Malformed."""
    origin, size, encoded, *more = text.split("\n")[:-1] if text.count("\n") >= 3 else ("", "", "")
    digits = size.isascii() and size.isdigit() and (size == "0" or size[0] != "0")
    root = _bytes(encoded)
    if not origin or not digits or len(root) != 32 or not all(more):
        raise Malformed("this is no checkpoint")
    return Tree(origin, int(size), root)


def open_checkpoint(note: str, known: Iterable[Verifier]) -> Tree:
    """What a checkpoint says that one of the `known` signed. Raises Malformed."""
    return read_tree(open_note(note, known)[0])


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(encoded: str) -> bytes:
    """Nothing when it is no base64, or not as it would have been written."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if _base64(raw) == encoded else b""
