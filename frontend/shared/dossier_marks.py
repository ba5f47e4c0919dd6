"""How a decision is drawn everywhere: its status, the result of a round, its way in seven legs."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import OVER, Standing, standing_of, way_of
from consultations.decisions.rounds import name_of

Stage = DecisionStage.Stage
Status = Decision.Status
Execution = Decision.Execution
LEGS = (
    (gettext_lazy("Initiated"), (Stage.INITIATION,)),
    (
        gettext_lazy("Drafted and examined"),
        (Stage.DRAFTING, Stage.AGENCY_CONSULTATION, Stage.EXPERT_REVIEW, Stage.RISK_ASSESSMENT,
         Stage.FAIR_COMPETITION_REVIEW),
    ),
    (gettext_lazy("Public participation"), (Stage.PUBLIC_PARTICIPATION, Stage.HEARING)),
    ("", (Stage.LEGALITY_REVIEW,)),  # named by the kind
    (gettext_lazy("Collective decision"), (Stage.COLLECTIVE_DECISION, Stage.PARTY_REPORT)),
    (gettext_lazy("Decision published"), (Stage.PUBLICATION, Stage.INTERPRETATION, Stage.ARCHIVING)),
    (gettext_lazy("Carried out"), (Stage.IMPLEMENTATION, Stage.POST_EVALUATION)),
)  # fmt: skip


STOPPED = (Status.SUSPENDED, Status.TERMINATED)
PUBLISHED = 5  # the leg of the publication
CSS = {Standing.DONE: "done", Standing.NOT_NEEDED: "done", Standing.UNDER_WAY: "now"}  # of a line in the list
NOTES = {
    "partly": gettext_lazy("not all of it yet"),
    "unkept": gettext_lazy("not recorded here before it was decided"),
}


@dataclass(frozen=True, slots=True)
class DossierMark:
    """How a status or a result is drawn."""

    label: str
    tone: str
    shape: str


STATUS = {
    Status.DRAFT: ("line", "frame"), Status.UNDER_WAY: ("part", "half"), Status.DECIDED: ("yes", "check"),
    Status.SUSPENDED: ("line", "pause"), Status.TERMINATED: ("line", "cross"),
}  # fmt: skip
EXECUTION = {Execution.SUSPENDED: ("act", "pause"), Execution.ENDED: ("line", "cross")}
RESULT = {
    "lawful": ("yes", "check"), "controllable": ("yes", "check"), "passed": ("yes", "check"),
    "to_be_changed": ("part", "back"), "discuss_again": ("part", "back"),
    "compliant": ("yes", "check"), "excepted": ("part", "half"), "exploratory": ("part", "half"),
    "returned": ("part", "back"), "not_compliant": ("line", "cross"),
    "unlawful": ("line", "cross"), "uncontrollable": ("line", "cross"), "not_passed": ("line", "cross"),
}  # fmt: skip


def mark_of(decision: Decision) -> DossierMark:
    """The status as a tag; of what was decided also what became of its execution."""
    if decision.status == Status.DECIDED and decision.execution:
        label = f"{decision.get_status_display()}{_(', ')}{decision.get_execution_display()}"
        return DossierMark(label, *EXECUTION[Execution(decision.execution)])
    return DossierMark(str(decision.get_status_display()), *STATUS[Status(decision.status)])


def result_of(row: DecisionStage) -> DossierMark | None:
    """The result of a round as a tag, when it has one."""
    return DossierMark(str(row.get_result_display()), *RESULT[row.result]) if row.result else None


def rail_of(decision: Decision) -> list[dict[str, Any]]:
    """The seven legs for `{% rail %}`, each by the standing of its stages, so that it says what the list below says.

    done: everything in it is; partly: something is, and the matter has gone on; unkept: decided before it was kept
    here; now: where the matter is; stop: where it was stopped.
    """
    steps = {step.stage: standing_of(decision, step) for step in way_of(decision)}
    steps = {stage: standing for stage, standing in steps.items() if standing is not Standing.OPTIONAL}
    legs = [[steps[stage] for stage in stages if stage in steps] for _label, stages in LEGS]
    states = [_state_of(leg) for leg in legs]
    at = _where(decision, states)
    if at is not None:
        states[at] = "stop" if decision.execution or decision.status in STOPPED else "now"
    if decision.execution and steps.get(Stage.PUBLICATION) in OVER:
        states[PUBLISHED] = (
            "done"  # what is still to follow it does not follow while the execution stands still
        )
    review = label_of(Stage.LEGALITY_REVIEW, decision.kind)
    return [
        {"label": label or review, "state": state, "note": str(NOTES.get(state, ""))}
        for (label, _stages), state in zip(LEGS, states, strict=True)
    ]


def _state_of(leg: list[Standing]) -> str:
    """One leg by itself."""
    passed = [each for each in leg if each in (*OVER, Standing.UNRECORDED)]
    if not leg or not (passed or Standing.UNDER_WAY in leg):
        return ""
    if len(passed) < len(leg):
        return "partly"
    return "unkept" if Standing.UNRECORDED in leg else "done"


def _where(decision: Decision, states: list[str]) -> int | None:
    """The leg at which the matter is: the last one begun, or the next when that is done; None once all is over."""
    if decision.execution:
        return len(states) - 1
    begun = [n for n, state in enumerate(states) if state]
    last = begun[-1] if begun else 0
    if decision.status in STOPPED or states[last] in ("partly", ""):
        return last
    return last + 1 if decision.status != Status.DECIDED and last + 1 < len(states) else None


def label_of(stage: str, kind: str = "") -> str:
    """What the stage is called in a matter of this kind; “published” alone would be said of the page."""
    return _("Decision published") if stage == Stage.PUBLICATION else name_of(stage, kind)
