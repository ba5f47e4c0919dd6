"""Writing to the outbox: always inside the transaction of the act; delivery begins after the commit."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from participation import clock
from participation.delivery.models import Event, Job
from participation.delivery.registry import Payload, kind_of, listeners

log = logging.getLogger(__name__)
BATCH = 500
_sleepers: list[Callable[[list[int]], None]] = []


def emit(
    name: str, row: models.Model, *, by: AbstractBaseUser | None = None, data: dict[str, Any] | None = None
) -> Event:
    """Write the event and a job for each listener. `data` holds what is said of the moment and may be changed later.

    `by` did it: they need not be told of it at once.
    """
    event = Event.objects.create(
        name=name, kind=row._meta.model_name or "", object_id=row.pk, data=data or {}, at=clock.now()
    )
    for kind in listeners(name):
        payload = {"event": event.pk, "name": name, "object_id": row.pk, "data": event.data, "at": event.at,
                   "by": by.pk if by else None}  # fmt: skip
        send(kind, payload, key=f"{event.pk}:{kind}"[:160], event=event)
    return event


def send(kind: str, payload: Payload, *, key: str, event: Event | None = None) -> bool:
    """Put one job into the outbox. A second one with the same `key` is dropped: it is the same job.

    Says whether this call was the one that put it there.
    """
    job, is_new = Job.objects.get_or_create(
        dedupe_key=key, defaults=_fields(kind, payload) | {"event": event}
    )
    if is_new:
        wake([job.pk])
    return is_new


def send_many(kind: str, payloads: Iterable[tuple[str, Payload]]) -> None:
    """Put many jobs of one kind into the outbox, each `(key, payload)`; those already there are left alone."""
    jobs = [Job(dedupe_key=key, **_fields(kind, payload)) for key, payload in payloads]
    if jobs:
        Job.objects.bulk_create(jobs, batch_size=BATCH, ignore_conflicts=True)
        wake([])


def wake(jobs: list[int]) -> None:
    """After the commit, hint that something is due. A lost hint costs the sweep's interval and nothing else."""
    transaction.on_commit(lambda: _hint(jobs), robust=True)


def when_woken(listener: Callable[[list[int]], None]) -> None:
    """Let a sweeper (embedded) or a broker (with Redis) hear of new jobs."""
    _sleepers.append(listener)


def _hint(jobs: list[int]) -> None:
    for listener in _sleepers:
        listener(jobs)


def _fields(kind: str, payload: Payload) -> dict[str, Any]:
    known, now = kind_of(kind), timezone.now()  # real time: the queue knows no history
    slow = known is not None and known.slow
    return {"handler": kind, "payload": payload, "slow": slow, "made_at": now, "available_at": now}
