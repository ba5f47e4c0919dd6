"""Who records the other ways of hearing people, and who sees them. A drafter writes, a second person publishes."""

from django.db.models import Q, QuerySet

from consultations.decisions.engagements.models import Engagement
from consultations.decisions.models import Decision
from consultations.decisions.policies import can_handle
from consultations.notices.policies import INSIDERS
from participation.accounts.queries import Anyone, Role, departments_where, has_role, is_person, roles_of
from participation.ledger.audit import has_done


def visible_to(user: Anyone) -> QuerySet[Engagement]:
    """Those published, or taken back since, for everybody; drafts for those who work on the matter."""
    rows = Engagement.objects.select_related("decision__department")
    public = Q(published_at__isnull=False) & ~Q(decision__status=Decision.Status.DRAFT)
    if not roles_of(user):
        return rows.filter(public)
    return rows.filter(public | Q(decision__department__in=departments_where(user, *INSIDERS)))


def can_write(user: Anyone, engagement: Engagement) -> bool:
    """A drafter of the lead unit."""
    return can_handle(user, engagement.decision)


def can_publish(user: Anyone, engagement: Engagement) -> bool:
    """An editor or reviewer over the lead unit who did not write it."""
    covered = has_role(user, Role.EDITOR, Role.REVIEWER, at=engagement.decision.department)
    acts = ("engagement.prepared", "engagement.edited", "engagement.files_changed")
    return covered and is_person(user) and not has_done(user, engagement, *acts)


def can_propose_correction(user: Anyone, engagement: Engagement) -> bool:
    """Those who write or publish it."""
    return has_role(user, Role.DRAFTER, Role.EDITOR, Role.REVIEWER, at=engagement.decision.department)
