"""Once a night, files whose act was undone are removed from the disk."""

from collections.abc import Iterator
from datetime import datetime, time

from participation.delivery.schedule import daily
from participation.files.actions import sweep_orphans


@daily("files.orphans", at=time(3))
def every_night(_slot: datetime) -> Iterator[None]:
    """The rows went with the act; the bytes go here, a few at a time."""
    for _removed in sweep_orphans():
        yield
