"""How a decision is drawn everywhere: its status, the result of a round, its way in seven legs."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import way_of
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
    """The seven legs for `{% rail %}`: done up to the last one that was begun, which is now or, stopped, stop."""
    steps = {step.stage: step for step in way_of(decision)}
    legs = [[steps[stage] for stage in stages if stage in steps] for _label, stages in LEGS]
    last = max((n for n, leg in enumerate(legs) if any(step.rounds for step in leg)), default=0)
    states = ["done" if n < last else "" for n in range(len(legs))]
    if decision.execution:
        states = ["done"] * (len(legs) - 1) + ["stop"]
    elif decision.status in (Status.SUSPENDED, Status.TERMINATED):
        states[last] = "stop"
    else:
        whole = bool(legs[last]) and all(step.is_over for step in legs[last])
        states[last] = "done" if whole else "now"
        if whole and last + 1 < len(legs) and decision.status != Status.DECIDED:
            states[last + 1] = "now"
    review = label_of(Stage.LEGALITY_REVIEW, decision.kind)
    return [
        {"label": label or review, "state": state}
        for (label, _stages), state in zip(LEGS, states, strict=True)
    ]


def label_of(stage: str, kind: str = "") -> str:
    """What the stage is called in a matter of this kind; “published” alone would be said of the page."""
    return _("Decision published") if stage == Stage.PUBLICATION else name_of(stage, kind)
