"""A stage is left out on a ground of the law, in public, by two; never in passing."""

import pytest

from consultations.decisions.actions import attach
from consultations.decisions.gates import gates, latest
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import way_of
from consultations.decisions.stages import begin_stage
from consultations.decisions.waivers import confirm_waiver, grounds_for, refuse_waiver, waive_stage
from consultations.models import Consultation
from participation.accounts.models import Department, User
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted
from tests.dossiers import SECRECY, sent_for_review, started, taken
from tests.drafts import SHORT

WHY = "事项涉及未公开的应急物资储备点位，依法不予公开。"
HEARD = "public_participation"


def waived(decision: Decision, stage: str, ground: str, official: User, reviewer: User) -> DecisionStage:
    row = waive_stage(decision, stage, by=official, ground=ground, public_note=WHY, document_name=SECRECY)
    return confirm_waiver(row, by=reviewer)


@pytest.mark.parametrize("ground", ["", "时间紧", "not_technical", "no_hearing_due"])
def test_want_of_time_is_no_ground(decision: Decision, official: User, ground: str) -> None:
    with pytest.raises(Invalid) as refused:
        waive_stage(decision, HEARD, by=official, ground=ground, public_note="时间紧，来不及征求意见了。")
    assert list(refused.value.errors) == ["ground"]


@pytest.mark.parametrize("note", ["", " ", ".", "时间紧", "不公开，不需要。"])
def test_the_reason_explains_something(decision: Decision, official: User, note: str) -> None:
    with pytest.raises(Invalid) as refused:
        waive_stage(
            decision,
            HEARD,
            by=official,
            ground="not_public",
            document_name=SECRECY,
            public_note=note,
        )
    assert list(refused.value.errors) == ["public_note"]


@pytest.mark.parametrize(
    "stage",
    ["legality_review", "collective_decision", "party_report", "drafting", "interpretation", "archiving"],
)
def test_some_stages_no_decision_goes_without(decision: Decision, official: User, stage: str) -> None:
    assert not grounds_for(stage)
    with pytest.raises(InvalidMove):
        waive_stage(
            decision,
            stage,
            by=official,
            ground="not_public",
            document_name=SECRECY,
            public_note=WHY,
        )


def test_it_counts_only_once_a_second_person_has_agreed(
    decision: Decision, official: User, reviewer: User, other_official: User
) -> None:
    row = waive_stage(
        decision,
        HEARD,
        by=official,
        ground="not_public",
        document_name=SECRECY,
        public_note=WHY,
    )
    asked = {gate.field: gate for gate in gates(decision, "collective_decision")}
    assert not asked[HEARD].met
    assert not any(step.rounds for step in way_of(decision)), "what is only proposed is not public"
    for who in (official, other_official):
        with pytest.raises(NotPermitted):
            confirm_waiver(row, by=who)
    confirm_waiver(row, by=reviewer)
    fresh = Decision.objects.get(pk=decision.pk)
    asked = {gate.field: gate for gate in gates(fresh, "collective_decision")}
    assert asked[HEARD].met and "依法不予公开" in asked[HEARD].holds, "it says what is true"
    assert "第十四条" in row.basis
    with pytest.raises(Conflict):
        confirm_waiver(DecisionStage.objects.get(pk=row.pk), by=reviewer)


def test_it_is_refused_or_taken_back_and_the_stage_is_needed_again(
    decision: Decision, official: User, reviewer: User, stranger: User
) -> None:
    row = waive_stage(decision, "expert_review", by=official, ground="not_technical", public_note=WHY)
    with pytest.raises(Conflict):
        begin_stage(decision, "expert_review", by=official)
    with pytest.raises(NotPermitted):
        refuse_waiver(row, by=stranger)
    assert refuse_waiver(row, by=reviewer).status == "refused"
    fresh = Decision.objects.get(pk=decision.pk)
    again = waive_stage(fresh, "expert_review", by=official, ground="not_technical", public_note=WHY)
    assert again.round == 2
    assert refuse_waiver(again, by=official).status == "refused"


@pytest.mark.parametrize(
    ("flag", "stage", "ground"),
    [
        ("is_technical", "expert_review", "not_technical"),
        ("is_risky", "risk_assessment", "no_adverse_effect"),
        ("affects_business", "fair_competition_review", "no_business"),
    ],
)
def test_no_ground_contradicts_what_the_dossier_says(
    decision: Decision, official: User, flag: str, stage: str, ground: str
) -> None:
    Decision.objects.filter(pk=decision.pk).update(**{flag: True})
    with pytest.raises(Invalid):
        waive_stage(decision, stage, by=official, ground=ground, public_note=WHY)


def test_a_hearing_that_the_yearly_list_promised_is_held(
    decision: Decision, official: User, editor: User, department: Department
) -> None:
    item = Listed(
        "农村饮水管理办法", "公开征求意见、听证", "住建局", "第四季度", "网上、听证会", decision, True
    )
    publish_list(draft_list(department, 2026, [item], by=official), by=editor)
    with pytest.raises(Invalid) as refused:
        waive_stage(decision, "hearing", by=official, ground="no_hearing_due", public_note=WHY)
    assert "ground" in refused.value.errors


def test_what_was_put_to_the_public_is_not_kept_from_it_afterwards(
    decision: Decision, official: User, consultation: Consultation
) -> None:
    attach(decision, consultation, by=official)
    with pytest.raises(InvalidMove):
        waive_stage(
            decision,
            HEARD,
            by=official,
            ground="not_public",
            document_name=SECRECY,
            public_note=WHY,
        )


def test_a_matter_that_may_not_be_published_is_decided_without_its_text(
    decision: Decision, official: User, reviewer: User
) -> None:
    row = waive_stage(
        decision,
        "publication",
        by=official,
        ground="not_public",
        document_name=SECRECY,
        public_note=WHY,
    )
    with pytest.raises(Incomplete) as refused:
        confirm_waiver(row, by=reviewer)
    assert set(refused.value.errors) == {
        "initiation", "agency_consultation", "public_participation", "legality_review", "collective_decision",
        "party_report",
    }  # fmt: skip
    waived(decision, HEARD, "not_public", official, reviewer)
    started(decision, by=official, second=reviewer)
    sent_for_review(decision, by=official)
    taken(decision, "legality_review", short_time_reason=SHORT)
    taken(decision, "collective_decision")
    taken(decision, "party_report")
    confirm_waiver(row, by=reviewer)
    assert Decision.objects.get(pk=decision.pk).status == "decided"
    assert latest(Decision.objects.get(pk=decision.pk), "publication").status == "not_needed"  # type: ignore[union-attr]
