"""Jobs in trouble, and having them sent again. Who may ask for it is said in accounts/policies.py."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.delivery.models import Job, JobQuerySet
from participation.delivery.outbox import wake
from participation.errors import Conflict
from participation.ledger.audit import record


def parked() -> JobQuerySet:
    """Tried for three days in vain; nobody tries them any more."""
    return Job.objects.in_trouble().filter(parked_at__isnull=False)


def retried() -> JobQuerySet:
    """Failed, and tried again by themselves."""
    return Job.objects.in_trouble().filter(parked_at__isnull=True)


def trouble_by_kind() -> list[tuple[str, int, int]]:
    """Each kind of job in trouble: how many are parked, and how many are still tried."""
    is_parked = Q(parked_at__isnull=False)
    rows = Job.objects.in_trouble().values("handler").order_by("handler")
    counted = rows.annotate(parked=Count("pk", filter=is_parked), retried=Count("pk", filter=~is_parked))
    return list(counted.values_list("handler", "parked", "retried"))


def send_again(job: Job, *, by: AbstractBaseUser) -> None:
    """Have one tried at once, and for three days from now. Raises Conflict when it is done or being done."""
    with transaction.atomic():
        if not _try_anew(Job.objects.filter(pk=job.pk)):
            raise Conflict(_("This has been done meanwhile, or is being done at this moment."))
        record("job.sent_again", job, by=by, note={"kind": job.handler})
        wake([job.pk])


def send_all_again(kind: str, *, by: AbstractBaseUser) -> int:
    """Likewise all of a kind that are in trouble; says how many. Raises Conflict when there is none."""
    with transaction.atomic():
        rows = Job.objects.filter(handler=kind)
        newest = rows.in_trouble().order_by("-pk").first()
        count = _try_anew(rows)
        if newest is None or not count:
            raise Conflict(_("This has been done meanwhile, or is being done at this moment."))
        record("job.all_sent_again", newest, by=by, note={"kind": kind, "jobs": count})
        wake([])
    return count


def _try_anew(rows: JobQuerySet) -> int:
    now = timezone.now()  # real time: the queue knows no history
    return rows.in_trouble().at_rest().update(parked_at=None, available_at=now, sent_again_at=now)
