"""The corrections that wait for a second person, for the list of what there is to do."""

from frontend.shared.corrections import Subject, subjects_of
from participation.accounts.models import User
from participation.corrections.models import Correction
from participation.corrections.policies import confirmable, readable_by
from participation.ledger.audit import hands_of

MOST = 20


def corrections_waiting(user: User) -> list[tuple[Correction, Subject]]:
    """Those that this person could confirm, the oldest first."""
    waiting = (
        readable_by(user).filter(status=Correction.Status.PROPOSED).exclude(proposed_by__in=hands_of(user))
    )
    rows = confirmable(user, waiting.order_by("id")[:MOST])
    subjects = subjects_of(rows) if rows else {}
    return [(row, subjects[row.pk]) for row in rows]
