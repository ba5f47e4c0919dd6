"""Who reads proposals at the desk, and who may be the second person."""

from django.db.models import QuerySet

from participation.accounts.models import User
from participation.accounts.queries import READERS, Anyone, Role, departments_where
from participation.corrections.models import Correction
from participation.corrections.registry import kind_of

WRITERS = (Role.DRAFTER, Role.REVIEWER, Role.EDITOR)
ANSWERERS = (Role.ANSWERER, Role.REVIEWER)


def readable_by(user: Anyone) -> QuerySet[Correction]:
    """Those of the departments this person writes for or oversees; of an answer, which may be private, its handlers."""
    rows = Correction.objects.select_related("department", "proposed_by", "decided_by")
    answers = rows.filter(kind="reply", department__in=departments_where(user, *ANSWERERS, *READERS))
    others = rows.exclude(kind="reply").filter(department__in=departments_where(user, *WRITERS, *READERS))
    return answers | others


def can_confirm(user: User, correction: Correction) -> bool:
    """Whoever may put such a thing out, and never the one who proposed it."""
    how = kind_of(correction.kind)
    row = how.model._default_manager.filter(pk=correction.object_id).first()
    return (
        row is not None
        and correction.proposed_by_id != user.pk
        and how.may_confirm(user, row, correction.after)
    )
