"""The scheduler's task: beat sends it to a worker; embedded, a sweeper thread runs it in place."""

from celery import shared_task

from .ticking import tick as hand_out


@shared_task
def tick() -> int:
    """Hand out what has come due; says how many slots."""
    return len(hand_out())
