"""People and departments stand where a Chinese reader looks for them."""

import pytest

from frontend.forms.rows import DepartmentField
from participation.accounts.models import Department, Membership, User
from participation.text.sorting import by_pinyin
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at

NAMES = ["艾华", "何平", "李强", "王芳", "张伟"]  # by pinyin; by code point: 何, 张, 李, 王, 艾


@pytest.fixture
def people(department: Department) -> list[str]:
    for n, name in enumerate(reversed(NAMES)):
        person = User.objects.create(username=f"sorted-{n}", name=name)
        Membership.objects.create(user=person, department=department, role="moderator")
    return NAMES


def test_people_are_listed_by_pinyin_and_paged_by_the_database(
    administrator: User, people: list[str]
) -> None:
    client = DeskClient()
    at(client, administrator)
    page = client.get("/desk/people/?q=sorted-&sort=name").context
    assert [str(line.person) for line in page["rows"]] == people
    assert by_pinyin("艾华") < by_pinyin("张伟") < by_pinyin("闫一"), "rare characters follow the common ones"


def test_the_next_page_goes_on_where_the_first_ended(
    administrator: User, people: list[str], department: Department
) -> None:
    for n in range(60):
        person = User.objects.create(username=f"sorted-more-{n}", name=f"李{n}")
        Membership.objects.create(user=person, department=department, role="moderator")
    client, seen, path = DeskClient(), [], "/desk/people/?q=sorted-"
    at(client, administrator)
    while path:
        context = client.get(path).context
        seen += [line.person.username for line in context["rows"]]
        path = context["listed"].next
    assert len(seen) == len(set(seen)) == 65
    assert seen[0] == "sorted-4" and seen[-1] == "sorted-0", "Ai comes first, Zhang last"


def test_bureaus_stand_before_towns_and_villages_beneath_their_town(county: Department) -> None:
    def place(slug: str, name: str, level: str, parent: Department) -> Department:
        return Department.objects.create(slug=slug, name=name, level=level, parent=parent)

    town = place("a-town", "枫树湾镇", "township", county)
    place("z-bureau", "安监局", "department", county)
    place("y-village", "瓦窑村", "village", town)
    place("b-town", "白石岭镇", "township", county)
    place("c-bureau", "教育局", "department", county)
    field = DepartmentField(Department.objects.exclude(pk=county.pk).filter(pk__gte=town.pk), label="")
    assert [label for _key, label in field.widget.choices] == [
        "请选择", "安监局", "教育局", "白石岭镇", "枫树湾镇", "瓦窑村",
    ]  # fmt: skip
