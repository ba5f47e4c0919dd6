"""Who may see, write and publish interpretations."""

from django.db.models import Q, QuerySet

from participation.accounts.models import Department
from participation.accounts.queries import (
    READERS,
    Anyone,
    Role,
    departments_where,
    has_role,
    is_person,
    roles_of,
    same_hand,
)
from responses.interpretations.models import Interpretation

WRITTEN = ("interpretation.prepared", "interpretation.edited")


def visible_to(user: Anyone) -> QuerySet[Interpretation]:
    """Published ones for everyone; drafts for those who write, publish or oversee them."""
    rows = Interpretation.objects.select_related("department", "document", "version")
    public = Q(status=Interpretation.Status.PUBLISHED)
    if not roles_of(user):
        return rows.filter(public)
    inside = departments_where(user, Role.DRAFTER, Role.REVIEWER, Role.EDITOR, *READERS)
    return rows.filter(public | Q(department__in=inside))


def readable_by(user: Anyone) -> QuerySet[Interpretation]:
    """Those visible, and those taken back: their own pages still say what they said, and why no longer."""
    return visible_to(user) | Interpretation.objects.filter(status=Interpretation.Status.WITHDRAWN)


def can_prepare(user: Anyone, department: Department | None = None) -> bool:
    """谁起草谁解读: a drafter of the unit that drafted the document; without one: of any unit."""
    return has_role(user, Role.DRAFTER, at=department)


def can_propose_correction(user: Anyone, interpretation: Interpretation) -> bool:
    """Those who write or publish for the unit propose to correct it or take it back."""
    return has_role(user, Role.DRAFTER, Role.EDITOR, at=interpretation.department)


def can_confirm_correction(user: Anyone, interpretation: Interpretation) -> bool:
    """An editor; that it is not the one who proposed is seen with the proposal."""
    return has_role(user, Role.EDITOR, at=interpretation.department)


def can_write(user: Anyone, interpretation: Interpretation) -> bool:
    """谁起草谁解读: a drafter of the unit that drafted the document."""
    return has_role(user, Role.DRAFTER, at=interpretation.department)


def can_publish(user: Anyone, interpretation: Interpretation) -> bool:
    """An editor, and never the person who wrote it."""
    covered = has_role(user, Role.EDITOR, at=interpretation.department)
    return (
        covered
        and is_person(user)
        and not same_hand(user, interpretation.created_by_id, interpretation, acts=WRITTEN)
    )
