"""A file that cannot be read as a draft, with what to do instead."""

from participation.errors import Invalid, Message


class Unreadable(Invalid):
    """Names the field `file`; the message says what is wrong and what would help."""

    def __init__(self, message: Message) -> None:
        super().__init__(message, errors={"file": [message]})
