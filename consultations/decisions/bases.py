"""On which rule each stage of a matter rests: the decree speaks of major decisions, circulars of normative documents,
and of another matter nothing asks for it: the county goes the same way by its own will."""

from consultations.decisions.models import Decision, DecisionStage
from participation.deadlines.rulebook import COMMENT_PERIODS, rule

Kind = Decision.Kind
Stage = DecisionStage.Stage
MAJOR = {
    Stage.HEARING: "A4", Stage.EXPERT_REVIEW: "A17", Stage.RISK_ASSESSMENT: "A23", Stage.LEGALITY_REVIEW: "A9",
    Stage.COLLECTIVE_DECISION: "A13", Stage.PARTY_REPORT: "A22", Stage.PUBLICATION: "A14",
}  # fmt: skip
NORMATIVE = {Stage.LEGALITY_REVIEW: "A11", Stage.COLLECTIVE_DECISION: "A28", Stage.PUBLICATION: "A28"}
AUDITED = {
    Stage.LEGALITY_REVIEW: "A7-review"
}  # 合法性审核 of what touches the rights and duties of businesses
OWN = {Kind.MAJOR_DECISION: MAJOR, Kind.NORMATIVE_DOCUMENT: NORMATIVE}


def rules_of(decision: Decision) -> dict[Stage, str]:
    """The rule of each stage, by its id; of some stages of some matters there is none."""
    found = {
        Stage.PUBLIC_PARTICIPATION: COMMENT_PERIODS[decision.kind], Stage.FAIR_COMPETITION_REVIEW: "A20",
        **OWN.get(Kind(decision.kind), {}),
    }  # fmt: skip
    is_normative = decision.kind == Kind.NORMATIVE_DOCUMENT
    return found | (AUDITED if is_normative and decision.affects_business else {})


def basis_of(decision: Decision, stage: Stage) -> str:
    """The provision that asks for the stage, or nothing."""
    found = rules_of(decision).get(stage)
    return rule(found).basis if found else ""


def basis_of_dossier(decision: Decision) -> str:
    """What asks that the meeting has everything before it."""
    return (
        rule("A12").basis
        if decision.kind == Kind.MAJOR_DECISION
        else basis_of(decision, Stage.COLLECTIVE_DECISION)
    )
