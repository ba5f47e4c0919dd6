"""What several people share at the desk: who says to be on something, and who finds it with the search."""

from collections.abc import Callable
from typing import Any

from consultations.comments.contacts import comments_left_under
from consultations.models import Comment
from frontend.desk.claims.kinds import SHARED
from frontend.desk.search.kinds import kinds_for
from participation.accounts.models import User
from participation.claims.actions import let_go, take
from participation.claims.models import Claim
from responses.models import Question
from responses.questions.contacts import questions_left_under
from tests.permissions.matrix import INSIDE, Table, Verb, World, ask, seen, states

ROWS: dict[str, Callable[[World], Any]] = {
    "questions": lambda w: w.question,
    "comments": lambda w: w.comment,
    "consultations": lambda w: w.consultation,
    "decisions": lambda w: w.decision,
}
WORKING = "drafter reviewer moderator editor"
ON_IT = {
    "questions": "answerer reviewer moderator editor",
    "comments": "moderator",
    "consultations": WORKING,
    "decisions": WORKING,
}
FINDS = {
    "questions": "answerer reviewer moderator editor supervisor auditor",
    "comments": INSIDE,
    "consultations": INSIDE,
    "decisions": INSIDE,
}


def _take(kind: str) -> Callable[[World, Any], Any]:
    def do(world: World, by: Any) -> None:
        ask(isinstance(by, User))
        row = ROWS[kind](world)
        seen(SHARED[kind].rows(by), row)
        take(kind, row.pk, by=by)

    return do


def _let_go(world: World, by: Any) -> None:
    ask(isinstance(by, User))
    take("questions", world.question.pk, by=User.objects.get(username="reviewer"))
    ask(let_go("questions", world.question.pk, by=by))
    ask(not Claim.objects.exists())


def _find(kind: str) -> Callable[[World, Any], Any]:
    def do(world: World, by: Any) -> None:
        ask(isinstance(by, User))
        found = next((each for each in kinds_for(by) if each.code == kind), None)
        ask(found is not None)
        assert found is not None
        seen(found.rows(by), ROWS[kind](world))

    return do


CONTACT = "zhou.xiaomei@example.org"


def _look_up_question(world: World, by: Any) -> None:
    ask(isinstance(by, User))
    Question.objects.filter(pk=world.question.pk).update(contact=CONTACT)
    ask(world.question in questions_left_under(CONTACT, by=by, purpose="reach"))


def _look_up_comment(world: World, by: Any) -> None:
    ask(isinstance(by, User))
    Comment.objects.filter(pk=world.comment.pk).update(contact=CONTACT)
    ask(world.comment in comments_left_under(CONTACT, by=by, purpose="reach"))


VERBS = (
    *(Verb(f"say to be on it: {kind}", _take(kind), states(who, "any")) for kind, who in ON_IT.items()),
    Verb("let go of a question that the reviewer is on", _let_go, states("reviewer", "any")),
    Verb(
        "find a question by the contact it was left under",
        _look_up_question,
        states("answerer reviewer moderator editor", "any"),
    ),
    Verb(
        "find a comment by the contact it was left under",
        _look_up_comment,
        states("moderator drafter", "any"),
    ),
    *(Verb(f"find it at the desk: {kind}", _find(kind), states(who, "any")) for kind, who in FINDS.items()),
)
TABLE = Table("What several people share at the desk", ("any",), VERBS)
