"""The stages that a unit takes and records. Those that only follow from what happened stand in `following`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions import gates
from consultations.decisions.hearings import gates as hearing_gates
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.particulars import checked, papers_of
from consultations.decisions.policies import can_begin, can_record
from consultations.decisions.recorders import recorder_of, refused
from consultations.decisions.texts import newest_texts, texts_of
from participation import clock
from participation.accounts.models import User
from participation.accounts.special_units import hold_unit
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, Message
from participation.files.actions import Taken, store_files
from participation.ledger.audit import record
from participation.ledger.leaves import commit
from participation.locks import lock
from participation.text.cleaning import plain
from participation.transitions import transition

Status = DecisionStage.Status
Stage = DecisionStage.Stage
RESULTS = {
    Stage.LEGALITY_REVIEW: ("lawful", "to_be_changed", "unlawful", "returned", "exploratory"),
    Stage.FAIR_COMPETITION_REVIEW: ("compliant", "excepted", "not_compliant"),
    Stage.RISK_ASSESSMENT: ("controllable", "uncontrollable"),
    Stage.COLLECTIVE_DECISION: ("passed", "not_passed", "to_be_changed", "discuss_again"),
}
ABOUT_TEXTS = (
    Stage.RISK_ASSESSMENT, Stage.FAIR_COMPETITION_REVIEW, Stage.LEGALITY_REVIEW, Stage.COLLECTIVE_DECISION,
    Stage.PARTY_REPORT,
)  # fmt: skip
NOT_BEFORE_IT_IS_DECIDED = (Stage.IMPLEMENTATION, Stage.POST_EVALUATION)
FOLLOWING = {
    Stage.PUBLIC_PARTICIPATION: gettext_lazy("It follows from the consultations that belong to the matter."),
    Stage.HEARING: gettext_lazy("It follows from the hearing: announced, held, its record published."),
    Stage.PUBLICATION: gettext_lazy("It follows when the final text is published."),
    Stage.INTERPRETATION: gettext_lazy("It follows when the interpretation is published."),
}


def begin_stage(decision: Decision, stage: str, *, by: User, inside_note: str = "") -> DecisionStage:
    """Begin a stage today: a review goes to the reviewer. A new round after a result that asks for one.

    Raises NotPermitted, InvalidMove, Conflict while a round is running, Incomplete before the matter is decided for
    carrying it out and evaluating it (decree 713, articles 34 and 36; its archive may be begun before), and for a
    review of law before its materials are complete (article 27).
    """
    _may(can_begin(by, decision, check_stage(stage)), decision, stage)
    with transaction.atomic():
        locked = lock(decision)
        check_under_way(locked)
        _check_still_open(locked, stage)
        if stage in NOT_BEFORE_IT_IS_DECIDED:
            gates.require(gates.gates(locked, stage), _("This stage cannot be taken yet."))
        gates.require(gates.before_sending(locked, stage), _("It cannot be sent for review yet."))
        row = open_round(locked, stage, by=by, on=clock.today(), inside_note=plain(inside_note))
    return row


def complete_stage(
    decision: Decision, stage: str, *, by: User, result: str = "", held_on: date | None = None,
    public_note: str = "", inside_note: str = "", document_name: str = "",
    particulars: dict[str, Any] | None = None, files: Sequence[Taken] = (), show: bool = False,
) -> DecisionStage:  # fmt: skip
    """Record that a stage was taken, with its result, what the law wants said of it and its documents.

    It waits for a second person (`confirming.confirm_result`): until then it counts for nothing and is not public.
    `show` lets everybody fetch the documents with it, where the stage allows that.

    Raises NotPermitted (somebody else records it, or the county has named nobody), Incomplete (decree 713, articles
    10 to 36; decree 783, articles 12 to 18), Invalid (a result that this stage does not have, a particular that is
    wrong), Conflict, InvalidMove (also for a stage that follows by itself, and a review that was not sent).
    """
    check_stage(stage)
    with transaction.atomic():
        hold_unit(recorder_of(decision, stage).duty)
        _may(can_record(by, decision, stage), decision, stage)
        _check_result(stage, result, held_on)
        locked = lock(decision)
        check_under_way(locked)
        _check_still_open(locked, stage)
        row = _round_to_record(locked, stage, by)
        day = held_on or clock.today()
        asked = gates.gates(locked, stage, day) + gates.before_result(locked, stage, result, day)
        gates.require(asked, _("This stage cannot be taken yet."))
        kept, errors = checked(locked, stage, result, particulars or {})
        if row is None:
            row = open_round(locked, stage, by=by, on=clock.today())
        errors |= _missing_papers(row, stage, result, files)
        if errors:
            raise Incomplete(_("The record of this stage is not complete."), errors=errors)
        table = {Status.BEGUN: [Status.BEGUN]}
        with transition(row, Status.BEGUN, by=by, table=table, event="decision.stage_recorded") as move:
            _keep_papers(move.row, stage, files, by=by, show=show)
            move.row.recorded_by = by
            move.row.inside_note = plain(inside_note) or move.row.inside_note
            move.row.pending = {
                "result": result, "held_on": held_on.isoformat() if held_on else None, "particulars": kept,
                "document_name": plain(document_name)[:200], "public_note": plain(public_note),
                "texts": texts_of(locked) if stage in ABOUT_TEXTS else None,
            }  # fmt: skip
            move.note.update({"decision": locked.pk, "stage": stage, "result": result})
    return row


def open_round(
    locked: Decision, stage: str, *, by: User | None, on: date, inside_note: str = ""
) -> DecisionStage:
    """The next round of a stage of a locked matter. Raises Conflict while one is running or waits to be confirmed."""
    last = gates.latest(locked, stage)
    if last is not None and last.status == Status.BEGUN:
        raise Conflict(_("Its result waits for a second person.") if last.is_waiting else
                       _("This stage is under way already."))  # fmt: skip
    if last is not None and last.status == Status.PROPOSED:
        raise Conflict(_("It was said not to be needed, and that waits for a second person."))
    row = DecisionStage.objects.create(
        decision=locked, stage=stage, round=last.round + 1 if last else 1, begun_on=on, inside_note=inside_note,
        entered_by=by,
    )  # fmt: skip
    record("decision.stage_begun", locked, by=by, note={"stage": stage, "round": row.round})
    commit("stage", row)
    emit("decision.stage_begun", row, by=by)
    return row


@contextmanager
def closing_round(row: DecisionStage, *, by: User | None) -> Iterator[DecisionStage]:
    """Write on a round that was begun; then it is done."""
    table = {Status.BEGUN: [Status.DONE]}
    with transition(row, Status.DONE, by=by, table=table, event="decision.stage_done", leaf="stage") as move:
        yield move.row
        move.note.update({"decision": row.decision_id, "stage": row.stage, "result": move.row.result})


def check_under_way(decision: Decision) -> None:
    """Raise InvalidMove for a matter that is being prepared, suspended or ended."""
    if decision.status not in (Decision.Status.UNDER_WAY, Decision.Status.DECIDED):
        raise InvalidMove(_("This matter is not under way."))


def _check_still_open(decision: Decision, stage: str) -> None:
    """What comes before the decision is not recorded after it, unless a text in the place of the final one is under
    way. Raises InvalidMove."""
    if decision.status != Decision.Status.DECIDED or stage not in (
        *gates.BEFORE_MEETING,
        *gates.OF_THE_MEETING,
    ):
        return
    if all(version.is_final for version in newest_texts(decision)):
        raise InvalidMove(
            _("The matter is decided: what comes before the decision is not recorded any more.")
        )


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


def _may(permitted: bool, decision: Decision, stage: str) -> None:
    if message := follows(decision, stage):
        raise InvalidMove(message)
    if not permitted:
        raise refused(decision, stage)


def _check_result(stage: str, result: str, held_on: date | None) -> None:
    if result not in RESULTS.get(Stage(stage), ("",)):
        message = _("Choose one of the results offered.")
        raise Invalid(message, errors={"result": [message]})
    if held_on and held_on > clock.today():
        message = _("It is recorded once it was held.")
        raise Invalid(message, errors={"held_on": [message]})


def _round_to_record(locked: Decision, stage: str, by: User) -> DecisionStage | None:
    """The round that is under way; None where one begins with its record. A review is recorded once it was sent."""
    row = gates.latest(locked, stage)
    if row is not None and row.is_waiting:
        raise Conflict(_("Its result waits for a second person."))
    if row is not None and row.status == Status.BEGUN:
        return row
    if stage == Stage.LEGALITY_REVIEW:
        raise InvalidMove(_("The lead unit has not sent it for review."))
    return None


def _missing_papers(
    row: DecisionStage, stage: str, result: str, files: Sequence[Taken]
) -> dict[str, list[Message]]:
    """A document that the law wants; materials are returned without an opinion."""
    needed = papers_of(stage).required and result != DecisionStage.Result.RETURNED
    if not needed or files or row.files.exists():
        return {}
    return {
        "files": [_("Attach the document: %(name)s.") % {"name": papers_of(stage, row.decision.kind).label}]
    }


def _keep_papers(row: DecisionStage, stage: str, files: Sequence[Taken], *, by: User, show: bool) -> None:
    """Those chosen now take the place of those of a record that was refused."""
    if files:
        row.files.set(store_files(files, by=by))
    row.files.update(is_public=show and papers_of(stage).may_be_shown)
