"""Who writes and who publishes the feedback and the final text."""

from consultations.notices.models import Consultation
from consultations.outcomes.models import Feedback
from participation.accounts.queries import Anyone, Role, has_role, is_person, same_hand


def can_draft_feedback(user: Anyone, consultation: Consultation) -> bool:
    """A drafter of the lead unit."""
    return has_role(user, Role.DRAFTER, at=consultation.department)


def can_publish_feedback(user: Anyone, feedback: Feedback) -> bool:
    """An editor or a reviewer whose office covers the lead unit, and never the person who wrote it."""
    covered = has_role(user, Role.EDITOR, Role.REVIEWER, at=feedback.consultation.department)
    return covered and is_person(user) and not same_hand(user, feedback.drafted_by_id, feedback)
