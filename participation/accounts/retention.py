"""What is kept of people goes by itself: contacts when what they were given for is long over, dead sessions, addresses
that nobody confirmed. The lengths are settings; the privacy notice reads them there too."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from participation import clock
from participation.accounts.models import User
from participation.delivery.schedule import daily
from participation.ledger.audit import record, trail

PIECE = 100  # rows in one transaction


def contacts_cutoff() -> datetime:
    """What was over before this moment keeps no contact: so many calendar months back, at the same day or the last."""
    today = clock.today()
    month = today.year * 12 + today.month - 1 - settings.CONTACTS_KEPT_MONTHS
    year, month = month // 12, month % 12 + 1
    return clock.starts_at(
        today.replace(year=year, month=month, day=min(today.day, monthrange(year, month)[1]))
    )


@daily("accounts.sweep", at=time(3, 20))
def every_night(_slot: datetime) -> Iterator[None]:
    """Sessions that have run out, and addresses that were never confirmed."""
    yield from drop_dead_sessions()
    yield from drop_unconfirmed()


def drop_dead_sessions() -> Iterator[None]:
    """They open nothing any more; a hundred at a time."""
    dead = Session.objects.filter(expire_date__lt=clock.now())
    while keys := list(dead.values_list("pk", flat=True)[:PIECE]):
        Session.objects.filter(pk__in=keys).delete()
        yield


def drop_unconfirmed() -> Iterator[None]:
    """Second addresses whose link was last mailed so many days ago. The one an account was opened with stays."""
    cutoff = clock.now() - timedelta(days=settings.UNCONFIRMED_KEPT_DAYS)
    waiting = EmailAddress.objects.filter(verified=False, primary=False)
    for person in User.objects.filter(pk__in=waiting.values("user")).order_by("pk"):
        if trail(person).filter(act="person.address_mailed", at__gt=cutoff).exists():
            continue
        with transaction.atomic():
            gone, _kinds = waiting.filter(user=person).exclude(email__iexact=person.email).delete()
            if gone:
                record("person.addresses_expired", person, by=None, note={"count": gone})
        yield
