"""What the ledger commits to in a document: its header, from the day it is out.

A header that was out before headers were committed to has no examined text and owes no leaf until it is corrected."""

from datetime import date
from typing import Any

from consultations.documents.headers import COLUMNS
from consultations.documents.models import Document
from participation.ledger import leaves


def content(document: Document) -> dict[str, Any]:
    """The header as everybody reads it."""
    values = {name: getattr(document, name) for name in COLUMNS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


leaves.register(
    leaves.LedgerKind(
        "document", Document.objects.all, lambda row: bool(row.issued_at and row.cleared_text), content
    )
)
