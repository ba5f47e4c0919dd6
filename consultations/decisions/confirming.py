"""The second person of a recorded stage: with their word it counts and is public."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions import gates
from consultations.decisions.models import DecisionStage
from consultations.decisions.policies import can_confirm_result, can_refuse_result
from consultations.decisions.stages import check_under_way
from participation import clock
from participation.accounts.models import User
from participation.errors import Conflict, NotPermitted
from participation.text.cleaning import plain
from participation.transitions import transition

Status = DecisionStage.Status
SECOND_CONFIRMS = gettext_lazy(
    "A second person confirms: an editor or reviewer who neither recorded nor prepared it."
)


def confirm_result(row: DecisionStage, *, by: User) -> DecisionStage:
    """A second person of the recording side agrees: the stage is done with this result, and it is public.

    Raises NotPermitted for who recorded it or prepared the matter, Incomplete where a gate has closed meanwhile,
    Overwritten when something else was recorded than `row` says, Conflict.
    """
    if not can_confirm_result(by, row):
        raise NotPermitted(SECOND_CONFIRMS)
    table = {Status.BEGUN: [Status.DONE]}
    with transition(
        row, Status.DONE, by=by, table=table, event="decision.stage_done", under=row.decision, leaf="stage"
    ) as move:
        check_under_way(move.parent)
        recorded = _waiting(move.row)
        held_on = move.row.pending_held_on
        day = held_on or clock.today()
        asked = gates.gates(move.parent, move.row.stage, day)
        asked += gates.before_result(move.parent, move.row.stage, recorded["result"], day)
        gates.require(asked, _("This stage cannot be taken yet."))
        for name in ("result", "public_note", "document_name", "particulars", "texts"):
            setattr(move.row, name, recorded[name])
        move.row.held_on, move.row.done_on = held_on, held_on or clock.today()
        move.row.entered_by, move.row.confirmed_by, move.row.pending = move.row.recorded_by, by, None
        move.note.update({"decision": row.decision_id, "stage": row.stage, "result": recorded["result"]})
    return row


def refuse_result(row: DecisionStage, *, by: User, reason: str = "") -> DecisionStage:
    """Not as recorded: said by who could have confirmed it, or taken back by who recorded it. The round goes on, and
    what was written is there to be written anew. Raises NotPermitted, Overwritten, Conflict."""
    if not can_refuse_result(by, row):
        raise NotPermitted(_("Only who could confirm it, or recorded it, may refuse it."))
    table = {Status.BEGUN: [Status.BEGUN]}
    with transition(
        row, Status.BEGUN, by=by, table=table, event="decision.result_refused", under=row.decision
    ) as move:
        move.row.pending = {**_waiting(move.row), "refused": plain(reason)[:2000]}
        move.row.recorded_by = None
        move.note.update({"decision": row.decision_id, "stage": row.stage, "reason": plain(reason)[:2000]})
    return row


def _waiting(row: DecisionStage) -> dict[str, Any]:
    """What was recorded. Raises Conflict when nothing waits."""
    if not row.is_waiting or row.pending is None:
        raise Conflict(_("No result waits for a second person."))
    recorded: dict[str, Any] = row.pending
    return recorded
