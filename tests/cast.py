"""The fixed cast. Everybody works at the county's housing department unless their fixture says otherwise."""

from typing import NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser

from participation.accounts.models import Department, Membership, SpecialUnit, User
from participation.accounts.queries import Duty, special_unit
from participation.accounts.special_units import name_unit

Role = Membership.Role
PASSWORD = "a-long-enough-pass-phrase"


def person(username: str, name: str) -> User:
    """Somebody with an account, a mail address and the cast's password."""
    return User.objects.create_user(username, f"{username}@example.org", PASSWORD, name=name)


def official_with(username: str, name: str, department: Department, *roles: str) -> User:
    """Somebody with roles in a department."""
    user = person(username, name)
    for role in roles:
        Membership.objects.create(user=user, department=department, role=role)
    return user


@pytest.fixture
def county(db: None) -> Department:
    return Department.objects.create(
        slug="county", name="青川县人民政府", name_en="County government", level=Department.Level.COUNTY
    )


@pytest.fixture
def department(county: Department) -> Department:
    """The housing department, the lead unit of what the tests put to the public."""
    return Department.objects.create(
        slug="housing", name="住房和城乡建设局", name_en="Housing", parent=county
    )


@pytest.fixture
def other_department(county: Department) -> Department:
    return Department.objects.create(slug="education", name="教育局", name_en="Education", parent=county)


@pytest.fixture
def township(county: Department) -> Department:
    return Department.objects.create(
        slug="riverside",
        name="临河镇人民政府",
        name_en="Riverside",
        parent=county,
        level=Department.Level.TOWNSHIP,
    )


@pytest.fixture
def resident(db: None) -> User:
    """Lives in the county, has an account and no role."""
    return person("resident", "周晓梅")


@pytest.fixture
def neighbour(db: None) -> User:
    """Another resident, who must not see what is the resident's own."""
    return person("neighbour", "吴建国")


@pytest.fixture
def stranger(db: None) -> AnonymousUser:
    """Nobody who has signed in."""
    return AnonymousUser()


@pytest.fixture
def official(department: Department) -> User:
    """Drafts what is put to the public, weighs comments and drafts replies."""
    return official_with("official", "李承办", department, Role.DRAFTER, Role.ANSWERER)


@pytest.fixture
def other_official(other_department: Department) -> User:
    """The same roles in another department."""
    return official_with("other_official", "郑承办", other_department, Role.DRAFTER, Role.ANSWERER)


@pytest.fixture
def reviewer(department: Department) -> User:
    """The second person: signs off what the official drafted."""
    return official_with("reviewer", "王审核", department, Role.REVIEWER)


@pytest.fixture
def moderator(department: Department) -> User:
    return official_with("moderator", "孙管理", department, Role.MODERATOR)


@pytest.fixture
def editor(county: Department) -> User:
    """Publishes for the whole county."""
    return official_with("editor", "钱编辑", county, Role.EDITOR)


@pytest.fixture
def supervisor(county: Department) -> User:
    """Sees every clock of the county and decides nothing."""
    return official_with("supervisor", "冯督办", county, Role.SUPERVISOR)


@pytest.fixture
def auditor(county: Department) -> User:
    return official_with("auditor", "陈审计", county, Role.AUDITOR)


@pytest.fixture
def administrator(county: Department) -> User:
    return official_with("administrator", "何管理员", county, Role.ADMINISTRATOR)


class Side(NamedTuple):
    """The two people of a special unit: who records, and who confirms."""

    recorder: User
    second: User


SPECIAL = {
    Duty.LEGALITY_REVIEW: ("justice", "司法局", Role.REVIEWER),
    Duty.GOVERNMENT_OFFICE: ("office", "政府办公室", Role.DRAFTER),
    Duty.MARKET_SUPERVISION: ("market", "市场监督管理局", Role.DRAFTER),
    Duty.REPORTS: ("petitions", "信访局", Role.ANSWERER),
}


def side_of(duty: str) -> Side:
    """The unit with this duty, set up and named when it is first asked for, and its two people."""
    slug, name, role = SPECIAL[Duty(duty)]
    unit = special_unit(duty)
    if unit is None:
        unit = Department.objects.create(
            slug=slug, name=name, name_en=slug.title(), parent=Department.objects.get(parent=None)
        )
        name_unit(duty, unit, by=None)
        official_with(f"{slug}-recorder", f"{name}经办", unit, role)
        official_with(f"{slug}-second", f"{name}复核", unit, Role.REVIEWER, Role.EDITOR)
    recorder, second = (User.objects.get(username=f"{slug}-{who}") for who in ("recorder", "second"))
    return Side(recorder, second)


@pytest.fixture
def justice(county: Department) -> Side:
    """The legality-review unit."""
    return side_of(Duty.LEGALITY_REVIEW)


@pytest.fixture
def office(county: Department) -> Side:
    """The government office: keeps the meetings and reports to the party committee."""
    return side_of(Duty.GOVERNMENT_OFFICE)


@pytest.fixture
def market(county: Department) -> Side:
    """The market-supervision unit."""
    return side_of(Duty.MARKET_SUPERVISION)


@pytest.fixture
def units(county: Department) -> list[SpecialUnit]:
    """All special units are named."""
    for duty in Duty:
        side_of(duty)
    return list(SpecialUnit.objects.all())
