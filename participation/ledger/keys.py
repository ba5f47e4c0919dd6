"""The log's own keys: the first signs promises and seals leaves, all sign checkpoints.

They stand in LEDGER_KEY or in a file beside the data (LEDGER_KEY_FILE), one a line in base64. Another process may begin
a new one: the file is looked at each time and read when it was written.
"""

import base64
import binascii
import hmac
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEAL_LETTERS = 32  # 128 bits in hex


def keys() -> tuple[Ed25519PrivateKey, ...]:
    """The keys that are given, the first first. Raises ImproperlyConfigured for none, or what is no key."""
    return tuple(key for key, _ in _both())


def seal(message: bytes) -> str:
    """The mark that only who holds the log's key can make: under it a leaf is taken into the tree."""
    return _seal(_both()[0][1], message)


def is_sealed(message: bytes, seal: str, *, by_first: bool = False) -> bool:
    """Whether one of the keys made this seal for the message, or the first of them."""
    secrets = [secret for _, secret in _both()]
    return any(
        hmac.compare_digest(_seal(secret, message), seal) for secret in secrets[: 1 if by_first else None]
    )


def new_key() -> str:
    """A key as the file holds it."""
    return _written(Ed25519PrivateKey.generate())


def begin_new_key() -> None:
    """Put a new key first in the file; those before go on signing. Raises ImproperlyConfigured, OSError."""
    if settings.LEDGER_KEY:
        raise ImproperlyConfigured(
            "The key is given as LEDGER_KEY: put a new one first there, before a comma "
            f"(such as {new_key()}), start the site again and run this once more."
        )
    _write([new_key(), *map(_written, keys())])


def keep_first_key() -> None:
    """Let all keys but the first go; who gave them as LEDGER_KEY takes them from there. Raises OSError."""
    if not settings.LEDGER_KEY:
        _write([_written(keys()[0])])


def _both() -> tuple[tuple[Ed25519PrivateKey, bytes], ...]:
    if settings.LEDGER_KEY:
        return _opened(tuple(settings.LEDGER_KEY))
    path = Path(settings.LEDGER_KEY_FILE)
    try:
        found = path.stat()
        return _read(str(path), found.st_mtime_ns, found.st_ino)
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The ledger's key cannot be read at {path}: {problem.strerror}."
        ) from None


@lru_cache(maxsize=4)
def _read(path: str, _written_at: int, _file: int) -> tuple[tuple[Ed25519PrivateKey, bytes], ...]:
    return _opened(tuple(Path(path).read_text().split()))


@lru_cache(maxsize=8)
def _opened(given: tuple[str, ...]) -> tuple[tuple[Ed25519PrivateKey, bytes], ...]:
    try:
        raw = [base64.b64decode(key, validate=True) for key in given]
        opened = tuple((Ed25519PrivateKey.from_private_bytes(key), _secret(key)) for key in raw)
    except (ValueError, binascii.Error):
        opened = ()
    if not opened:
        raise ImproperlyConfigured(
            "LEDGER_KEY is empty or holds something that is no key: each is 32 bytes in base64."
        )
    return opened


def _secret(key: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"participation-leaf-seal/v1").derive(key)


def _seal(secret: bytes, message: bytes) -> str:
    return hmac.digest(secret, message, "sha256").hex()[:SEAL_LETTERS]


def _written(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.private_bytes_raw()).decode()


def _write(lines: list[str]) -> None:
    path = Path(settings.LEDGER_KEY_FILE)
    part = path.with_suffix(".new")
    part.touch(mode=0o600)
    part.write_text("\n".join(lines) + "\n")
    part.replace(path)
