"""Who may read what became of an opinion."""

from consultations.notices.models import Consultation


def are_public(consultation: Consultation) -> bool:
    """Whether everybody may read the dispositions: a second person publishes them, with the feedback."""
    return consultation.status == Consultation.Status.CONCLUDED
