"""The special units at the desk: the county's administrator names them, and is told which are missing."""

import pytest

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.models import Version
from participation.accounts.models import Department, SpecialUnit, User
from participation.accounts.queries import Duty, special_unit
from participation.accounts.special_units import name_unit
from tests.cast import Side
from tests.desk_client import DeskClient
from tests.dossiers import recorded, sent_for_review
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

PAGE = "/desk/units/legality_review/"


def test_the_administrator_is_told_which_units_are_not_named(
    administrator: User, department: Department
) -> None:
    desk = at(DeskClient(), administrator)
    home = words(desk.get("/desk/"))
    for name in ("指定合法性审查机构", "指定政府办公室", "指定市场监督管理部门"):
        assert name in home
    units = words(desk.get("/desk/units/"))
    assert (
        "决策的这些环节无法登记" in units and "检举报告无人受理" in units and "专门机构”中指定" not in units
    )
    assert desk.post(PAGE, {"department": department.pk}).status_code == 302
    assert special_unit(Duty.LEGALITY_REVIEW) == department
    home = words(desk.get("/desk/"))
    assert "指定合法性审查机构" not in home and "指定政府办公室" in home
    assert "住房和城乡建设局" in words(desk.get("/desk/units/"))


def test_nobody_else_sees_or_names_them(
    official: User, editor: User, supervisor: User, department: Department
) -> None:
    for user in (official, editor, supervisor):
        desk = at(DeskClient(), user)
        assert desk.get("/desk/units/").status_code == desk.get(PAGE).status_code == 403
        assert desk.post(PAGE, {"department": department.pk}).status_code == 403
        assert "指定合法性审查机构" not in words(desk.get("/desk/"))


@pytest.mark.parametrize("pk", ["", "0", "x", "999999"])
def test_a_department_that_cannot_be_is_named_in_the_form(
    administrator: User, department: Department, pk: str
) -> None:
    answer = at(DeskClient(), administrator).post(PAGE, {"department": pk})
    assert answer.status_code == 422 and "请选择" in words(answer)


def test_neither_the_county_nor_a_township_nor_another_duty_s_unit(
    administrator: User, county: Department, township: Department, department: Department
) -> None:
    desk = at(DeskClient(), administrator)
    name_unit(Duty.GOVERNMENT_OFFICE, department, by=None)
    for row in (county, township, department):
        assert desk.post(PAGE, {"department": row.pk}).status_code == 422
    assert not SpecialUnit.objects.filter(duty=Duty.LEGALITY_REVIEW).exists()


def test_two_administrators_see_both_names(
    administrator: User, department: Department, other_department: Department
) -> None:
    desk = at(DeskClient(), administrator)
    name_unit(Duty.LEGALITY_REVIEW, department, by=None)
    desk.get(PAGE)
    name_unit(Duty.LEGALITY_REVIEW, other_department, by=None, seen=SpecialUnit.objects.get())
    answer = desk.post(PAGE, {"department": department.pk})
    assert answer.status_code == 409 and "教育 局" in words(answer), "what differs is marked"
    assert special_unit(Duty.LEGALITY_REVIEW) == other_department


def test_a_duty_that_there_is_not_has_no_page(administrator: User) -> None:
    assert at(DeskClient(), administrator).get("/desk/units/everything/").status_code == 404


def test_the_form_says_which_records_wait(
    administrator: User, official: User, editor: User, department: Department, other_department: Department,
    justice: Side, draft: Version,
) -> None:  # fmt: skip
    decision = prepare_decision(by=official, slug="water", title="饮水办法", department=department)
    attach(decision, draft.document, by=official)
    decision = list_decision(decision, by=editor)
    sent_for_review(decision, by=official)
    recorded(decision, "legality_review")
    answer = at(DeskClient(), administrator).post(PAGE, {"department": other_department.pk})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["department"]
    assert "合法性审查" in words(answer) and "尚待该单位复核" in words(answer)


def test_on_an_empty_site_the_first_page_says_where_to_begin(resident: User) -> None:
    User.objects.filter(pk=resident.pk).update(is_superuser=True)
    desk = at(DeskClient(), resident)
    home = words(desk.get("/desk/"))
    assert "第一步：设立县本级" in home and "指定合法性审查机构" not in home
    top = Department.objects.create(slug="county", name="临江县", level="county", path="/county/")
    home = words(desk.get("/desk/"))
    assert "设立单位、添加人员" in home and "指定合法性审查机构" not in home
    Department.objects.create(slug="water", name="县水务局", parent=top, path="/county/water/")
    assert "指定合法性审查机构" in words(desk.get("/desk/"))
    assert "resident" in words(desk.get("/desk/people/")), "who runs the site is among the people"
