"""What people hold: a signed promise on receipt, and the proof once the leaf stands in the tree."""

import base64
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from participation.ledger import leaves, merkle, tree
from participation.ledger.entries import canonical, entry_bytes
from participation.ledger.keys import keys
from participation.ledger.models import Leaf, Receipt

WITHIN = timedelta(hours=1)
PROMISE = "participation-promise/v1\n{log}\n{leaf}\n{integrate_by}\n"
log = logging.getLogger(__name__)
PROOF = "c2sp.org/tlog-proof@v1"


def integrate_by(leaf: Leaf) -> datetime:
    """By when the leaf stands in the tree: an hour after acceptance."""
    return leaf.at + WITHIN


def promise(leaf: Leaf) -> dict[str, str]:
    """What the holder of a receipt gets at once: the commitment, the salt that opens it, and the signed promise that
    it will stand in this log by then (RFC 3339)."""
    by = integrate_by(leaf).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    said = {"log": settings.LEDGER_ORIGIN, "leaf": leaf.commitment, "integrate_by": by}
    signature = keys()[0].sign(PROMISE.format(**said).encode())
    return {**said, "salt": leaf.salt, "signature": base64.b64encode(signature).decode()}


def proof_of(receipt: Receipt) -> str | None:
    """The proof that the receipt's leaf stands in the tree (c2sp.org/tlog-proof@v1), with what the holder needs to
    compute it anew; None before. What was edited since can only be opened by who kept it."""
    leaf, head = receipt.leaf, tree.newest()
    if leaf.position is None or head is None or head.size <= leaf.position:
        return None
    try:
        path = merkle.inclusion(leaf.position, head.size, tree.Stored())
    except tree.Broken as missing:
        log.error("no proof for entry %s, %s is missing: see `ledger verify`", leaf.position, missing)
        return None
    lines = [PROOF, f"extra {_base64(canonical(_extra(receipt)))}", f"index {leaf.position}"]
    return "\n".join([*lines, *map(_base64, path), "", head.note])


def _extra(receipt: Receipt) -> dict[str, Any]:
    leaf = receipt.leaf
    return {
        "number": receipt.number,
        "id": leaf.object_id,
        "entry": entry_bytes(leaf).decode(),
        "salt": leaf.salt,
        "content": _content_of(leaf),
    }


def _content_of(leaf: Leaf) -> dict[str, Any] | None:
    """What the leaf committed to, if the row still says it."""
    kind = leaves.kind_of(leaf)
    row = kind.rows().filter(pk=leaf.object_id).first() if kind else None
    if kind is None or row is None:
        return None
    contents = [content_of(row) for content_of in (kind.content, kind.former) if content_of]
    return next((each for each in contents if leaves.opens(leaf, each)), None)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
