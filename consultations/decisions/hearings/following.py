"""The stage of the dossier follows the hearing: nobody ticks it."""

from consultations.decisions.hearings.models import Hearing
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.rounds import latest
from consultations.decisions.stages import closing_round, open_round
from participation import clock
from participation.accounts.models import User
from participation.transitions import transition

Stage = DecisionStage.Stage
Status = DecisionStage.Status


def begin_round(locked: Decision, *, by: User | None) -> DecisionStage:
    """The round of a hearing that is announced, or whose record was taken back; one begun by hand before goes on.

    Raises Conflict while a hearing is proposed not to be needed.
    """
    last = latest(locked, Stage.HEARING)
    if last is not None and last.status == Status.BEGUN and not Hearing.objects.filter(stage=last).exists():
        return last
    return open_round(locked, Stage.HEARING, by=by, on=clock.today())


def complete_round(hearing: Hearing, *, by: User | None) -> None:
    """The record is published: the stage is done."""
    assert hearing.stage is not None
    with closing_round(hearing.stage, by=by) as done:
        done.held_on, done.done_on = hearing.held_on, clock.today()


def call_off_round(hearing: Hearing, *, by: User | None) -> None:
    """The hearing does not take place: its round counts for nothing, and a new one may be begun."""
    assert hearing.stage is not None
    table = {Status.BEGUN: [Status.CALLED_OFF]}
    with transition(
        hearing.stage, Status.CALLED_OFF, by=by, table=table, event="decision.stage_called_off", leaf="stage"
    ) as move:
        move.row.done_on = clock.today()
        move.note.update({"decision": hearing.decision_id, "stage": Stage.HEARING})
