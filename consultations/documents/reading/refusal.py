"""A file that cannot be read as a draft, with what to do instead."""

from participation.errors import Invalid, Words


class Unreadable(Invalid):
    """Names the field `file`; the message says what is wrong and what would help."""

    def __init__(self, message: Words) -> None:
        super().__init__(message, errors={"file": [message]})
