"""Once a night, files whose act was undone are removed from the disk."""

from datetime import datetime, time

from participation.deadlines.ticking import daily
from participation.files.actions import sweep_orphans


@daily("files.orphans", at=time(3))
def every_night(_slot: datetime) -> None:
    """The rows went with the act; the bytes go here."""
    sweep_orphans()
