"""On which rule each stage of a matter rests: the decree speaks of major decisions, circulars of normative documents,
and of another matter nothing asks for it: the county goes the same way by its own will."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from consultations.decisions.models import DECREE, Decision, DecisionStage
from consultations.notices.gates import Gate
from participation.deadlines.rulebook import COMMENT_PERIODS, rule

P = ParamSpec("P")
Asks = Callable[Concatenate[Any, P], list[Gate]]
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
    ids = [rules_of(decision).get(stage), OWN.get(Kind(decision.kind), {}).get(stage)]
    return "；".join(dict.fromkeys(rule(each).basis for each in ids if each))


def basis_of_dossier(decision: Decision) -> str:
    """What asks that the meeting has everything before it."""
    return (
        rule("A12").basis
        if decision.kind == Kind.MAJOR_DECISION
        else basis_of(decision, Stage.COLLECTIVE_DECISION)
    )


def where_it_applies(asks: Asks[P]) -> Asks[P]:
    """Of what the county asks of every matter in the way of the decree, the decree is cited for major decisions only.
    The first thing given is the matter, or something of it."""

    @wraps(asks)
    def asked(row: Any, /, *args: P.args, **how: P.kwargs) -> list[Gate]:
        found = asks(row, *args, **how)
        if getattr(row, "decision", row).kind == Kind.MAJOR_DECISION:
            return found
        return [replace(each, basis="") if each.basis.startswith(DECREE[:12]) else each for each in found]

    return asked
