"""Who does what with a hearing, and who sees it. A drafter writes, a second person publishes."""

from django.db.models import Q, QuerySet

from consultations.decisions.hearings.models import Hearing
from consultations.decisions.models import Decision
from consultations.decisions.policies import can_handle
from consultations.notices.policies import INSIDERS
from participation.accounts.queries import Anyone, Role, departments_where, has_role, is_person, roles_of
from participation.ledger.audit import has_done


def visible_to(user: Anyone) -> QuerySet[Hearing]:
    """Those announced, of public matters, for everybody; the others for those who work on the matter."""
    rows = Hearing.objects.select_related("decision__department")
    public = Q(announced_at__isnull=False) & ~Q(decision__status=Decision.Status.DRAFT)
    if not roles_of(user):
        return rows.filter(public)
    return rows.filter(public | Q(decision__department__in=departments_where(user, *INSIDERS)))


def can_write(user: Anyone, hearing: Hearing) -> bool:
    """A drafter of the lead unit writes announcement, list and record."""
    return can_handle(user, hearing.decision)


def can_announce(user: Anyone, hearing: Hearing) -> bool:
    """An editor over the lead unit, and never who wrote it."""
    covered = has_role(user, Role.EDITOR, at=hearing.decision.department)
    return covered and _not_by(user, hearing, "prepared", "edited", "files_changed")


def can_publish_list(user: Anyone, hearing: Hearing) -> bool:
    """An editor over the lead unit who did not draw it up."""
    covered = has_role(user, Role.EDITOR, at=hearing.decision.department)
    return covered and _not_by(user, hearing, "list_written")


def can_publish_record(user: Anyone, hearing: Hearing) -> bool:
    """An editor or reviewer over the lead unit who did not write it."""
    covered = has_role(user, Role.EDITOR, Role.REVIEWER, at=hearing.decision.department)
    return covered and _not_by(user, hearing, "record_written", "files_changed")


def can_propose_correction(user: Anyone, hearing: Hearing) -> bool:
    """Those who write or publish it propose to correct it, to take its list or record back, to call it off."""
    return has_role(user, Role.DRAFTER, Role.EDITOR, at=hearing.decision.department)


def _not_by(user: Anyone, hearing: Hearing, *acts: str) -> bool:
    return is_person(user) and not has_done(user, hearing, *(f"hearing.{act}" for act in acts))
