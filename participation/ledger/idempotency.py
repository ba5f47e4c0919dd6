"""Retry is safe: the same key with the same body gives the same answer, look-up code included, for 24 hours."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation import clock
from participation.errors import Conflict
from participation.ledger.models import IdempotencyRecord

KEPT = timedelta(hours=24)
Answer = dict[str, Any]


class KeyReused(Conflict):
    """The key was used before with another body; `answer` is what was accepted then."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(_("This key was already used for something else."))
        self.answer = answer


def run_once(key: str, scope: str, body: object, act: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do `act` once for `key` within `scope` (who and where). Returns the answer and whether it is a replay.

    The answer is kept in the same transaction as what it acknowledges, sealed with a key derived from the client's
    own. Refusals are not kept. Without a key the act is simply done. Raises KeyReused for another body.
    """
    if not key:
        with transaction.atomic():
            return act(), False
    key_hash = hashlib.sha256(f"{scope}\n{key}".encode("utf-8", "replace")).hexdigest()
    body_hash = hashlib.sha256(_dump(body)).hexdigest()
    try:
        with transaction.atomic():
            slot = _new_slot(key_hash, body_hash)
            answer = act()
            slot.sealed = _box(key, key_hash).encrypt(_dump(answer))
            slot.save(update_fields=["sealed"])
            return json.loads(_dump(answer)), False
    except _KeyTaken:
        kept = IdempotencyRecord.objects.get(key_hash=key_hash)
    answer = json.loads(_box(key, key_hash).decrypt(bytes(kept.sealed)))
    if kept.body_hash != body_hash:
        raise KeyReused(answer)
    return answer, True


class _KeyTaken(Exception):
    pass


def _new_slot(key_hash: str, body_hash: str) -> IdempotencyRecord:
    IdempotencyRecord.objects.filter(key_hash=key_hash, at__lt=clock.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return IdempotencyRecord.objects.create(key_hash=key_hash, body_hash=body_hash, at=clock.now())
    except IntegrityError as taken:
        raise _KeyTaken from taken


def outdated() -> QuerySet[IdempotencyRecord]:
    """What was kept for longer than 24 hours."""
    return IdempotencyRecord.objects.filter(at__lt=clock.now() - KEPT)


def _dump(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder).encode()


def _box(key: str, key_hash: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=key_hash.encode(), info=b"accepted-once").derive(
        key.encode("utf-8", "replace")
    )
    return Fernet(base64.urlsafe_b64encode(derived))
