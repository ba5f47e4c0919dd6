"""What the ledger commits to in a change of an execution, once it is confirmed."""

from typing import Any

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.ledger import columns
from participation.ledger import leaves

SAYS = (
    "decision", "kind", "status", "ground", "decided_by", "decided_on", "document_name", "public_note", "confirmed_at",
)  # fmt: skip


def content(row: ExecutionChange) -> dict[str, Any]:
    """As everybody reads it."""
    return columns(row, *SAYS)


leaves.register(
    leaves.LedgerKind(
        "execution",
        ExecutionChange.objects.all,
        lambda row: row.status == ExecutionChange.Status.CONFIRMED,
        content,
    )
)
