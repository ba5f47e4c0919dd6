"""Departments at the desk: the tree, set up, renamed, moved, closed with what stands against it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.accounts.actions import edit_department
from participation.accounts.models import Department, User
from participation.accounts.roles import give_role
from participation.errors import Invalid
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

PAGE = "/desk/departments/"


@pytest.fixture
def desk(administrator: User) -> DeskClient:
    client = DeskClient()
    at(client, administrator)
    return client


def sent(**changes: object) -> dict[str, object]:
    said: dict[str, object] = {"name": "水务局", "name_en": "Water", "slug": "water", "level": "department"}
    return {**said, "parent": Department.objects.get(parent=None).pk, "phone": "", "address": "", **changes}


def test_set_up_renamed_and_moved_what_stands_under_it_comes_along(
    desk: DeskClient, county: Department, department: Department
) -> None:
    assert desk.post(f"{PAGE}new/", sent()).status_code == 302
    water = Department.objects.get(slug="water")
    assert desk.post(f"{PAGE}new/", sent(slug="pumps", name="泵站", parent=water.pk)).status_code == 302
    edited = desk.post(f"{PAGE}of/water/edit/", sent(slug="rivers", name="河湖局", parent=department.pk))
    assert edited.status_code == 302 and edited["Location"] == f"{PAGE}of/rivers/"
    assert Department.objects.get(slug="pumps").path == "/county/housing/rivers/pumps/"
    tree = words(desk.get(PAGE))
    assert tree.index("住房和城乡建设局") < tree.index("河湖局") < tree.index("泵站")
    assert "泵站" in words(desk.get(f"{PAGE}?q=pumps")) and "河湖局" not in words(desk.get(f"{PAGE}?q=pumps"))
    assert "water" in words(desk.get(f"{PAGE}of/rivers/")), "its earlier address"


def test_a_former_address_leads_to_the_page_of_today(desk: DeskClient, department: Department) -> None:
    edit_department(department, by=None, slug="building")
    answer = desk.get("/desk/departments/of/housing/")
    assert (answer.status_code, answer["Location"]) == (301, "/desk/departments/of/building/")


def test_what_cannot_be_is_said_at_its_field(desk: DeskClient, department: Department) -> None:
    for changes, said in (
        ({"slug": "housing"}, "该网址标识已被其他单位占用"), ({"parent": ""}, "县级位于最上层"),
        ({"parent": "x"}, "请选择在用的单位"),
    ):  # fmt: skip
        answer = desk.post(f"{PAGE}new/", sent(**changes))
        assert answer.status_code == 422 and said in words(answer), changes
    assert not Department.objects.filter(slug="water").exists()


def test_one_with_people_is_not_closed_and_a_closed_one_can_be_chosen_nowhere(
    desk: DeskClient,
    department: Department,
    official: User,
    other_department: Department,
    administrator: User,
) -> None:
    refused = desk.post(f"{PAGE}of/housing/close/", {})
    assert refused.status_code == 422 and "有 1 人任职" in words(refused)
    assert "有 1 人任职" in words(desk.get(f"{PAGE}of/housing/"))
    assert desk.post(f"{PAGE}of/education/close/", {}).status_code == 302
    assert "已撤销" in words(desk.get(f"{PAGE}of/education/"))
    for path in (
        "/desk/people/new/",
        "/desk/people/of/official/role/",
        f"{PAGE}new/",
        "/desk/units/legality_review/",
    ):
        assert "教育局" not in words(desk.get(path)), path
    with pytest.raises(Invalid):
        give_role(official, other_department, "drafter", by=administrator)
    assert desk.post(f"{PAGE}of/education/reopen/", {}).status_code == 302
    assert "教育局" in words(desk.get("/desk/people/new/"))


def test_the_county_itself_is_not_closed(desk: DeskClient, county: Department) -> None:
    assert "撤销单位" not in words(desk.get(f"{PAGE}of/county/"))
    assert desk.get(f"{PAGE}of/county/close/").status_code == 302


def test_an_empty_site_begins_with_the_county(resident: User) -> None:
    User.objects.filter(pk=resident.pk).update(is_superuser=True)
    desk = at(DeskClient(), User.objects.get(pk=resident.pk))
    assert "请先设立县本级" in words(desk.get(PAGE))
    said = {"name": "青川县人民政府", "slug": "county", "level": "county", "parent": ""}
    assert desk.post(f"{PAGE}new/", said).status_code == 302
    assert Department.objects.get(slug="county").path == "/county/"


def test_the_tree_costs_the_same_for_one_and_for_thirty(desk: DeskClient, county: Department) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get(PAGE).status_code == 200
        return len(found)

    desk.get(PAGE)
    one = queries()
    for n in range(30):
        Department.objects.create(slug=f"d{n}", name=f"单位{n}", parent=county)
    desk.get(PAGE)  # the site's name, which the county gives it, is looked up anew after a change
    assert queries() == one
