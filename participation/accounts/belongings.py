"""What the rooms keep of a person. A room that keeps something says so here, so that the account knows no room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from participation.accounts.models import User


@dataclass(frozen=True)
class Belongings:
    """One kind of item of people's own."""

    receipts: str  # the kind of their receipts
    claim: Callable[
        [int, User], None
    ]  # what was sent without an account becomes this person's; raises Refused
    show_name: Callable[[User, bool], None]  # under all that the person has sent so far
    undecided: Callable[[User], int]  # how many may still be taken back
    let_go: Callable[
        [User, bool], Iterator[None]
    ]  # no longer this person's; True: take back what may be. One a piece
    waiting: Callable[[User], list[str]]  # the numbers of those whose outcome is still to come
    told: Callable[[User], Iterator["Told"]]  # everything that is kept of them, for the person


@dataclass(frozen=True)
class Told:
    """One item, as its writer gets it: what is said (a caption and a value), and the files that hang on it."""

    number: str
    title: str
    said: dict[str, Any]
    files: list[Any] = field(default_factory=list)  # StoredFile


_kinds: list[Belongings] = []


def keeps(kind: Belongings) -> None:
    """Register what a room keeps of people."""
    _kinds.append(kind)


def kinds() -> Iterator[Belongings]:
    """Everything that was registered, always in the same order."""
    return iter(sorted(_kinds, key=lambda kind: kind.receipts))
