"""How the tables are written: verbs, who may, in which state."""

from collections.abc import Callable
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from consultations.models import (
    Comment,
    Consultation,
    Decision,
    Feedback,
    Opinion,
    ParticipationList,
    Version,
)
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, correct_published, withdraw_published
from participation.deadlines.models import Deadline
from participation.errors import Refused
from responses.models import Interpretation, Question, Reply

PEOPLE = (
    "stranger", "resident", "writer", "drafter", "answerer", "reviewer", "moderator", "editor", "supervisor", "auditor",
    "administrator", "outsider", "lawyer", "secretary", "market",
)  # fmt: skip
EVERYBODY = " ".join(PEOPLE)
INSIDE = "drafter reviewer moderator editor supervisor auditor"
WHY = "内容有误，核实后另行公布。"
SPECIAL = "lawyer secretary market"
ROUTERS = "moderator editor answerer"


@dataclass
class World:
    """One of everything, as it stands before each try. `colleague` wrote all of it and proposes what others confirm."""

    consultation: Consultation
    comment: Comment
    final: Version
    question: Question
    public_question: Question
    reply: Reply
    interpretation: Interpretation
    decision: Decision
    yearly_list: ParticipationList
    deadline: Deadline
    department: Department
    colleague: User

    @property
    def opinion(self) -> Opinion:
        return self.comment.opinions.get()

    @property
    def elsewhere(self) -> Department:
        return Department.objects.get(slug="education")

    @property
    def feedback(self) -> Feedback:
        return Feedback.objects.get()

    def afresh(self) -> "World":
        """The same world as read by somebody who has just opened the page."""
        return World(**{name: type(row)._default_manager.get(pk=row.pk) for name, row in vars(self).items()})

    def once_more(self) -> "World":
        """The same reading, for another who opened the page at the same moment; it asks the database nothing."""
        return World(**{name: copy(row) for name, row in vars(self).items()})


@dataclass(frozen=True)
class Verb:
    """What is done; `who` says for each state who may. A state that is not named: nobody."""

    name: str
    do: Callable[[World, Any], Any]
    who: dict[str, str]
    cannot_be: tuple[str, ...] = ()  # states in which there is nothing to do it to

    def allowed(self, person: str, state: str) -> bool:
        return person in self.who.get(state, "").split()


@dataclass(frozen=True)
class Table:
    """The verbs about one kind of thing. `turn` brings it into a state; gives the moment in which it is tried."""

    title: str
    states: tuple[str, ...]
    verbs: tuple[Verb, ...]
    turn: Callable[[World, str], Any] = field(default=lambda world, state: nullcontext())


def states(who: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, who)


def seen(rows: Any, row: Any) -> None:
    """Reading is refused by not being shown."""
    if not rows.filter(pk=row.pk).exists():
        raise Refused("not shown")


def ask(may: bool) -> None:
    """A right that a door asks for itself."""
    if not may:
        raise Refused("not this person")


def resident_or_none(by: Any) -> Any:
    return by if isinstance(by, User) else None


def confirm(world: World, row: Any, by: Any, changes: dict[str, Any] | None = None, kind: str = "") -> None:
    """A colleague proposes; `by` is the second person."""
    proposal = (
        correct_published(
            row, by=world.colleague, reason="原文有误，核实后更正。", changes=changes, kind=kind
        )
        if changes
        else withdraw_published(row, by=world.colleague, reason="与上位法不一致，予以撤回。", kind=kind)
    )
    confirm_correction(proposal, by=by)
