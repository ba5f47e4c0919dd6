"""The term for publishing what was decided (rule C14: the information exists from the day the meeting passed it)."""

from datetime import date, datetime

from consultations.decisions import gates
from consultations.decisions.models import Decision, DecisionStage
from participation import clock
from participation.deadlines import actions as deadlines
from participation.delivery.registry import Payload, on

RULE = "C14"
Stage = DecisionStage.Stage
Status = DecisionStage.Status


@on("decision.stage_done", name="decisions.start_publishing_term")
def start_when_passed(event: Payload) -> None:
    """A meeting passed it: it is published within the term, which a later meeting begins anew for another text only."""
    row = DecisionStage.objects.select_related("decision__department").get(pk=event["object_id"])
    running = deadlines.live_deadline(row.decision, RULE)
    if not _passed(row) or (running and (running.started_on == _day_of(row) or _was_passed_before(row))):
        return
    if running:
        deadlines.stop(running, by=None, on=clock.day_of(datetime.fromisoformat(event["at"])))
    _start(row)


@on("decision.resumed", name="decisions.resume_publishing_term")
def start_when_resumed(event: Payload) -> None:
    """A matter whose term was stopped with it (so earlier releases did) goes on: the term counts from its meeting."""
    decision = Decision.objects.select_related("department").get(pk=event["object_id"])
    row = gates.latest(decision, Stage.COLLECTIVE_DECISION)
    if row is not None and _passed(row) and deadlines.live_deadline(decision, RULE) is None:
        _start(row)


@on("decision.decided", "decision.terminated", name="decisions.stop_publishing_term")
def stop_when_over(event: Payload) -> None:
    """It is published, or no longer to be. One that is only suspended is owed still."""
    decision = Decision.objects.get(pk=event["object_id"])
    if running := deadlines.live_deadline(decision, RULE):
        deadlines.stop(running, by=None, on=clock.day_of(datetime.fromisoformat(event["at"])))


def _passed(row: DecisionStage) -> bool:
    is_meeting = row.stage == Stage.COLLECTIVE_DECISION and row.status == Status.DONE
    return is_meeting and row.result == DecisionStage.Result.PASSED


def _was_passed_before(row: DecisionStage) -> bool:
    """Whether an earlier meeting passed these very texts: the term of the first one runs."""
    earlier = row.decision.stages.filter(
        stage=row.stage, status=Status.DONE, result=DecisionStage.Result.PASSED, round__lt=row.round
    )
    return any(each.texts == row.texts for each in earlier)


def _start(row: DecisionStage) -> None:
    """Not for a matter that is over, nor for one that the law forbids to publish."""
    decision = row.decision
    publication = gates.latest(decision, Stage.PUBLICATION)
    hidden = publication is not None and publication.status == Status.NOT_NEEDED
    if decision.status == Decision.Status.UNDER_WAY and not hidden:
        deadlines.start(subject=decision, rule=RULE, by=None, on=_day_of(row), department=decision.department)


def _day_of(row: DecisionStage) -> date:
    return row.held_on or row.done_on or row.begun_on
