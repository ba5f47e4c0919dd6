"""Every night, the contacts given with comments on consultations that are long over are erased."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db import transaction
from django.db.models import Q

from consultations.comments.models import Comment
from consultations.notices.models import Consultation
from participation.accounts.retention import PIECE, contacts_cutoff
from participation.delivery.schedule import daily
from participation.ledger.audit import record


@daily("comments.erase_contacts", at=time(3, 10))
def every_night(_slot: datetime) -> Iterator[None]:
    """So many months after the feedback; after the closing day where the consultation was withdrawn."""
    yield from erase_contacts()


def erase_contacts() -> Iterator[None]:
    """A hundred at a time; the audit of the consultation says how many. The record never committed to a contact."""
    cutoff = contacts_cutoff()
    over = Q(status=Consultation.Status.CONCLUDED, concluded_at__lt=cutoff) | Q(
        status=Consultation.Status.WITHDRAWN, closes_at__lt=cutoff
    )
    with_contact = Comment.objects.exclude(contact="")
    for consultation in Consultation.objects.filter(over, pk__in=with_contact.values("consultation")):
        rows = with_contact.filter(consultation=consultation).order_by("pk")
        while ids := list(rows.values_list("pk", flat=True)[:PIECE]):
            with transaction.atomic():
                gone = Comment.objects.filter(pk__in=ids).update(contact="")
                record("comment.contacts_erased", consultation, by=None, note={"count": gone})
            yield
