"""Who may do what with a consultation, and which ones a person may see."""

from django.db.models import Q, QuerySet

from consultations.notices.models import Consultation
from participation.accounts.models import Department
from participation.accounts.queries import (
    READERS,
    Anyone,
    Role,
    departments_where,
    has_role,
    roles_of,
    same_hand,
)

WRITTEN = ("consultation.prepared", "consultation.edited")
INSIDERS = (Role.DRAFTER, Role.REVIEWER, Role.MODERATOR, Role.EDITOR, *READERS)


def visible_to(user: Anyone) -> QuerySet[Consultation]:
    """Published ones for everyone; drafts only for those who work on them or oversee them."""
    rows = Consultation.objects.select_related("department")
    public = ~Q(status=Consultation.Status.DRAFT)
    if not roles_of(user):
        return rows.filter(public)
    return rows.filter(public | Q(department__in=departments_where(user, *INSIDERS)))


def can_draft(user: Anyone, consultation: Consultation) -> bool:
    """A drafter of the lead unit."""
    return has_role(user, Role.DRAFTER, at=consultation.department)


def can_publish(user: Anyone, consultation: Consultation) -> bool:
    """An editor whose portal covers the lead unit, and never the person who drafted it."""
    return has_role(user, Role.EDITOR, at=consultation.department) and not _own(user, consultation)


def can_prepare(user: Anyone, department: Department) -> bool:
    """A drafter of the lead unit prepares its notices."""
    return has_role(user, Role.DRAFTER, at=department)


def can_propose_correction(user: Anyone, consultation: Consultation) -> bool:
    """Those who draft or publish for the lead unit propose to correct or withdraw what is out."""
    return has_role(user, Role.DRAFTER, Role.EDITOR, at=consultation.department)


def can_weigh(user: Anyone, consultation: Consultation) -> bool:
    """A drafter of the lead unit weighs what people said."""
    return has_role(user, Role.DRAFTER, at=consultation.department)


def can_read_inside(user: Anyone, consultation: Consultation) -> bool:
    """Those who work on the consultation or oversee it."""
    return has_role(user, *INSIDERS, at=consultation.department)


def _own(user: Anyone, consultation: Consultation) -> bool:
    return same_hand(user, consultation.created_by_id, consultation, acts=WRITTEN)
