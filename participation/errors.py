"""What a room says when it will not do a thing. Doors turn these into pages and problem documents."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise

Message = str | Promise


class Refused(Exception):
    """The act was not done and nothing changed. `errors` names the fields that are at fault."""

    def __init__(self, message: Message, *, errors: Mapping[str, Sequence[Message]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.errors: dict[str, list[Message]] = {field: list(each) for field, each in (errors or {}).items()}

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refused):
    """What was sent cannot be taken as it is; `errors` says why, field by field."""


class NotPermitted(Refused):
    """This person may not do this."""


class WindowClosed(Refused):
    """The period for this act has not begun or has ended."""


class InvalidMove(Refused):
    """The thing is not in a state from which this move exists."""


class Incomplete(Refused):
    """Something that the law asks for is missing; `errors` lists it with its basis."""


class Conflict(Refused):
    """Somebody else was faster, or the same key came with another body."""


class Overwritten(Conflict):
    """Somebody else has written on it since it was read; what they wrote stands in `theirs` and may be written over."""

    def __init__(self, message: Message, *, theirs: Any) -> None:
        super().__init__(message)
        self.theirs = theirs
