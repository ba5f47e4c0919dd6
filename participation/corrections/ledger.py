"""What the ledger commits to in a correction: nobody can later say that it read otherwise before, or why."""

from datetime import UTC
from typing import Any

from participation.corrections.models import Correction
from participation.ledger import leaves


def content(correction: Correction) -> dict[str, Any]:
    """What it changed, from what to what, for which reason, and since when."""
    return {
        "kind": correction.kind,
        "object": correction.object_id,
        "act": correction.act,
        "before": correction.before,
        "after": correction.after,
        "reason": correction.reason,
        "stood_since": correction.stood_since.astimezone(UTC).isoformat(),
        "decided": correction.decided_at.astimezone(UTC).isoformat() if correction.decided_at else None,
    }


leaves.register(
    leaves.LedgerKind(
        "correction", Correction.objects.all, lambda row: row.status == Correction.Status.CONFIRMED, content
    )
)
