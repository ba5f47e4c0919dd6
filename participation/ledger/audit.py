"""Writing the audit: always in the transaction of the act itself."""

from functools import reduce
from operator import or_
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
        on_behalf_of_id=_other(by),
        act=act,
        kind=row._meta.model_name or "",
        object_id=row.pk,
        old=old,
        new=new,
        note=note or {},
    )


def has_done(by: AbstractBaseUser, row: models.Model, *acts: str, **noted: Any) -> bool:
    """Whether `by` has done one of `acts` to `row`, with `noted` in its note: who wrote it is no second person.

    Nor is whoever did it on another's behalf, nor that other, nor who stands in for either.
    """
    filters = {f"note__{name}": value for name, value in noted.items()}
    theirs = models.Q(by__in=hands_of(by)) | models.Q(on_behalf_of__in=hands_of(by))
    return AuditEntry.objects.filter(
        theirs, kind=row._meta.model_name, object_id=row.pk, act__in=acts, **filters
    ).exists()


def hands_of(by: AbstractBaseUser) -> list[int]:
    """The numbers of a person and of whom they stand in for."""
    other = _other(by)
    return [by.pk] if other is None else [by.pk, other]


def _other(by: AbstractBaseUser | None) -> int | None:
    person = getattr(by, "stands_in_for", None)
    return person.pk if person is not None else None


def trail(row: models.Model, *parts: models.Model) -> models.QuerySet[AuditEntry]:
    """The audit of one row, and of parts of it, oldest first. One query."""
    ids: dict[str | None, list[int]] = {}
    for each in (row, *parts):
        ids.setdefault(each._meta.model_name, []).append(each.pk)
    own = [models.Q(kind=kind, object_id__in=pks) for kind, pks in ids.items()]
    rows = AuditEntry.objects.filter(reduce(or_, own))
    return rows.select_related("by", "on_behalf_of").order_by("id")
