"""The bytes of a leaf: what stands in the tree, and what its seal is over."""

import json
from datetime import UTC
from typing import Any

from participation.ledger.models import Leaf


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def entry_bytes(leaf: Leaf) -> bytes:
    """What everybody may read of a leaf: nothing of its row but a hash. Statements stand in the open."""
    at = leaf.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    entry: dict[str, Any] = {"at": at, "kind": leaf.kind, "leaf": leaf.commitment, "step": str(leaf.step)}
    if leaf.step == Leaf.Step.STATEMENT:
        entry["says"] = leaf.says
    return canonical(entry)


def sealed(leaf: Leaf) -> bytes:
    """What the seal is over: the entry, the row it is for, and what ordered it."""
    return b"%d\n%s\n%s" % (leaf.object_id, canonical(leaf.says), entry_bytes(leaf))
