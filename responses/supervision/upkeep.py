"""Every morning the notices and chasers go out."""

from collections.abc import Iterator
from datetime import datetime, time

from participation.delivery.schedule import daily
from responses.supervision.actions import send_chasers


@daily("supervision.push", at=time(7))
def every_morning(_slot: datetime) -> Iterator[int]:
    """Once a day, caught up after a night without power; nothing is said twice for the same due day."""
    yield from send_chasers()
