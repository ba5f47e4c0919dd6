"""What a special unit has recorded is confirmed by a second person of that unit: no other is named while it waits."""

from functools import partial

import pytest

from consultations.decisions.confirming import confirm_result, refuse_result
from consultations.decisions.execution.actions import confirm_change, record_change
from consultations.decisions.models import Decision, DecisionStage
from participation.accounts.models import Department, SpecialUnit, User
from participation.accounts.queries import Duty, special_unit
from participation.accounts.special_units import name_unit
from participation.errors import Incomplete, NotPermitted, Refused
from tests.at_once import at_once
from tests.cast import Role, Side, official_with, side_of
from tests.dossiers import recorded, sent_for_review, suspension

pytestmark = pytest.mark.django_db
LAW, OFFICE = Duty.LEGALITY_REVIEW, Duty.GOVERNMENT_OFFICE


@pytest.fixture
def reviewed(decision: Decision, official: User, justice: Side) -> DecisionStage:
    """The review is recorded and waits."""
    sent_for_review(decision, by=official)
    return recorded(decision, "legality_review")


def test_no_other_unit_is_named_while_a_record_waits(
    reviewed: DecisionStage, administrator: User, other_department: Department
) -> None:
    seen = SpecialUnit.objects.get(duty=LAW)
    with pytest.raises(Incomplete) as refused:
        name_unit(LAW, other_department, by=administrator, seen=seen)
    [message] = refused.value.errors["department"]
    assert "合法性审查" in str(message) and "农村饮水管理办法" in str(message)
    assert special_unit(LAW) != other_department
    with pytest.raises(Incomplete):
        name_unit(LAW, other_department, by=None, seen=SpecialUnit.objects.get(duty=LAW))


@pytest.mark.parametrize("act", [confirm_result, refuse_result])
def test_once_it_is_confirmed_or_refused_another_is_named(
    reviewed: DecisionStage, administrator: User, other_department: Department, justice: Side, act: object
) -> None:
    act(DecisionStage.objects.get(pk=reviewed.pk), by=justice.second)  # type: ignore[operator]
    name_unit(LAW, other_department, by=administrator, seen=SpecialUnit.objects.get(duty=LAW))
    assert special_unit(LAW) == other_department


def test_another_duty_and_the_same_unit_are_named_all_the_same(
    reviewed: DecisionStage, administrator: User, other_department: Department
) -> None:
    side_of(OFFICE)
    row = SpecialUnit.objects.get(duty=LAW)
    name_unit(LAW, row.department, by=administrator, seen=row)
    name_unit(OFFICE, other_department, by=administrator, seen=SpecialUnit.objects.get(duty=OFFICE))


def test_a_change_of_an_execution_waits_for_the_office_that_recorded_it(
    decision: Decision, administrator: User, other_department: Department, office: Side
) -> None:
    Decision.objects.update(status="decided")
    row = record_change(Decision.objects.get(), by=office.recorder, **suspension())
    seen = SpecialUnit.objects.get(duty=OFFICE)
    with pytest.raises(Incomplete) as refused:
        name_unit(OFFICE, other_department, by=administrator, seen=seen)
    assert "中止执行" in str(refused.value.errors["department"]) or "执行" in str(refused.value.errors)
    confirm_change(row, by=office.second)
    name_unit(OFFICE, other_department, by=administrator, seen=SpecialUnit.objects.get(duty=OFFICE))


def test_a_units_own_meeting_holds_up_no_office(
    decision: Decision, official: User, reviewer: User, administrator: User, other_department: Department
) -> None:
    side_of(OFFICE)
    Decision.objects.update(is_units_own=True, kind="normative_document")
    recorded(Decision.objects.get(), "initiation", by=official)
    name_unit(OFFICE, other_department, by=administrator, seen=SpecialUnit.objects.get(duty=OFFICE))


def test_a_matter_that_ended_holds_up_nobody(
    reviewed: DecisionStage, administrator: User, other_department: Department
) -> None:
    Decision.objects.update(status="terminated", public_note="上位法已经作出规定。")
    name_unit(LAW, other_department, by=administrator, seen=SpecialUnit.objects.get(duty=LAW))


@pytest.mark.django_db(transaction=True)
def test_recording_and_naming_at_once_never_hand_a_record_over(
    decision: Decision, official: User, justice: Side, other_department: Department
) -> None:
    sent_for_review(decision, by=official)
    newcomer = official_with("new", "新单位", other_department, Role.REVIEWER)
    seen = SpecialUnit.objects.get(duty=LAW)
    outcomes = at_once(
        partial(recorded, decision, "legality_review", by=justice.recorder),
        partial(name_unit, LAW, other_department, by=None, seen=seen),
    )
    assert len([each for each in outcomes if isinstance(each, Refused)]) == 1, outcomes
    row = DecisionStage.objects.get(stage="legality_review")
    assert row.is_waiting == (special_unit(LAW) != other_department)
    if row.is_waiting:
        with pytest.raises(NotPermitted):
            confirm_result(row, by=newcomer)
