"""Who is on what."""

from collections.abc import Iterable

from django.db.models import QuerySet

from participation.accounts.models import User
from participation.claims.models import Claim


def claimed(kind: str, ids: Iterable[int]) -> dict[int, User]:
    """Who is on which of these, closed accounts not among them. One query."""
    rows = Claim.objects.filter(kind=kind, object_id__in=list(ids), by__is_active=True).select_related("by")
    return {row.object_id: row.by for row in rows}


def claims_of(user: User, kind: str) -> QuerySet[Claim]:
    """What this person is on, of one kind, the longest first."""
    return Claim.objects.filter(by=user, kind=kind).order_by("at", "pk")
