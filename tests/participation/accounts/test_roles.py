"""Roles hold from their first to their last day; they are given, changed, ended and moved by the administrator."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from participation import clock
from participation.accounts.models import Department, Membership, User
from participation.accounts.queries import Role, departments_where, has_role, people_with, roles_of
from participation.accounts.roles import change_role_days, end_role, give_role, move_person
from participation.errors import Invalid, InvalidMove, NotPermitted, Overwritten
from participation.ledger.audit import trail
from tests.at_once import at_once
from tests.cast import official_with, person

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = clock.today()
DAY = timedelta(days=1)


def read(user: User) -> User:
    return User.objects.get(pk=user.pk)


def held(user: User) -> set[tuple[str, str]]:
    return {(each.role, each.department.slug) for each in roles_of(read(user))}


def test_a_role_holds_from_the_first_to_the_last_day_by_the_countys_clock(
    department: Department, resident: User
) -> None:
    Membership.objects.create(
        user=resident,
        department=department,
        role=Role.REVIEWER,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 4),
    )
    for moment, holds in (
        (datetime(2026, 3, 1, 23, 59, tzinfo=SHANGHAI), False),
        (datetime(2026, 3, 2, 0, 0, tzinfo=SHANGHAI), True),
        (datetime(2026, 3, 4, 23, 59, tzinfo=SHANGHAI), True),
        (datetime(2026, 3, 5, 0, 0, tzinfo=SHANGHAI), False),
    ):
        with clock.at(moment):
            assert has_role(resident, Role.REVIEWER, at=department) is holds, "the same object, another day"
            assert departments_where(resident).exists() is holds
            assert people_with(Role.REVIEWER, at=department).exists() is holds


def test_a_role_that_ended_does_not_lend_its_days_to_another(
    department: Department, other_department: Department, resident: User
) -> None:
    Membership.objects.create(user=resident, department=department, role=Role.REVIEWER, ends_on=TODAY - DAY)
    Membership.objects.create(user=resident, department=other_department, role=Role.DRAFTER)
    assert not people_with(Role.REVIEWER, at=department).exists()
    assert people_with(Role.DRAFTER, at=other_department).get() == resident


def test_given_ended_and_given_again_it_is_one_row_and_three_entries(
    department: Department, resident: User, administrator: User
) -> None:
    row = give_role(resident, department, Role.DRAFTER, by=administrator, starts_on=TODAY - 9 * DAY)
    assert held(resident) == {("drafter", "housing")}
    change_role_days(row, by=administrator, starts_on=row.starts_on, ends_on=TODAY - DAY)
    assert held(resident) == set()
    again = give_role(resident, department, Role.DRAFTER, by=administrator)
    assert again.pk == row.pk and held(resident) == {("drafter", "housing")}
    entries = list(trail(resident))
    assert [each.act for each in entries] == ["role.given", "role.changed", "role.given"]
    assert all(each.by == administrator for each in entries)
    assert entries[2].note["old"]["ends_on"] == (TODAY - DAY).isoformat()
    assert entries[2].note["department"] == "housing" and entries[2].note["role"] == "drafter"


def test_ended_today_it_holds_until_midnight_and_one_that_has_not_begun_is_gone(
    department: Department, resident: User, administrator: User
) -> None:
    end_role(give_role(resident, department, Role.DRAFTER, by=administrator), by=administrator)
    assert held(resident) == {("drafter", "housing")}
    with clock.at(clock.ends_at(TODAY)):
        assert held(resident) == set()
    end_role(
        give_role(resident, department, Role.EDITOR, by=administrator, starts_on=TODAY + DAY),
        by=administrator,
    )
    assert not resident.memberships.filter(role=Role.EDITOR).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": "king"}, "role"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"starts_on": TODAY + 2 * DAY, "ends_on": TODAY + DAY}, "ends_on"),
    ],
)
def test_what_cannot_be_names_its_field(
    department: Department, resident: User, administrator: User, wrong: dict[str, Any], field: str
) -> None:
    given = {"role": Role.DRAFTER, **wrong}
    with pytest.raises(Invalid) as refused:
        give_role(resident, department, given.pop("role"), by=administrator, **given)
    assert list(refused.value.errors) == [field] and not resident.memberships.exists()


def test_neither_twice_nor_in_a_department_out_of_use(
    department: Department, other_department: Department, official: User, administrator: User
) -> None:
    with pytest.raises(Invalid, match="已有此角色"):
        give_role(official, department, Role.DRAFTER, by=administrator)
    Department.objects.filter(pk=other_department.pk).update(is_active=False)
    with pytest.raises(Invalid) as refused:
        give_role(official, other_department, Role.DRAFTER, by=administrator)
    assert list(refused.value.errors) == ["department"]


def test_nobody_else_gives_roles_nor_to_an_account_that_may_do_more(
    department: Department, resident: User, editor: User, auditor: User, administrator: User
) -> None:
    for by in (resident, editor, auditor):
        with pytest.raises(NotPermitted):
            give_role(resident, department, Role.DRAFTER, by=by)
    User.objects.filter(pk=resident.pk).update(is_superuser=True)
    with pytest.raises(NotPermitted):
        give_role(read(resident), department, Role.DRAFTER, by=administrator)


def test_moved_to_another_department_all_roles_go_along_in_one_act(
    department: Department, other_department: Department, official: User, administrator: User
) -> None:
    ends_on = TODAY + 30 * DAY
    official.memberships.filter(role=Role.DRAFTER).update(ends_on=ends_on)
    move_person(official, department, other_department, by=administrator)
    assert held(official) == {("drafter", "education"), ("answerer", "education")}
    assert official.memberships.get(department=other_department, role=Role.DRAFTER).ends_on == ends_on
    assert {row.standing for row in official.memberships.filter(department=department)} == {"ended"}
    last = trail(official).last()
    assert last is not None and (last.act, last.note["from"], last.note["department"]) == (
        "person.moved", "housing", "education",
    )  # fmt: skip
    move_person(official, other_department, department, by=administrator)
    assert held(official) == {("drafter", "housing"), ("answerer", "housing")}


def test_a_move_without_roles_or_to_the_same_place_is_refused(
    department: Department, other_department: Department, official: User, administrator: User
) -> None:
    with pytest.raises(InvalidMove):
        move_person(official, other_department, department, by=administrator)
    with pytest.raises(Invalid):
        move_person(official, department, department, by=administrator)
    with pytest.raises(NotPermitted):
        move_person(official, department, other_department, by=official)


def test_nobody_takes_their_own_right_to_administer_away(
    county: Department, department: Department, administrator: User
) -> None:
    official_with("second", "第二管理员", county, Role.ADMINISTRATOR)
    row = administrator.memberships.get()
    with pytest.raises(NotPermitted):
        end_role(row, by=administrator)
    with pytest.raises(NotPermitted):
        change_role_days(row, by=administrator, starts_on=None, ends_on=TODAY + 30 * DAY)
    with pytest.raises(NotPermitted):
        move_person(administrator, county, department, by=administrator)
    assert held(administrator) == {("administrator", "county")}


def test_the_county_keeps_an_administrator_who_can_sign_in(county: Department, administrator: User) -> None:
    row = administrator.memberships.get()
    operator = person("operator", "运维")
    operator.is_superuser = True
    operator.save()
    with pytest.raises(Invalid, match="将没有管理员"):
        end_role(row, by=operator)
    invited = official_with("second", "第二管理员", county, Role.ADMINISTRATOR)
    invited.set_unusable_password()
    invited.save()
    with pytest.raises(Invalid):
        end_role(row, by=operator)
    invited.set_password("a-long-enough-pass-phrase")
    invited.save()
    end_role(Membership.objects.get(pk=row.pk), by=operator)


def test_two_at_one_role_do_not_write_over_each_other(official: User, administrator: User) -> None:
    row = official.memberships.get(role=Role.DRAFTER)
    stale = Membership.objects.get(pk=row.pk)
    change_role_days(row, by=administrator, starts_on=None, ends_on=TODAY + DAY)
    with pytest.raises(Overwritten):
        change_role_days(stale, by=administrator, starts_on=None, ends_on=None)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_at_once_leave_one(
    county: Department, administrator: User
) -> None:
    second = official_with("second", "第二管理员", county, Role.ADMINISTRATOR)
    mine, theirs = administrator.memberships.get(), second.memberships.get()
    yesterday = TODAY - DAY
    outcomes = at_once(
        lambda: change_role_days(mine, by=read(second), starts_on=None, ends_on=yesterday),
        lambda: change_role_days(theirs, by=read(administrator), starts_on=None, ends_on=yesterday),
    )
    assert sum(isinstance(each, Exception) for each in outcomes) == 1, outcomes
    assert Membership.objects.in_force().filter(role=Role.ADMINISTRATOR).count() == 1


def test_nobody_gives_themselves_work_at_the_desk(
    administrator: User, county: Department, department: Department
) -> None:
    for role in (Role.AUDITOR, Role.MODERATOR, Role.REVIEWER):
        with pytest.raises(Invalid) as refused:
            give_role(administrator, county, role, by=administrator)
        assert list(refused.value.errors) == ["role"]
    assert [row.role for row in administrator.memberships.all()] == [Role.ADMINISTRATOR]
