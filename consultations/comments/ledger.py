"""What the ledger commits to in a comment and in the points within it."""

from typing import Any

from consultations.comments.models import Comment, Opinion
from participation.ledger import leaves


def comment_content(comment: Comment) -> dict[str, Any]:
    """Body, author and clause, on receipt and on each edit."""
    return {
        "body": comment.body,
        "name": comment.name,
        "author": comment.author_id,
        "consultation": comment.consultation_id,
        "clause": comment.clause_id,
    }


def opinion_content(opinion: Opinion) -> dict[str, Any]:
    """Disposition, reason and reason code, on each disposition."""
    return {
        "comment": opinion.comment_id,
        "disposition": opinion.disposition,
        "reason": opinion.reason,
        "reason_code": opinion.reason_code,
    }


leaves.register(leaves.LedgerKind("comment", Comment.objects.all, lambda comment: True, comment_content))
leaves.register(
    leaves.LedgerKind(
        "opinion", Opinion.objects.all, lambda opinion: opinion.disposition != "open", opinion_content
    )
)
