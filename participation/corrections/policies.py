"""Who reads proposals at the desk, and who may be the second person."""

from collections.abc import Iterable

from django.db.models import QuerySet

from participation.accounts.models import User
from participation.accounts.queries import READERS, Anyone, Role, departments_where, done_for, is_self
from participation.corrections.models import Correction
from participation.corrections.queries import things_of
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
    return bool(confirmable(user, [correction]))


def confirmable(user: User, corrections: Iterable[Correction]) -> list[Correction]:
    """Those of them that this person can confirm. What they are about is read in a query a kind."""
    rows = list(corrections)
    own = proposed_by(user, rows)
    others = [each for each in rows if each.pk not in own]
    about = {kind: things_of(kind, others) for kind in {each.kind for each in others}}
    return [
        each
        for each in others
        if (row := about[each.kind].get(each.object_id)) is not None
        and kind_of(each.kind).may_confirm(user, row, each.after)
    ]


def proposed_by(user: User, corrections: Iterable[Correction]) -> set[int]:
    """The numbers of those that this person proposed, or somebody on their behalf. A proposal is audited on what it is
    about. At most one query."""
    rows = list(corrections)
    acts = done_for(user).filter(
        kind__in={kind_of(each.kind).model._meta.model_name for each in rows},
        object_id__in={each.object_id for each in rows},
        act__in={f"{each.kind}.correction_proposed" for each in rows},
    )
    own = {each.pk for each in rows if is_self(user, each.proposed_by_id)}
    return own | {note.get("correction") for note in acts.values_list("note", flat=True)}
