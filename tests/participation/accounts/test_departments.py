"""Departments are set up and moved by the administrator; what stands under one moves along, and all is audited."""

from functools import partial
from typing import Any

import pytest

from consultations.models import Consultation
from participation.accounts.actions import edit_department, found_department
from participation.accounts.models import Department, User
from participation.accounts.queries import has_role, slug_today
from participation.errors import Conflict, Invalid, NotPermitted, Overwritten
from participation.ledger.audit import trail
from tests.at_once import at_once
from tests.cast import Role, official_with

Level = Department.Level


def fresh(row: Department) -> Department:
    return Department.objects.get(pk=row.pk)


@pytest.fixture
def village(township: Department) -> Department:
    return Department.objects.create(slug="willow", name="柳树村", parent=township, level=Level.VILLAGE)


def test_a_new_address_takes_everything_under_it_along(
    county: Department, department: Department, township: Department, village: Department, editor: User,
    administrator: User,
) -> None:  # fmt: skip
    edit_department(county, by=administrator, slug="qingchuan")
    assert [fresh(each).path for each in (county, department, township, village)] == [
        "/qingchuan/", "/qingchuan/housing/", "/qingchuan/riverside/", "/qingchuan/riverside/willow/",
    ]  # fmt: skip
    editor = User.objects.get(pk=editor.pk)
    assert has_role(editor, Role.EDITOR, at=fresh(village)), "the county's editor still covers every village"
    last = trail(county).last()
    assert last is not None and (last.act, last.by) == ("department.edited", administrator)
    assert last.note["old"] == {"slug": "county", "path": "/county/"}


def test_a_township_moves_with_its_villages(
    department: Department, township: Department, village: Department, administrator: User
) -> None:
    drafter = official_with("village-drafter", "村干部", village, Role.DRAFTER)
    edit_department(township, by=administrator, parent=department)
    assert fresh(village).path == "/county/housing/riverside/willow/"
    assert has_role(User.objects.get(pk=drafter.pk), Role.DRAFTER, at=fresh(village))


@pytest.mark.parametrize("wrong", ["itself", "its village", "nothing"])
def test_a_place_that_makes_a_circle_or_a_second_county_is_refused(
    wrong: str, county: Department, township: Department, village: Department, administrator: User
) -> None:
    parent = {"itself": township, "its village": village, "nothing": None}[wrong]
    with pytest.raises(Invalid) as refused:
        edit_department(township, by=administrator, parent=parent)
    assert list(refused.value.errors) == ["parent"] and fresh(village).path == village.path


def test_the_county_does_not_stand_under_its_own_department(
    county: Department, department: Department, administrator: User
) -> None:
    for changes in ({"parent": department}, {"parent": department, "level": Level.DEPARTMENT}):
        with pytest.raises(Invalid) as refused:
            edit_department(fresh(county), by=administrator, **changes)
        assert list(refused.value.errors) == ["parent"]


def test_there_is_one_county_and_one_department_at_an_address(
    county: Department, department: Department, administrator: User
) -> None:
    with pytest.raises(Invalid) as second:
        found_department(by=administrator, slug="second", name="另一县", level=Level.COUNTY, parent=None)
    assert list(second.value.errors) == ["parent"]
    with pytest.raises(Invalid) as taken:
        found_department(by=administrator, slug="housing", name=" ", parent=county)
    assert set(taken.value.errors) == {"slug", "name"}
    made = found_department(by=administrator, slug="water", name="水务局", parent=county)
    assert made.path == "/county/water/" and trail(made).get().act == "department.founded"


def test_paths_that_grow_too_long_are_refused(
    township: Department, village: Department, administrator: User
) -> None:
    Department.objects.filter(pk=village.pk).update(path="/county/riverside/" + "x" * 370 + "/")
    with pytest.raises(Invalid) as refused:
        edit_department(township, by=administrator, slug="a-much-longer-address-than-before")
    assert list(refused.value.errors) == ["slug"]


def test_a_department_too_deep_in_the_tree_is_refused_when_it_is_set_up_and_when_it_is_moved(
    township: Department, department: Department, administrator: User
) -> None:
    above, slug = township, "v" * 59
    for n in range(6):
        above = found_department(
            by=administrator, slug=f"{slug[:-1]}{n}", name="村", parent=above, level=Level.VILLAGE
        )
    with pytest.raises(Invalid) as founded:
        found_department(by=administrator, slug="w" * 59, name="村", parent=above, level=Level.VILLAGE)
    assert list(founded.value.errors) == ["slug"]
    far = found_department(by=administrator, slug="f" * 40, name="远处", parent=department)
    with pytest.raises(Invalid) as moved:
        edit_department(fresh(township), by=administrator, parent=far)
    assert list(moved.value.errors) == ["parent"]
    with pytest.raises(Invalid) as renamed:
        edit_department(fresh(township), by=administrator, slug="t" * 60)
    assert list(renamed.value.errors) == ["slug"]
    edit_department(fresh(township), by=administrator, phone="0855-1")
    assert all(len(row.path) <= 400 for row in Department.objects.all())


def test_a_former_slug_stays_with_its_department(
    county: Department, department: Department, other_department: Department, administrator: User
) -> None:
    edit_department(department, by=administrator, slug="construction")
    edit_department(department, by=administrator, slug="homes")
    assert [slug_today(each) for each in ("housing", "construction", "homes")] == ["homes", "homes", None]
    with pytest.raises(Invalid) as founded:
        found_department(by=administrator, slug="housing", name="新局", parent=county)
    with pytest.raises(Invalid) as renamed:
        edit_department(other_department, by=administrator, slug="construction")
    assert list(founded.value.errors) == list(renamed.value.errors) == ["slug"]
    edit_department(department, by=administrator, slug="housing")
    assert [slug_today(each) for each in ("housing", "construction", "homes")] == [None, "housing", "housing"]


def test_nobody_but_the_administrator_changes_departments(
    department: Department, editor: User, resident: User, stranger: Any
) -> None:
    for who in (editor, resident, stranger):
        with pytest.raises(NotPermitted):
            edit_department(fresh(department), by=who, name="改名")


def test_two_administrators_do_not_write_over_each_other(department: Department, administrator: User) -> None:
    stale = fresh(department)
    edit_department(department, by=administrator, phone="0855-1")
    with pytest.raises(Overwritten):
        edit_department(stale, by=administrator, phone="0855-2")


@pytest.mark.django_db(transaction=True)
def test_a_village_set_up_while_its_township_is_renamed_stands_under_the_new_address(
    township: Department, administrator: User
) -> None:
    village = {"name": "村", "level": Level.VILLAGE}
    for n in range(3):
        at_once(
            partial(edit_department, fresh(township), by=administrator, slug=f"river-{n}"),
            partial(found_department, by=administrator, slug=f"v-{n}", parent=fresh(township), **village),
        )
        assert fresh(township).path == f"/county/river-{n}/"
    assert all(row.path.startswith("/county/river-2/") for row in Department.objects.filter(level="village"))


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_never_make_a_circle(
    department: Department, township: Department, administrator: User
) -> None:
    mine, theirs = fresh(department), fresh(township)
    outcomes = at_once(
        lambda: edit_department(mine, by=administrator, parent=fresh(township)),
        lambda: edit_department(theirs, by=administrator, parent=fresh(department)),
    )
    assert len([each for each in outcomes if isinstance(each, (Invalid, Conflict))]) == 1
    assert {fresh(department).path, fresh(township).path} in (
        {"/county/riverside/", "/county/riverside/housing/"},
        {"/county/housing/", "/county/housing/riverside/"},
    )


def test_a_department_with_work_in_hand_is_not_closed_and_says_what_it_has(
    department: Department, consultation: Consultation, official: User, administrator: User
) -> None:
    section = found_department(
        by=administrator, slug="section", name="科", parent=department, level="department"
    )
    with pytest.raises(Invalid) as refused:
        edit_department(Department.objects.get(pk=department.pk), by=administrator, is_active=False)
    [message] = refused.value.errors["is_active"]
    for said in (
        "有 1 人任职",
        "有 1 个在用下级单位",
        "有 1 项征求意见未办结",
    ):
        assert said in str(message)
    edit_department(section, by=administrator, is_active=False)
    with pytest.raises(Invalid) as refused:
        found_department(by=administrator, slug="below", name="股", parent=section, level="department")
    assert list(refused.value.errors) == ["parent"]
    edit_department(section, by=administrator, is_active=True)
    assert [each.act for each in trail(section)] == [
        "department.founded",
        "department.edited",
        "department.edited",
    ]
