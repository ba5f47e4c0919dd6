"""What the ledger commits to in an opinion. Importing the actions lets every comment open its opinion."""

from typing import Any

from consultations.weighing import actions  # noqa: F401
from consultations.weighing.models import Opinion
from participation.ledger import leaves


def content(opinion: Opinion) -> dict[str, Any]:
    """Disposition, reason and reason code, on each disposition."""
    return {
        "comment": opinion.comment_id,
        "disposition": opinion.disposition,
        "reason": opinion.reason,
        "reason_code": opinion.reason_code,
    }


leaves.register(
    leaves.Noun("opinion", Opinion.objects.all, lambda opinion: opinion.disposition != "open", content)
)
