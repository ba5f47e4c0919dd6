"""Who may read what became of an opinion."""

from collections.abc import Mapping

from consultations.notices.counters import WEIGHED
from consultations.notices.models import Consultation


def are_public(consultation: Consultation) -> bool:
    """Whether everybody may read the dispositions: a second person publishes them, with the feedback."""
    return consultation.status == Consultation.Status.CONCLUDED


def public_counts(consultation: Consultation, counts: Mapping[str, int]) -> dict[str, int]:
    """Both sums as everybody may read them: every opinion is open until the dispositions are public."""
    if are_public(consultation):
        return {**counts}
    return {**counts, **dict.fromkeys(WEIGHED, 0), "open": counts["opinions"]}
