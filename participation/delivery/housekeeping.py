"""What is thrown away by itself: jobs that are done, and the answers that were kept for a retry."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from participation import clock
from participation.delivery.models import Job, MailCount
from participation.delivery.schedule import every
from participation.ledger.idempotency import outdated

KEPT_DONE = timedelta(days=7)  # so that the same job is not taken twice within
PIECE = 100


@every(60, "delivery.purge")
def purge(_slot: datetime) -> Iterator[None]:
    """Done jobs after a week, the answers to keys after their 24 hours, counts of mails; a hundred at a time."""
    yield from _delete(Job.objects.filter(done_at__lt=timezone.now() - KEPT_DONE))
    yield from _delete(outdated())
    yield from _delete(MailCount.objects.filter(day__lt=clock.today() - timedelta(days=1)))


def _delete(rows: models.QuerySet[Any]) -> Iterator[None]:
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:PIECE]):
        rows.model._default_manager.filter(pk__in=ids).delete()
        yield
