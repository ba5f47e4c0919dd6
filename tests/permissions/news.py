"""What somebody was told, and how they want to be told."""

from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.notifications.actions import mark_read
from participation.notifications.choices import choose
from participation.notifications.models import Notification
from participation.notifications.queries import news_of
from tests.permissions.matrix import EVERYBODY, Table, Verb, World, ask, seen, states

SIGNED_IN = EVERYBODY.removeprefix("stranger ")


def _row() -> Notification:
    return Notification.objects.get(occasion="matrix")


def _choose(_world: World, by: Any) -> Any:
    ask(isinstance(by, User))
    return choose(by, ways={"new": "none"})


def _mark_read(_world: World, by: Any) -> Any:
    ask(isinstance(by, User))
    return mark_read(_row(), by=by)


def _read(_world: World, by: Any) -> None:
    ask(isinstance(by, User))
    seen(news_of(by), _row())


NEWS = (
    Verb("read it", _read, states("reviewer", "any")),
    Verb("mark it as read", _mark_read, states("reviewer", "any")),
    Verb("choose for oneself how to be told", _choose, states(SIGNED_IN, "any")),
)  # fmt: skip


def turn(world: World, state: str) -> Any:
    Notification.objects.create(
        person=User.objects.get(username="reviewer"), kind="second_person", matter="reply.sign",
        object_id=world.reply.pk, about="question:1", words="Sign off a reply: %(title)s (%(number)s)", url="/desk/",
        at=clock.now(), occasion="matrix",
    )  # fmt: skip
    return clock.at(clock.now())


TABLE = Table("A notification, told to the reviewer", ("any",), NEWS, turn)
