"""Who writes and who publishes the feedback and the final text."""

from consultations.documents.models import Version
from consultations.documents.policies import can_publish_text
from consultations.notices.models import Consultation
from consultations.notices.policies import WRITTEN
from consultations.outcomes.models import Feedback
from participation.accounts.queries import Anyone, Role, has_role, is_person, same_hand

DRAFTED = ("feedback.drafted",)


def can_draft_feedback(user: Anyone, consultation: Consultation) -> bool:
    """A drafter of the lead unit."""
    return has_role(user, Role.DRAFTER, at=consultation.department)


def can_publish_feedback(user: Anyone, feedback: Feedback) -> bool:
    """An editor or a reviewer whose office covers the lead unit, and never the person who wrote it."""
    covered = has_role(user, Role.EDITOR, Role.REVIEWER, at=feedback.consultation.department)
    return covered and is_person(user) and not same_hand(user, feedback.drafted_by_id, feedback, acts=DRAFTED)


def can_publish_final(user: Anyone, consultation: Consultation, version: Version | None) -> bool:
    """An editor whose portal covers the lead unit, who wrote neither text, notice nor feedback."""
    feedback: Feedback | None = getattr(consultation, "feedback", None)
    wrote = same_hand(user, consultation.created_by_id, consultation, acts=WRITTEN) or (
        feedback is not None and same_hand(user, feedback.drafted_by_id, feedback, acts=DRAFTED)
    )
    return can_publish_text(user, version, consultation.department) and not wrote
