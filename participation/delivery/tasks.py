"""The Celery tasks. Embedded, the sweeper threads run them in place; with Redis they go to workers.

Real time, not the clock of `clock.at()`: leases are between processes.
"""

import logging
import traceback
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from participation.delivery import schedule
from participation.delivery.models import Job, JobQuerySet
from participation.delivery.registry import JobKind, NotNow, Pieces, kind_of
from participation.delivery.turns import turn
from participation.ledger import sequencing

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
HANDED = timedelta(minutes=1)  # what a broker got is not handed out again before
TRYING = timedelta(days=3)
LONGEST_PAUSE = 3600  # seconds
MOST = 200


class Overtaken(Exception):
    """The lease ran out and another worker has the job: what was just done is undone."""


@shared_task
def deliver(job_id: int) -> bool:
    """Claim one job and do it; its effect on the database and the note that it is done stand in one transaction.

    What fails is tried again for three days, then parked for the administrator.
    """
    job = _claimed(job_id)
    if job is None:
        return False
    try:
        kind = kind_of(job.handler)
        if kind is None:
            raise LookupError(f"no kind of job is called {job.handler}")
        _do(kind, job)
    except Overtaken:
        return False
    except NotNow as later:
        _wait(job, later.until)
        return False
    except Exception as problem:
        log.warning(
            "job %s (%s) failed: %s", job.pk, job.handler, type(problem).__name__
        )  # its text may name a person
        if not connection.in_atomic_block:  # one that was dropped would let the job lie until its lease ends
            connection.close_if_unusable_or_obsolete()
        _put_off(job)
        return False
    return True


@shared_task
def sweep(slow: bool | None = None) -> int:
    """Find what is due and have it done; says how many jobs it handed out."""
    ids = _leased_for_broker(slow) if settings.REDIS_URL else [job.pk for job in _due(slow).only("pk")[:MOST]]
    for job_id in ids:
        if settings.REDIS_URL:
            deliver.delay(job_id)
        else:
            deliver.apply(args=[job_id], throw=True)
    return len(ids)


@shared_task
def tick() -> int:
    """Hand out the periodic jobs that have come due; says how many slots."""
    return len(schedule.tick())


@shared_task
def sequence() -> int:
    """Put what waits into the tree of the ledger, in turns with the jobs; says how many entries."""
    pieces, count = sequencing.pieces(), 0
    while True:
        with turn():
            piece = next(pieces, None)
        if piece is None:
            return count
        count += piece


def _free(slow: bool | None) -> JobQuerySet:
    rows = Job.objects.at_rest().filter(parked_at__isnull=True)
    return rows if slow is None else rows.filter(slow=slow)


def _due(slow: bool | None) -> JobQuerySet:
    return _free(slow).filter(available_at__lte=timezone.now()).order_by("available_at")


def _leased_for_broker(slow: bool | None) -> list[int]:
    """What is due, kept from the next sweep for a minute: the broker has it, and may lose it.

    Never more than MOST lie there at a time, however long the workers take: the rest waits here.
    """
    now = timezone.now()
    with transaction.atomic():
        lying = _free(slow).filter(available_at__gt=now, available_at__lte=now + HANDED).count()
        rows = _due(slow).select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        ids = [job.pk for job in rows.only("pk")[: max(0, MOST - lying)]]
        Job.objects.filter(pk__in=ids).update(available_at=now + HANDED)
    return ids


def _claimed(job_id: int) -> Job | None:
    lease = {"lease_until": timezone.now() + LEASE, "attempts": F("attempts") + 1}
    with turn():
        if not _free(None).filter(pk=job_id).update(**lease):
            return None
    return Job.objects.get(pk=job_id)


def _do(kind: JobKind, job: Job) -> None:
    payload = {**job.payload, "position": job.position}
    if kind.is_outside:
        kind.do(payload)
        with turn():
            _write(
                job, done_at=timezone.now(), payload={}
            )  # it holds an address and a letter: they are not kept
        return
    with turn(), transaction.atomic():
        pieces = kind.do(payload)
        if pieces is None:
            _write(job, done_at=timezone.now())
    if pieces is not None:
        while _one_piece(pieces, job):
            pass


def _one_piece(pieces: Pieces, job: Job) -> bool:
    with turn(), transaction.atomic():
        try:
            position = next(pieces)
        except StopIteration:
            _write(job, done_at=timezone.now())
            return False
        _write(job, position=position, lease_until=timezone.now() + LEASE)
    return True


def _write(job: Job, **fields: object) -> None:
    """Only while the job is ours: `attempts` tells one claim from the next."""
    fields = {"lease_until": None, "last_error": "", **fields}
    if not Job.objects.filter(pk=job.pk, attempts=job.attempts, done_at=None).update(**fields):
        raise Overtaken


def _wait(job: Job, until: datetime) -> None:
    """Its days of trying begin then."""
    with turn():
        Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
            lease_until=None, available_at=until, sent_again_at=until
        )


def _put_off(job: Job) -> None:
    now = timezone.now()
    tried_since = job.sent_again_at or job.made_at
    pause = timedelta(seconds=min(2 ** min(job.attempts, 12) * 5, LONGEST_PAUSE))
    with turn():
        Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
            lease_until=None,
            available_at=now + pause,
            parked_at=now if now - tried_since > TRYING else None,
            last_error=traceback.format_exc()[-2000:],
        )
