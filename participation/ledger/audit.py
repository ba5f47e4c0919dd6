"""Writing the audit: always in the transaction of the act itself."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from participation import clock
from participation.ledger.models import AuditEntry


def record(
    act: str,
    row: models.Model,
    *,
    by: AbstractBaseUser | None,
    old: str = "",
    new: str = "",
    note: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one audit entry about `row`; `by=None` means the system or somebody without an account."""
    entry = entry_of(act, row, by=by, old=old, new=new, note=note)
    entry.save()
    return entry


def entry_of(
    act: str,
    row: models.Model,
    *,
    by: AbstractBaseUser | None,
    old: str = "",
    new: str = "",
    note: dict[str, Any] | None = None,
) -> AuditEntry:
    """The same entry, for a bulk writer to write in its transaction."""
    return AuditEntry(
        at=clock.now(),
        by_id=by.pk if by else None,
        act=act,
        kind=row._meta.model_name or "",
        object_id=row.pk,
        old=old,
        new=new,
        note=note or {},
    )


def has_done(by: AbstractBaseUser, row: models.Model, *acts: str, **noted: Any) -> bool:
    """Whether `by` has done one of `acts` to `row`, with `noted` in its note: who wrote it is no second person."""
    filters = {f"note__{name}": value for name, value in noted.items()}
    return AuditEntry.objects.filter(
        kind=row._meta.model_name, object_id=row.pk, by_id=by.pk, act__in=acts, **filters
    ).exists()


def trail(row: models.Model) -> models.QuerySet[AuditEntry]:
    """The audit of one row, oldest first."""
    return (
        AuditEntry.objects.filter(kind=row._meta.model_name, object_id=row.pk)
        .select_related("by")
        .order_by("id")
    )
