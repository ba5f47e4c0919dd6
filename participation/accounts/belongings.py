"""What the rooms keep of a person. A room that keeps something says so here, so that the account knows no room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from participation.accounts.models import User


@dataclass(frozen=True)
class Belongings:
    """One kind of item of people's own."""

    receipts: str  # the kind of their receipts
    claim: Callable[
        [int, User], None
    ]  # what was sent without an account becomes this person's; raises Refused
    show_name: Callable[[User, bool], None]  # under all that the person has sent so far


_kinds: list[Belongings] = []


def keeps(kind: Belongings) -> None:
    """Register what a room keeps of people."""
    _kinds.append(kind)


def kinds() -> Iterator[Belongings]:
    """Everything that was registered."""
    return iter(_kinds)
