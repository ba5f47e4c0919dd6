"""What comes by itself: pauses end on their last day; contacts of questions that are long over are erased."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time

from django.db import transaction

from participation import clock
from participation.accounts.retention import PIECE, contacts_cutoff
from participation.delivery.schedule import daily
from participation.delivery.turns import pieces_of
from participation.errors import Conflict, InvalidMove
from participation.ledger.audit import record
from responses.questions.models import Question
from responses.questions.more_time import resume_question


@daily("questions.end_pauses", at=time(0, 20))
def end_pauses(_slot: datetime) -> Iterator[int]:
    """Their last day has come: the clock runs again, and asker and answerers are told. Late, it gains no day."""
    over = Question.objects.filter(status="paused", deadline__paused_until__lte=clock.today())
    for piece in pieces_of(over):
        yield sum(_ended(question) for question in piece)


@daily("questions.erase_contacts", at=time(3, 15))
def every_night(_slot: datetime) -> Iterator[None]:
    """So many months after the question was answered, declined or joined to another."""
    yield from erase_contacts()


def erase_contacts() -> Iterator[None]:
    """A hundred at a time, each in its own audit. The record never committed to a contact."""
    over = Question.objects.filter(closed_at__lt=contacts_cutoff()).exclude(contact="").order_by("pk")
    while rows := list(over.only("pk")[:PIECE]):
        with transaction.atomic():
            Question.objects.filter(pk__in=[row.pk for row in rows]).update(contact="")
            for row in rows:
                record("question.contact_erased", row, by=None)
        yield


def _ended(question: Question) -> bool:
    with suppress(Conflict, InvalidMove):  # somebody resumed it just now
        resume_question(question, by=None)
        return True
    return False
