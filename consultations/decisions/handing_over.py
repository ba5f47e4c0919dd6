"""What waits for a second person of a special unit: until then the county names no other one in its place."""

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.execution.policies import MEETING
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.recorders import LEGALITY, RECORDERS, leads_itself, recorder_of, unit_of
from consultations.decisions.rounds import name_of
from participation.accounts.queries import Duty
from participation.accounts.special_units import waiting_from

MOST = 10  # named; whoever has done these asks again


@waiting_from
def records_waiting(duty: str) -> list[str]:
    """Each record by its stage and matter, the oldest first."""
    stages = DecisionStage.objects.filter(
        status=DecisionStage.Status.BEGUN, recorded_by__isnull=False,
        stage__in=[stage for stage, recorder in RECORDERS.items() if recorder.duty],
    ).exclude(decision__status=Decision.Status.TERMINATED)  # fmt: skip
    changes = ExecutionChange.objects.filter(status=ExecutionChange.Status.PROPOSED)
    found = [
        (name_of(row.stage, row.decision.kind), row.decision)
        for row in stages.select_related("decision__department").order_by("id")
        if duty in _duties(row.decision, row.stage)
    ] + [
        (str(row), row.decision)
        for row in changes.select_related("decision__department").order_by("id")
        if duty in _duties(row.decision, MEETING)
    ]
    return [f"{name}（{decision.title}）" for name, decision in found[:MOST]]


def _duties(decision: Decision, stage: str) -> list[Duty | None]:
    """The duty of who records it, and of who confirms it where the legality-review unit leads the matter itself."""
    recorder = recorder_of(decision, stage)
    unit = unit_of(decision, recorder)
    crosses = recorder == LEGALITY and unit is not None and leads_itself(decision, unit)
    return [recorder.duty, Duty.GOVERNMENT_OFFICE] if crosses else [recorder.duty]
