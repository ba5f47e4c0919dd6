"""What the ledger commits to in a question."""

from typing import Any

from participation.ledger import leaves
from responses.questions.models import Question


def content(question: Question) -> dict[str, Any]:
    """Title, body, author and what it is about, on receipt and on each edit."""
    return {
        "title": question.title,
        "body": question.body,
        "name": question.name,
        "author": question.author_id,
        "consultation": question.consultation_id,
        "document": question.document_id,
        "clause": question.clause_id,
        "interpretation": question.interpretation_id,
    }


leaves.register(leaves.LedgerKind("question", Question.objects.all, lambda question: True, content))
