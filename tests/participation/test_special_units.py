"""The county names who reviews lawfulness, keeps its meetings, guards competition: its administrator, audited."""

import pytest

from participation.accounts.models import Department, SpecialUnit, User
from participation.accounts.queries import (
    Duty,
    belongs_to,
    is_of_a_special_unit,
    special_unit,
    unnamed_duties,
)
from participation.accounts.special_units import name_unit
from participation.errors import Invalid, NotPermitted, Overwritten
from participation.ledger.audit import trail
from tests.cast import Role, official_with

LAW = Duty.LEGALITY_REVIEW


def test_none_is_named_at_first(county: Department) -> None:
    assert unnamed_duties() == list(Duty)
    assert special_unit(LAW) is None


def test_the_administrator_names_it_and_names_another(
    department: Department, other_department: Department, administrator: User
) -> None:
    row = name_unit(LAW, department, by=administrator)
    assert special_unit(LAW) == department and LAW not in unnamed_duties()
    name_unit(LAW, other_department, by=administrator, seen=row)
    assert special_unit(LAW) == other_department
    acts = [(entry.act, entry.by, entry.note["department"]) for entry in trail(row)]
    assert acts == [("unit.named", administrator, "housing"), ("unit.named", administrator, "education")]


def test_nobody_else_names_it(department: Department, official: User, editor: User, auditor: User) -> None:
    for user in (official, editor, auditor):
        with pytest.raises(NotPermitted):
            name_unit(LAW, department, by=user)


@pytest.mark.parametrize("duty", ["", "anything", "Legality_review"])
def test_there_are_only_these_duties(department: Department, administrator: User, duty: str) -> None:
    with pytest.raises(Invalid) as refused:
        name_unit(duty, department, by=administrator)
    assert list(refused.value.errors) == ["duty"]


def test_it_is_a_department_of_the_county_in_use(
    county: Department, township: Department, department: Department, administrator: User
) -> None:
    department.is_active = False
    department.save()
    for wrong in (county, township, department):
        with pytest.raises(Invalid) as refused:
            name_unit(LAW, wrong, by=administrator)
        assert list(refused.value.errors) == ["department"]


def test_each_duty_has_a_unit_of_its_own(department: Department, administrator: User) -> None:
    name_unit(LAW, department, by=administrator)
    with pytest.raises(Invalid):
        name_unit(Duty.GOVERNMENT_OFFICE, department, by=administrator)


def test_two_who_name_it_at_once_do_not_overwrite_each_other(
    department: Department, other_department: Department, administrator: User
) -> None:
    name_unit(LAW, department, by=administrator)
    with pytest.raises(Overwritten):
        name_unit(LAW, other_department, by=administrator, seen=None)
    stale = SpecialUnit.objects.get()
    name_unit(LAW, other_department, by=administrator, seen=SpecialUnit.objects.get())
    with pytest.raises(Overwritten):
        name_unit(LAW, department, by=administrator, seen=stale)


def test_a_unit_that_is_out_of_use_is_no_longer_named(department: Department, administrator: User) -> None:
    name_unit(LAW, department, by=administrator)
    Department.objects.filter(pk=department.pk).update(is_active=False)
    assert special_unit(LAW) is None and LAW in unnamed_duties()


def test_who_stands_above_a_unit_does_not_belong_to_it(
    county: Department, department: Department, editor: User, reviewer: User, official: User
) -> None:
    section = Department.objects.create(slug="section", name="科", parent=department)
    beneath = official_with("beneath", "科员", section, Role.REVIEWER)
    assert not belongs_to(editor, department), "the county's editor covers it, and is none of its people"
    assert belongs_to(reviewer, department, Role.REVIEWER) and belongs_to(beneath, department, Role.REVIEWER)
    assert not belongs_to(official, department, Role.REVIEWER) and belongs_to(official, department)
    assert belongs_to(editor, county) and not belongs_to(reviewer, county)


def test_who_receives_reports_may_have_another_duty_and_records_no_stages(
    department: Department, reviewer: User, administrator: User
) -> None:
    name_unit(Duty.REPORTS, department, by=administrator)
    assert special_unit(Duty.REPORTS) == department and not is_of_a_special_unit(reviewer, Role.REVIEWER)
    name_unit(LAW, department, by=administrator)
    assert is_of_a_special_unit(reviewer, Role.REVIEWER)
