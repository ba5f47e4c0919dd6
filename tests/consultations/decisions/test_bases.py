"""Each matter is asked by the provisions that speak of it."""

import pytest

from consultations.decisions.gates import gates
from consultations.decisions.models import Decision, DecisionStage

Stage = DecisionStage.Stage
pytestmark = pytest.mark.django_db


def cited(decision: Decision) -> dict[str, str]:
    """The basis of each thing asked for before the meeting."""
    return {gate.field: gate.basis for gate in gates(decision, Stage.COLLECTIVE_DECISION)}


def test_a_normative_document_is_not_asked_by_the_decree_on_major_decisions(decision: Decision) -> None:
    decision.kind = Decision.Kind.NORMATIVE_DOCUMENT
    found = cited(decision)
    assert "国办发〔2018〕37号" in found[Stage.PUBLIC_PARTICIPATION]
    assert "国办发〔2018〕115号" in found[Stage.LEGALITY_REVIEW]
    assert not any("713" in basis for basis in found.values())


def test_a_normative_document_on_business_is_reviewed_by_the_decree_on_the_business_environment(
    decision: Decision,
) -> None:
    decision.kind, decision.affects_business = Decision.Kind.NORMATIVE_DOCUMENT, True
    found = cited(decision)
    assert "722号）第六十三条" in found[Stage.LEGALITY_REVIEW]
    assert "783号" in found[Stage.FAIR_COMPETITION_REVIEW]


def test_a_major_decision_is_asked_by_its_decree(decision: Decision) -> None:
    found = cited(decision)
    assert "第二十九条" in found[Stage.PUBLIC_PARTICIPATION] and "第二十五条" in found[Stage.LEGALITY_REVIEW]


def test_another_matter_goes_the_same_way_and_no_provision_is_claimed_for_it(decision: Decision) -> None:
    decision.kind = Decision.Kind.OTHER
    found = cited(decision)
    assert set(found) >= {Stage.PUBLIC_PARTICIPATION, Stage.LEGALITY_REVIEW}
    assert not any(found.values()), found
