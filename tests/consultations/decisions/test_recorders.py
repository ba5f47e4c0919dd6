"""Who records a stage is part of the rule (decree 713, articles 10, 25, 30, 31; decree 783, articles 13 and 14)."""

import pytest

from consultations.decisions.actions import attach, edit_decision, list_decision, prepare_decision
from consultations.decisions.confirming import confirm_result
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.policies import can_confirm_result, can_read_inside, can_record, visible_to
from consultations.decisions.stages import complete_stage
from consultations.models import Version
from participation.accounts.models import Department, Membership, User
from participation.accounts.queries import Duty, on_behalf_of
from participation.errors import Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import record
from tests.cast import Role, Side, official_with
from tests.dossiers import in_time_for, recorded, sent_for_review, taken

ELSEWHERE = {
    "initiation": Duty.GOVERNMENT_OFFICE,
    "fair_competition_review": Duty.MARKET_SUPERVISION,
    "legality_review": Duty.LEGALITY_REVIEW,
    "collective_decision": Duty.GOVERNMENT_OFFICE,
    "party_report": Duty.GOVERNMENT_OFFICE,
    "post_evaluation": Duty.GOVERNMENT_OFFICE,
}
BY_THE_LEAD = (
    "drafting",
    "agency_consultation",
    "expert_review",
    "risk_assessment",
    "archiving",
    "implementation",
)
OWN = [Role.DRAFTER, Role.REVIEWER, Role.EDITOR]


@pytest.mark.parametrize("stage", list(ELSEWHERE))
def test_while_the_county_names_nobody_it_is_refused_with_who_names_where(
    decision: Decision, official: User, reviewer: User, editor: User, stage: str
) -> None:
    for user in (official, reviewer, editor):
        with pytest.raises(NotPermitted) as refused:
            complete_stage(decision, stage, by=user)
        assert "尚未指定" in str(refused.value) and "平台管理员" in str(refused.value)


@pytest.mark.parametrize("stage", list(ELSEWHERE))
def test_the_lead_unit_never_records_what_is_another_units(
    decision: Decision, department: Department, county: Department, units: object, stage: str
) -> None:
    everything = official_with("everything", "全能", department, *OWN)
    above = official_with("above", "县级", county, *OWN)
    decision = in_time_for(decision, stage)
    if stage == "legality_review":
        sent_for_review(decision, by=everything)
    for user in (everything, above):
        with pytest.raises(NotPermitted) as refused:
            recorded(decision, stage, by=user)
        assert "登记" in str(refused.value)
    assert recorded(decision, "initiation").is_waiting if stage == "initiation" else True


@pytest.mark.parametrize("stage", BY_THE_LEAD)
def test_the_lead_units_stages_are_recorded_by_its_drafters_and_by_no_special_unit(
    decision: Decision, official: User, justice: Side, office: Side, market: Side, stage: str
) -> None:
    for side in (justice, office, market):
        with pytest.raises(NotPermitted):
            recorded(decision, stage, by=side.recorder)
    assert recorded(in_time_for(decision, stage), stage, by=official).is_waiting


def test_who_also_works_for_the_lead_unit_does_not_review_its_lawfulness(
    decision: Decision, department: Department, justice: Side, official: User
) -> None:
    sent_for_review(decision, by=official)
    Membership.objects.create(user=justice.recorder, department=department, role=Role.ANSWERER)
    with pytest.raises(NotPermitted):
        recorded(decision, "legality_review", by=User.objects.get(pk=justice.recorder.pk))


def test_the_role_in_the_unit_counts_too(decision: Decision, official: User, justice: Side) -> None:
    sent_for_review(decision, by=official)
    unit = Department.objects.get(slug="justice")
    drafter = official_with("clerk", "书记员", unit, Role.DRAFTER)
    with pytest.raises(NotPermitted):
        recorded(decision, "legality_review", by=drafter)


def test_a_review_is_recorded_once_the_lead_unit_has_sent_it(
    decision: Decision, official: User, justice: Side
) -> None:
    with pytest.raises(InvalidMove):
        recorded(decision, "legality_review")
    with pytest.raises(NotPermitted):
        sent_for_review(decision, by=justice.recorder)
    sent_for_review(decision, by=official)
    assert recorded(decision, "legality_review").is_waiting


@pytest.fixture
def of_the_justice_bureau(justice: Side, office: Side, editor: User, draft: Version) -> Decision:
    """A matter that the legality-review unit leads itself."""
    unit = Department.objects.get(slug="justice")
    drafter = official_with("own-drafter", "自拟", unit, Role.DRAFTER, Role.REVIEWER)
    made = prepare_decision(by=drafter, slug="own", title="行政执法监督办法", department=unit)
    attach(made, draft.document, by=drafter)
    list_decision(made, by=editor)
    sent_for_review(made, by=drafter)
    return made


def test_where_the_reviewing_unit_leads_somebody_without_a_hand_in_it_reviews_and_the_office_confirms(
    of_the_justice_bureau: Decision, justice: Side, office: Side
) -> None:
    decision, drafter = of_the_justice_bureau, User.objects.get(username="own-drafter")
    with pytest.raises(NotPermitted):
        recorded(decision, "legality_review", by=drafter)
    row = recorded(decision, "legality_review", by=justice.recorder)
    for own in (justice.second, justice.recorder, drafter):
        with pytest.raises(NotPermitted):
            confirm_result(row, by=own)
    assert confirm_result(row, by=office.second).status == "done"


def test_where_the_reviewing_unit_leads_whoever_did_anything_in_it_does_not_review(
    of_the_justice_bureau: Decision, justice: Side
) -> None:
    decision = of_the_justice_bureau
    assert can_record(justice.recorder, decision, "legality_review")
    DecisionStage.objects.create(
        decision=decision, stage="drafting", begun_on="2026-01-05", entered_by=justice.recorder
    )
    assert not can_record(justice.recorder, decision, "legality_review")


def test_nor_does_who_stands_in_for_somebody_with_a_hand_in_it_nor_whom_somebody_stood_in_for(
    of_the_justice_bureau: Decision, justice: Side
) -> None:
    decision, unit = of_the_justice_bureau, Department.objects.get(slug="justice")
    reviewing = official_with("away", "郑离", unit, Role.REVIEWER)
    justice.recorder.refresh_from_db()
    acting = on_behalf_of(justice.recorder, reviewing)
    assert can_record(acting, decision, "legality_review")
    row = DecisionStage.objects.create(
        decision=decision, stage="drafting", begun_on="2026-01-05", entered_by=reviewing
    )
    assert not can_record(acting, decision, "legality_review")
    assert can_record(justice.recorder, decision, "legality_review"), "as themselves they are another person"
    other = official_with("other", "冯代", unit, Role.DRAFTER)
    record("stage.edited", row, by=on_behalf_of(other, justice.recorder))
    User.objects.filter(pk=justice.recorder.pk).update(was_stood_in_for=True)
    again = User.objects.get(pk=justice.recorder.pk)
    assert not can_record(again, decision, "legality_review"), "it was done on their behalf"


def test_who_prepared_a_matter_of_the_office_does_not_record_its_meeting(
    office: Side, editor: User, draft: Version
) -> None:
    unit = Department.objects.get(slug="office")
    made = prepare_decision(by=office.recorder, slug="own", title="会议规则", department=unit)
    list_decision(made, by=editor)
    assert not can_record(office.recorder, made, "initiation")
    another = official_with("another", "另一人", unit, Role.DRAFTER)
    assert can_record(another, made, "initiation")
    edit_decision(made, by=another, summary="水价写进办法，简介已改。")
    assert not can_record(another, made, "initiation"), "who wrote on the dossier prepared it"


def test_a_units_own_document_is_decided_and_reviewed_for_competition_by_the_unit(
    official: User, reviewer: User, editor: User, department: Department, market: Side, justice: Side
) -> None:
    made = prepare_decision(
        by=official,
        slug="own",
        title="评标细则",
        department=department,
        kind="normative_document",
        is_units_own=True,
    )
    list_decision(made, by=editor)
    for other in (market.recorder,):
        with pytest.raises(NotPermitted):
            recorded(made, "fair_competition_review", by=other)
    assert taken(made, "fair_competition_review", by=official, second=reviewer).result == "compliant"
    assert not can_record(official, made, "legality_review"), (
        "its lawfulness is reviewed by the county's unit all the same"
    )


def test_a_major_decision_is_never_a_units_own(
    official: User, department: Department, decision: Decision
) -> None:
    with pytest.raises(Invalid) as refused:
        prepare_decision(by=official, slug="own", title="规划", department=department, is_units_own=True)
    assert list(refused.value.errors) == ["is_units_own"]
    with pytest.raises(Invalid) as refused:
        edit_decision(decision, by=official, is_units_own=True)
    assert list(refused.value.errors) == ["is_units_own"]


def test_who_decides_is_settled_before_the_matter_is_public(
    official: User, editor: User, department: Department
) -> None:
    made = prepare_decision(
        by=official, slug="own", title="细则", department=department, kind="normative_document"
    )
    edit_decision(made, by=official, is_units_own=True)
    list_decision(made, by=editor)
    with pytest.raises(Invalid) as refused:
        edit_decision(made, by=official, is_units_own=False)
    assert list(refused.value.errors) == ["is_units_own"]


def test_the_special_units_read_what_is_on_record_and_nothing_that_is_being_prepared(
    decision: Decision, official: User, department: Department, justice: Side, other_official: User
) -> None:
    secret = prepare_decision(by=official, slug="secret", title="未公开事项", department=department)
    assert can_read_inside(justice.recorder, decision) and not can_read_inside(other_official, decision)
    assert not can_read_inside(justice.recorder, secret)
    assert secret not in visible_to(justice.recorder)


def test_another_units_people_confirm_nothing_of_it(
    decision: Decision,
    official: User,
    reviewer: User,
    justice: Side,
    office: Side,
    other_department: Department,
) -> None:
    sent_for_review(decision, by=official)
    row = recorded(decision, "legality_review")
    outsider = official_with("outsider", "外局", other_department, *OWN)
    for user in (official, reviewer, office.second, outsider, justice.recorder):
        assert not can_confirm_result(user, row)
    assert can_confirm_result(justice.second, row)
