"""Who may see and handle decisions."""

from django.db.models import Q, QuerySet

from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.notices.policies import INSIDERS
from participation.accounts.models import Department
from participation.accounts.queries import Anyone, Role, departments_where, has_role, is_person, roles_of


def visible_to(user: Anyone) -> QuerySet[Decision]:
    """Those listed publicly for everyone; those being prepared for the people who work on them."""
    rows = Decision.objects.select_related("department")
    public = ~Q(status=Decision.Status.DRAFT)
    if not roles_of(user):
        return rows.filter(public)
    return rows.filter(public | Q(department__in=departments_where(user, *INSIDERS)))


def can_handle(user: Anyone, decision: Decision) -> bool:
    """A drafter of the lead unit keeps the dossier."""
    return has_role(user, Role.DRAFTER, at=decision.department)


def can_list(user: Anyone, decision: Decision) -> bool:
    """An editor makes a dossier public, and never the person who prepared it."""
    covered = has_role(user, Role.EDITOR, at=decision.department)
    return covered and is_person(user) and decision.created_by_id != user.pk


def can_review_law(user: Anyone, decision: Decision) -> bool:
    """A reviewer whose office covers the lead unit records the legality review, never the drafter."""
    covered = has_role(user, Role.REVIEWER, at=decision.department)
    return covered and is_person(user) and decision.created_by_id != user.pk


def can_confirm_waiver(user: Anyone, row: DecisionStage) -> bool:
    """An editor or a reviewer whose office covers the lead unit, and never the person who proposed it."""
    covered = has_role(user, Role.EDITOR, Role.REVIEWER, at=row.decision.department)
    return covered and is_person(user) and row.entered_by_id != user.pk


def can_refuse_waiver(user: Anyone, row: DecisionStage) -> bool:
    """Whoever could agree to it; whoever proposed it takes it back."""
    return can_confirm_waiver(user, row) or (is_person(user) and row.entered_by_id == user.pk)


def can_read_inside(user: Anyone, decision: Decision) -> bool:
    """Those who work on it or oversee it."""
    return has_role(user, *INSIDERS, at=decision.department)


def can_draft_list(user: Anyone, department: Department) -> bool:
    """A drafter of the department draws up its yearly list."""
    return has_role(user, Role.DRAFTER, at=department)


def can_publish_list(user: Anyone, participation_list: ParticipationList) -> bool:
    """An editor publishes it, and never the person who drew it up last."""
    covered = has_role(user, Role.EDITOR, at=participation_list.department)
    return covered and is_person(user) and participation_list.created_by_id != user.pk


def can_prepare(user: Anyone, department: Department | None = None) -> bool:
    """A drafter of the lead unit opens a dossier; without one: of any department."""
    return has_role(user, Role.DRAFTER, at=department)


def can_stop(user: Anyone, decision: Decision) -> bool:
    """An editor suspends a matter, takes it up again, ends it."""
    return has_role(user, Role.EDITOR, at=decision.department)
