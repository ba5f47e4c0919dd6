"""What the ledger commits to in a reply."""

from datetime import UTC
from typing import Any

from participation.ledger import leaves
from responses.replies.models import Reply


def content(reply: Reply) -> dict[str, Any]:
    """Body, department and the moment of publication; of one that was taken back only that it was."""
    if reply.published_at is None:
        return {"question": reply.question_id, "published": None}
    return {
        "question": reply.question_id,
        "body": reply.body,
        "department": reply.department_id,
        "published": reply.published_at.astimezone(UTC).isoformat(),
    }


def former(reply: Reply) -> dict[str, Any]:
    """What the first databases committed to: whether it was published, not when."""
    return {**content(reply), "published": reply.published_at is not None}


leaves.register(
    leaves.LedgerKind(
        "reply", Reply.objects.all, lambda reply: reply.published_at is not None, content, former
    )
)
