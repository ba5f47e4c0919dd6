"""Reading the audit: by whom, when, what about, whose; the newest first."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from participation import clock
from participation.ledger.models import AuditEntry

Thing = tuple[str, int]  # kind and number, as an entry names what it is about


def entries(
    *,
    since: date | None = None,
    until: date | None = None,
    by: Iterable[int] | None = None,
    kinds: Iterable[str] | None = None,
    about: Iterable[Thing] | None = None,
) -> QuerySet[AuditEntry]:
    """What matches everything that is asked; days are those of Shanghai, both included.

    `by` are the numbers of persons, `kinds` and `about` what the entries are about; an empty one matches nothing.
    """
    rows = AuditEntry.objects.order_by("-id")
    if since is not None:
        rows = rows.filter(at__gte=clock.starts_at(since))
    if until is not None:
        rows = rows.filter(at__lt=clock.starts_at(until + timedelta(days=1)))
    if by is not None:
        rows = rows.filter(by__in=list(by))
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    if about is not None:
        wanted, numbers = Q(pk__in=[]), defaultdict(list)
        for kind, number in about:
            numbers[kind].append(number)
        for kind, these in numbers.items():
            wanted |= Q(kind=kind, object_id__in=these)
        rows = rows.filter(wanted)
    return rows
