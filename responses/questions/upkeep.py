"""Every morning the pauses that have come to their last day end by themselves."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time

from participation import clock
from participation.delivery.schedule import daily
from participation.delivery.turns import pieces_of
from participation.errors import Conflict, InvalidMove
from responses.questions.models import Question
from responses.questions.more_time import resume_question


@daily("questions.end_pauses", at=time(0, 20))
def end_pauses(_slot: datetime) -> Iterator[int]:
    """Their last day has come: the clock runs again, and asker and answerers are told. Late, it gains no day."""
    over = Question.objects.filter(status="paused", deadline__paused_until__lte=clock.today())
    for piece in pieces_of(over):
        yield sum(_ended(question) for question in piece)


def _ended(question: Question) -> bool:
    with suppress(Conflict, InvalidMove):  # somebody resumed it just now
        resume_question(question, by=None)
        return True
    return False
