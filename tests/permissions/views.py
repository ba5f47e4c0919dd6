"""Views of lists that people keep for themselves."""

from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.accounts.saved_view_models import SavedView
from participation.accounts.saved_views import drop_view, keep_view, views_of
from tests.permissions.matrix import EVERYBODY, Table, Verb, World, ask, seen, states

OUTSIDE = ("stranger", "resident", "writer")
OFFICIALS = " ".join(name for name in EVERYBODY.split() if name not in OUTSIDE)


def _row() -> SavedView:
    return SavedView.objects.get(name="matrix")


def _see(_world: World, by: Any) -> None:
    ask(isinstance(by, User))
    seen(views_of(by), _row())


def _drop(_world: World, by: Any) -> None:
    ask(isinstance(by, User))
    drop_view(_row(), by=by)


def _keep(_world: World, by: Any) -> None:
    ask(isinstance(by, User))
    keep_view("desk_questions", "另一个", "status=assigned", by=by)


def turn(world: World, state: str) -> Any:
    keep_view("desk_questions", "matrix", "status=assigned", by=User.objects.get(username="reviewer"))
    return clock.at(clock.now())


VIEWS = (
    Verb("see it and open it", _see, states("reviewer", "any")),
    Verb("delete it", _drop, states("reviewer", "any")),
    Verb("keep one for oneself", _keep, states(OFFICIALS, "any")),
)
TABLE = Table("A view of a list, kept by the reviewer", ("any",), VIEWS, turn)
