"""Reading corrections: those everybody may read, and the one that waits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from participation.corrections.models import Correction
from participation.corrections.registry import kind_of


def confirmed(kind: str, object_id: int) -> QuerySet[Correction]:
    """What was corrected or withdrawn there, newest first; everybody may read it with what it belongs to."""
    return confirmed_on((kind, object_id))


def confirmed_on(*things: tuple[str, int | None]) -> QuerySet[Correction]:
    """The same for several things at once; one that is not there yet is None."""
    about = Q(pk__in=[])
    for kind, object_id in things:
        about |= Q(kind=kind, object_id=object_id)
    rows = Correction.objects.filter(about, status=Correction.Status.CONFIRMED)
    return rows.order_by("-decided_at", "-id")


def open_for(kind: str, object_id: int) -> Correction | None:
    """The proposal that waits there, if there is one."""
    rows = Correction.objects.filter(kind=kind, object_id=object_id, status=Correction.Status.PROPOSED)
    return rows.select_related("proposed_by").first()


def last_of(kind: str, object_id: int) -> Correction | None:
    """The newest proposal there, decided or not; one that waits is always the newest."""
    rows = Correction.objects.filter(kind=kind, object_id=object_id)
    return rows.select_related("decided_by", "proposed_by").order_by("-id").first()


def taken_back_at(kind: str, object_id: int) -> datetime | None:
    """When it was last withdrawn, if it ever was."""
    rows = confirmed(kind, object_id).filter(act=Correction.Act.WITHDRAW)
    return rows.values_list("decided_at", flat=True).first()


def was_taken_back(kind: str, object_id: int) -> bool:
    """Whether it stood in public once and was withdrawn."""
    return taken_back_at(kind, object_id) is not None


def things_of(kind: str, corrections: Iterable[Correction]) -> dict[int, Any]:
    """What those of a kind are about, by its number. One query."""
    how = kind_of(kind)
    rows = how.model._default_manager.select_related(*how.related)
    return dict(rows.in_bulk([each.object_id for each in corrections if each.kind == kind]))
