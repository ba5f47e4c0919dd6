"""An interpretation."""

from contextlib import nullcontext
from typing import Any

from participation import clock
from participation.corrections.actions import correct_published, withdraw_published
from responses.interpretations import actions as interpreting
from responses.interpretations import policies as interpretation_policies
from responses.models import Interpretation
from tests.permissions.matrix import EVERYBODY, WHY, Table, Verb, World, confirm, seen, states

INTERPRETATION = (
    Verb("read the interpretation", lambda w, by: seen(interpretation_policies.readable_by(by), w.interpretation),
         {"draft": "drafter reviewer editor supervisor auditor", "published": EVERYBODY, "withdrawn": EVERYBODY}),
    Verb("write it", lambda w, by: interpreting.edit_interpretation(
        w.interpretation, by=by, title="解读", parts=[interpreting.PartText("main", "", "<p>水价</p>")]),
         states("drafter", "draft")),
    Verb("publish it", lambda w, by: interpreting.publish_interpretation(w.interpretation, by=by),
         states("editor", "draft")),
    Verb("propose to correct it", lambda w, by: correct_published(
        w.interpretation, by=by, reason="更正", changes={"title": "新解读"}),
         states("drafter editor", "published")),
    Verb("confirm a correction", lambda w, by: confirm(w, w.interpretation, by, {"title": "新解读"}),
         states("editor", "published")),
    Verb("propose to take it back", lambda w, by: withdraw_published(w.interpretation, by=by, reason=WHY),
         states("drafter editor", "published")),
    Verb("confirm that it is taken back", lambda w, by: confirm(w, w.interpretation, by),
         states("editor", "published")),
)  # fmt: skip


def turn(world: World, state: str) -> Any:
    at = None if state == "draft" else clock.now()
    Interpretation.objects.update(status=state, published_at=at)
    return nullcontext()


TABLE = Table("An interpretation, by its status", ("draft", "published", "withdrawn"), INTERPRETATION, turn)
