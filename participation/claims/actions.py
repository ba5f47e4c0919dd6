"""Saying that one is on something, taking it over from a colleague, letting go of it."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db import transaction

from participation import clock
from participation.accounts.models import User
from participation.claims.models import Claim
from participation.delivery.live import notify_live
from participation.delivery.schedule import daily

KEPT = timedelta(days=60)  # by then it was done, or forgotten


def take(kind: str, object_id: int, *, by: User) -> User | None:
    """`by` is on it from now on. Returns the colleague from whom it was taken over, if there was one.

    The caller asks whether `by` works on it. The last one who says so has it.
    """
    with transaction.atomic():
        before = Claim.objects.filter(kind=kind, object_id=object_id).select_related("by").first()
        said = {"by": by, "at": clock.now()}
        Claim.objects.update_or_create(kind=kind, object_id=object_id, defaults=said)
    notify_live("desk")
    return before.by if before is not None and before.by_id != by.pk and before.by.is_active else None


def let_go(kind: str, object_id: int, *, by: User) -> bool:
    """Not on it any more. Whether it was `by` who was; what a colleague said stays."""
    gone, _rows = Claim.objects.filter(kind=kind, object_id=object_id, by=by).delete()
    if gone:
        notify_live("desk")
    return bool(gone)


@daily("claims.forget", at=time(3, 15))
def forget(_slot: datetime) -> Iterator[None]:
    """What was said long ago says nothing any more."""
    Claim.objects.filter(at__lt=clock.now() - KEPT).delete()
    yield
