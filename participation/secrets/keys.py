"""Sealing words that are kept for few eyes: with the first key, opened with any.

The keys stand in FIELD_KEYS or in a file beside the data (FIELD_KEYS_FILE), one a line, the one that seals first. They
are no part of the database: whoever gets hold of a copy of it alone reads no contact.
"""

import logging
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PREFIX = "sealed:"
log = logging.getLogger(__name__)


class KeyMissing(Exception):
    """The key with which this was sealed is not among those given."""


def seal(text: str) -> str:
    """The words as they are stored; nothing stays nothing."""
    return PREFIX + _box(keys()).encrypt(text.encode("utf-8", "surrogatepass")).decode() if text else ""


def unseal(token: str) -> str:
    """The words in what `seal` gave. Raises KeyMissing, after the keys have been read once more."""
    try:
        return _opened(token, keys())
    except InvalidToken:
        _read.cache_clear()  # another process may have begun a new key
    try:
        return _opened(token, keys())
    except InvalidToken:
        log.error(
            "a name or contact cannot be read: the key that sealed it is not in FIELD_KEYS or %s; put it back there",
            settings.FIELD_KEYS_FILE,
        )
        raise KeyMissing from None


def is_sealed_anew(token: str) -> bool:
    """Whether the key that seals now has sealed it."""
    try:
        _opened(token, keys()[:1])
    except InvalidToken:
        return False
    return True


def keys() -> tuple[str, ...]:
    """The keys that are given, the one that seals first. Raises ImproperlyConfigured for none, or what is no key."""
    return tuple(settings.FIELD_KEYS) or _read(str(settings.FIELD_KEYS_FILE))


def begin_new_key() -> None:
    """Put a new key first in the file; those that stood there still open. Raises ImproperlyConfigured, OSError."""
    if settings.FIELD_KEYS:
        raise ImproperlyConfigured(
            "The keys are given as FIELD_KEYS: put a new one first there "
            f"(such as {Fernet.generate_key().decode()}), start the site again and run this without --new."
        )
    path = Path(settings.FIELD_KEYS_FILE)
    part = path.with_suffix(".new")
    part.touch(mode=0o600)
    part.write_text("\n".join([Fernet.generate_key().decode(), *keys()]) + "\n")
    part.replace(path)
    _read.cache_clear()


@lru_cache(maxsize=4)
def _read(path: str) -> tuple[str, ...]:
    try:
        return tuple(Path(path).read_text().split())
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The keys for contacts cannot be read at {path}: {problem.strerror}."
        ) from None


@lru_cache(maxsize=8)
def _box(given: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in given])
    except ValueError:
        raise ImproperlyConfigured(
            "FIELD_KEYS is empty or holds something that is no key: each is 32 bytes in URL-safe base64."
        ) from None


def _opened(token: str, given: tuple[str, ...]) -> str:
    return _box(given).decrypt(token.removeprefix(PREFIX)).decode("utf-8", "surrogatepass")
