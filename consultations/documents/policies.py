"""Who has a hand in a text."""

from consultations.documents.models import Version
from participation.accounts.models import User
from participation.ledger.audit import has_done

EDITS = ("clause.reworded", "clause.added", "clause.removed", "clause.moved", "document.renumbered")


def has_written(user: User, version: Version) -> bool:
    """Whether this person brought the version in or edited one of its clauses: then another one publishes it."""
    return version.created_by_id == user.pk or has_done(
        user, version.document, *EDITS, version=version.number
    )
