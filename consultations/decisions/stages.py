"""The stages that a unit takes and records. Those that only follow from what happened stand in `following`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions import gates
from consultations.decisions.hearings import gates as hearing_gates
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.policies import can_handle, can_review_law
from consultations.decisions.texts import texts_of
from participation import clock
from participation.accounts.models import User
from participation.errors import Conflict, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import plain
from participation.transitions import transition

Status = DecisionStage.Status
Stage = DecisionStage.Stage
RESULTS = {
    Stage.LEGALITY_REVIEW: ("lawful", "unlawful", "to_be_changed"),
    Stage.RISK_ASSESSMENT: ("controllable", "uncontrollable"),
    Stage.COLLECTIVE_DECISION: ("passed", "not_passed", "to_be_changed", "discuss_again"),
}
ABOUT_TEXTS = (Stage.LEGALITY_REVIEW, Stage.COLLECTIVE_DECISION)
FOLLOWING = {
    Stage.PUBLIC_PARTICIPATION: gettext_lazy("It follows from the consultations that belong to the matter."),
    Stage.HEARING: gettext_lazy("It follows from the hearing: announced, held, its record published."),
    Stage.PUBLICATION: gettext_lazy("It follows when the final text is published."),
    Stage.INTERPRETATION: gettext_lazy("It follows when the interpretation is published."),
}


def begin_stage(
    decision: Decision, stage: str, *, by: User, on: date | None = None, inside_note: str = ""
) -> DecisionStage:
    """Begin a stage: a review goes to the reviewer, a hearing's materials go out. A new round after a result that asks
    for one. Raises NotPermitted, InvalidMove, Conflict while a round is running."""
    _may_record(decision, stage, by, beginning=True)
    with transaction.atomic():
        locked = lock(decision)
        check_under_way(locked)
        row = open_round(locked, stage, by=by, on=on or clock.today(), inside_note=plain(inside_note))
    return row


def complete_stage(
    decision: Decision, stage: str, *, by: User, result: str = "", held_on: date | None = None,
    public_note: str = "", inside_note: str = "", document_name: str = "",
) -> DecisionStage:  # fmt: skip
    """Record that a stage was taken, with its result. What the law asks for before it must be there.

    Raises Incomplete (decree 713, articles 16, 25, 26, 29; decree 783, article 16), Invalid (a result that this stage
    does not have), NotPermitted (the drafter does not record the legality review), Conflict, InvalidMove (also for a
    stage that follows by itself).
    """
    _may_record(decision, stage, by)
    if result not in RESULTS.get(Stage(stage), ("",)):
        message = _("Choose one of the results offered.")
        raise Invalid(message, errors={"result": [message]})
    with transaction.atomic():
        locked = lock(decision)
        check_under_way(locked)
        asked = gates.gates(locked, stage, held_on or clock.today())
        gates.require(asked, _("This stage cannot be taken yet."))
        row = gates.latest(locked, stage)
        if row is None or row.status != Status.BEGUN:
            row = open_round(locked, stage, by=by, on=clock.today())
        with closing_round(row, by=by) as done:
            done.result, done.held_on, done.done_on = result, held_on, held_on or clock.today()
            done.document_name, done.public_note = plain(document_name)[:200], plain(public_note)
            done.inside_note, done.entered_by = plain(inside_note) or done.inside_note, by
            done.texts = texts_of(locked) if stage in ABOUT_TEXTS else None
    return row


def open_round(
    locked: Decision, stage: str, *, by: User | None, on: date, inside_note: str = ""
) -> DecisionStage:
    """The next round of a stage of a locked matter. Raises Conflict while one is running or waits to be confirmed."""
    last = gates.latest(locked, stage)
    if last is not None and last.status == Status.BEGUN:
        raise Conflict(_("This stage is under way already."))
    if last is not None and last.status == Status.PROPOSED:
        raise Conflict(_("It was said not to be needed, and that waits for a second person."))
    row = DecisionStage.objects.create(
        decision=locked, stage=stage, round=last.round + 1 if last else 1, begun_on=on, inside_note=inside_note,
        entered_by=by,
    )  # fmt: skip
    record("decision.stage_begun", locked, by=by, note={"stage": stage, "round": row.round})
    return row


@contextmanager
def closing_round(row: DecisionStage, *, by: User | None) -> Iterator[DecisionStage]:
    """Write on a round that was begun; then it is done."""
    table = {Status.BEGUN: [Status.DONE]}
    with transition(row, Status.DONE, by=by, table=table, event="decision.stage_done") as move:
        yield move.row
        move.note.update({"decision": row.decision_id, "stage": row.stage, "result": move.row.result})


def check_under_way(decision: Decision) -> None:
    """Raise InvalidMove for a matter that is being prepared, suspended or ended."""
    if decision.status not in (Decision.Status.UNDER_WAY, Decision.Status.DECIDED):
        raise InvalidMove(_("This matter is not under way."))


def check_stage(stage: str) -> Stage:
    """The stage of that name. Raises Invalid."""
    if stage not in Stage.values:
        raise Invalid(_("There is no such stage."), errors={"stage": [_("There is no such stage.")]})
    return Stage(stage)


def follows(decision: Decision, stage: str) -> Message:
    """Why nobody records this stage by hand; empty where somebody does."""
    if stage == Stage.HEARING and hearing_gates.is_from_before(decision):
        return ""  # begun by hand before hearings were announced here: it ends as it began
    return FOLLOWING.get(Stage(stage), "")


def _may_record(decision: Decision, stage: str, by: User, *, beginning: bool = False) -> None:
    concluding_law = check_stage(stage) == Stage.LEGALITY_REVIEW and not beginning
    if not (can_review_law if concluding_law else can_handle)(by, decision):
        raise NotPermitted(_("This stage is recorded by another office."))
    if message := follows(decision, stage):
        raise InvalidMove(message)
