"""Departments are set up and moved by the administrator; what stands under one moves along, and all is audited."""

from typing import Any

import pytest
from django.test import Client

from participation.accounts.actions import edit_department, found_department
from participation.accounts.models import Department, User
from participation.accounts.queries import has_role
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


def test_the_administrators_corner_goes_the_same_way(
    client: Client, county: Department, township: Department, village: Department, resident: User
) -> None:
    User.objects.filter(pk=resident.pk).update(is_staff=True, is_superuser=True)
    client.force_login(resident)
    page = f"/admin/participation/department/{township.pk}/change/"
    sent = {
        "slug": "river-town", "name": "临河镇", "name_en": "", "level": "township", "parent": county.pk,
        "phone": "", "address": "", "is_active": "on",
    }  # fmt: skip
    assert client.post(page, sent).status_code == 302
    assert fresh(village).path == "/county/river-town/willow/"
    wrong = client.post(page, sent | {"parent": village.pk})
    assert wrong.status_code == 200 and "parent" in wrong.context["adminform"].form.errors
    assert client.get(f"/admin/participation/department/{township.pk}/delete/").status_code == 403
    added = client.post("/admin/participation/department/add/", sent | {"slug": "new-town"})
    assert added.status_code == 302 and Department.objects.get(slug="new-town").path == "/county/new-town/"
