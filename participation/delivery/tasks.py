"""The Celery tasks. Embedded, the sweeper threads run them in place; with Redis they go to workers."""

import logging
import traceback
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from participation.delivery.models import Errand
from participation.delivery.outbox import handlers, outside

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 10


@shared_task
def deliver(errand_id: int) -> bool:
    """Claim one errand and do it; its effect on the database and `done_at` stand in one transaction.

    An effect outside the database runs in no transaction: a slow mail server must not hold the only writer of SQLite.
    Real time, not the story's clock: leases are between processes. Parks the errand after ten attempts.
    """
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    claimed = Errand.objects.filter(free, pk=errand_id, done_at__isnull=True, parked_at__isnull=True).update(
        lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    errand = Errand.objects.get(pk=errand_id)
    try:
        handler = handlers[errand.handler]
        if errand.handler in outside:
            handler(errand.payload)
        with transaction.atomic():
            if errand.handler not in outside:
                handler(errand.payload)
            errand.done_at, errand.lease_until, errand.last_error = timezone.now(), None, ""
            errand.save(update_fields=["done_at", "lease_until", "last_error"])
    except Exception as problem:
        log.warning("errand %s (%s) failed: %s", errand.pk, errand.handler, problem)
        pause = timedelta(seconds=min(2**errand.attempts * 5, 3600))
        Errand.objects.filter(pk=errand_id).update(
            lease_until=None,
            available_at=timezone.now() + pause,
            parked_at=timezone.now() if errand.attempts >= MOST_ATTEMPTS else None,
            last_error=traceback.format_exc()[-2000:],
        )
        return False
    return True


@shared_task
def sweep(slow: bool | None = None) -> int:
    """Find what is due and have it done; says how many errands it handed out."""
    now = timezone.now()
    due = Errand.objects.filter(done_at__isnull=True, parked_at__isnull=True, available_at__lte=now).filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    )
    if slow is not None:
        due = due.filter(slow=slow)
    ids = list(due.order_by("available_at").values_list("pk", flat=True)[:200])
    for errand_id in ids:
        if settings.REDIS_URL:
            deliver.delay(errand_id)
        else:
            deliver.apply(args=[errand_id], throw=True)
    return len(ids)
