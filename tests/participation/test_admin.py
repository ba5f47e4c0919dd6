"""The administrator's corner: no door of its own, no rights of its own, and the same actions as everywhere."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import translation

from participation.accounts.models import Department, Membership, User
from participation.ledger.audit import trail
from tests.at_once import at_once
from tests.cast import PASSWORD, Role, official_with

Level = Department.Level
DEPARTMENTS = "/admin/participation/department/"
PEOPLE = "/admin/participation/user/"


def fresh(row: Department) -> Department:
    return Department.objects.get(pk=row.pk)


@pytest.fixture
def superuser(resident: User) -> User:
    User.objects.filter(pk=resident.pk).update(is_staff=True, is_superuser=True)
    return User.objects.get(pk=resident.pk)


@pytest.fixture
def staff(neighbour: User) -> User:
    """May do with the models of this corner whatever Django can grant, and looks after nothing."""
    neighbour.is_staff = True
    neighbour.save()
    neighbour.user_permissions.set(Permission.objects.filter(content_type__app_label="participation"))
    return User.objects.get(pk=neighbour.pk)


def sent(row: Department, **changes: Any) -> dict[str, Any]:
    """What a browser sends back of a department's form."""
    fields = {
        "slug": row.slug, "name": row.name, "name_en": row.name_en, "level": row.level, "parent": row.parent_id or "",
        "phone": row.phone, "address": row.address, "is_active": "on", "revision": row.revision,
    }  # fmt: skip
    return fields | changes


def test_the_administrators_corner_is_entered_by_the_door_that_counts_wrong_passwords(
    client: Client, resident: User
) -> None:
    User.objects.filter(pk=resident.pk).update(is_staff=True, is_superuser=True)
    tried = client.post("/admin/login/?next=/admin/", {"username": "resident", "password": PASSWORD})
    assert tried.status_code == 302 and tried["Location"].startswith("/accounts/login/")
    assert "sessionid" not in client.cookies
    client.force_login(resident)
    assert client.get("/admin/").status_code == 200


def test_officials_and_residents_stay_out_of_it(client: Client, resident: User, administrator: User) -> None:
    for person in (resident, administrator):
        client.force_login(person)
        assert client.get("/admin/").status_code == 302
        assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_it_goes_the_same_way_as_everybody(
    client: Client, county: Department, township: Department, superuser: User
) -> None:
    village = Department.objects.create(slug="willow", name="柳树村", parent=township, level=Level.VILLAGE)
    client.force_login(superuser)
    page = f"{DEPARTMENTS}{township.pk}/change/"
    assert client.post(page, sent(township, slug="river-town")).status_code == 302
    assert fresh(village).path == "/county/river-town/willow/"
    wrong = client.post(page, sent(fresh(township), parent=village.pk))
    assert wrong.status_code == 200 and "parent" in wrong.context["adminform"].form.errors
    assert client.get(f"{DEPARTMENTS}{township.pk}/delete/").status_code == 403
    added = client.post(f"{DEPARTMENTS}add/", sent(township, slug="new-town"))
    assert added.status_code == 302 and Department.objects.get(slug="new-town").path == "/county/new-town/"


def test_what_is_too_deep_in_the_tree_is_said_at_the_form(
    client: Client, township: Department, superuser: User
) -> None:
    client.force_login(superuser)
    above = township
    for n in range(7):
        fields = {"name": "村", "level": "village", "parent": above.pk, "slug": "v" * 58 + str(n)}
        answer = client.post(f"{DEPARTMENTS}add/", sent(Department(), **fields))
        if answer.status_code == 200:
            assert n == 6 and "slug" in answer.context["adminform"].form.errors
        else:
            above = Department.objects.get(slug=fields["slug"])
    answer = client.post(f"{DEPARTMENTS}{township.pk}/change/", sent(township, slug="t" * 60))
    assert answer.status_code == 200 and "slug" in answer.context["adminform"].form.errors
    assert fresh(township).slug == "riverside"


def test_two_tabs_do_not_write_over_each_other(
    client: Client, department: Department, superuser: User
) -> None:
    client.force_login(superuser)
    page = f"{DEPARTMENTS}{department.pk}/change/"
    first = sent(department)
    assert client.get(page).context["adminform"].form["revision"].value() == department.revision
    assert client.post(page, sent(department, phone="0855-2")).status_code == 302
    late = client.post(page, first | {"address": "人民路1号"})
    assert late.status_code == 200 and "其他人员已先行修改" in late.content.decode()
    assert (fresh(department).phone, fresh(department).address) == ("0855-2", "")
    client.post(page, sent(fresh(department), address="人民路1号"))
    assert (fresh(department).phone, fresh(department).address) == ("0855-2", "人民路1号")
    last = trail(department).last()
    assert last is not None and last.note["old"] == {"address": ""}, "only what was changed in this form"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_are_one_change_and_one_sentence(
    department: Department, superuser: User
) -> None:
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.force_login(superuser)
    page = f"{DEPARTMENTS}{department.pk}/change/"
    changes = [sent(department, phone="0855-2"), sent(department, address="人民路1号")]
    answers = at_once(
        *(lambda tab=tab, each=each: tab.post(page, each) for tab, each in zip(tabs, changes, strict=True))
    )
    assert sorted((answer.status_code, answer.get("Location") == DEPARTMENTS) for answer in answers)[-1] == (
        302,
        True,
    )
    now = fresh(department)
    assert now.revision == department.revision + 1 and (now.phone == "") != (now.address == "")


def test_staff_who_look_after_nothing_change_no_department_no_person_and_no_role(
    client: Client, department: Department, staff: User, superuser: User
) -> None:
    client.force_login(staff)
    role = {"user": staff.pk, "department": department.pk, "role": "administrator"}
    for page in (
        f"{DEPARTMENTS}{department.pk}/change/",
        f"{DEPARTMENTS}add/",
        f"{PEOPLE}{staff.pk}/change/",
        f"{PEOPLE}add/",
    ):
        assert (
            client.get(page).status_code == client.post(page, sent(department) | role).status_code == 403
        ), page
    assert client.post(f"{PEOPLE}{superuser.pk}/password/", {"password1": PASSWORD}).status_code == 403
    assert not Membership.objects.exists() and fresh(department).revision == 0


def test_the_countys_administrator_gives_no_role_and_no_powers_in_the_corner(
    client: Client, department: Department, staff: User, superuser: User, editor: User, county: Department
) -> None:
    Membership.objects.create(user=staff, department=county, role=Role.ADMINISTRATOR)
    client.force_login(staff)
    assert (
        client.post(f"{DEPARTMENTS}{department.pk}/change/", sent(department, phone="0855-2")).status_code
        == 302
    )
    assert client.get(f"{PEOPLE}{superuser.pk}/change/").context["has_change_permission"] is False
    assert client.post(f"{PEOPLE}{superuser.pk}/change/", {}).status_code == 403
    form = client.get(f"{PEOPLE}{editor.pk}/change/").context["adminform"].form
    assert not {"is_superuser", "is_staff", "groups", "user_permissions"} & set(form.fields)
    now = {
        "username": "editor", "name": "钱编辑", "is_active": "on", "is_superuser": "on", "is_staff": "on",
        "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00", "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0", "memberships-0-user": editor.pk, "memberships-0-department": department.pk,
        "memberships-0-role": "reviewer",
    }  # fmt: skip
    assert client.post(f"{PEOPLE}{editor.pk}/change/", now).status_code == 302
    editor.refresh_from_db()
    assert (editor.is_superuser, editor.is_staff) == (False, False)
    assert not editor.memberships.filter(role="reviewer").exists(), (
        "roles are given at the desk, where it is audited"
    )


def test_accounts_are_opened_closed_and_given_a_password_at_the_desk_alone(
    client: Client, superuser: User, editor: User
) -> None:
    client.force_login(superuser)
    hashed = editor.password
    for page in (f"{PEOPLE}add/", f"{PEOPLE}{editor.pk}/password/", f"{PEOPLE}{editor.pk}/delete/"):
        words = {"password1": "another-pass-phrase", "password2": "another-pass-phrase", "post": "yes"}
        assert client.get(page).status_code == client.post(page, words).status_code == 403, page
    shown = client.get(f"{PEOPLE}{editor.pk}/change/")
    assert set(shown.context["adminform"].form.fields) == {
        "is_staff",
        "is_superuser",
        "groups",
        "user_permissions",
    }
    assert hashed not in shown.content.decode() and "/password/" not in shown.content.decode()
    closing = {
        "username": "other", "name": "别人", "email": "x@example.org", "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0", "is_staff": "on",
    }  # fmt: skip
    assert client.post(f"{PEOPLE}{editor.pk}/change/", closing).status_code == 302
    now = User.objects.get(pk=editor.pk)
    assert (now.is_active, now.username, now.name, now.email) == (True, "editor", editor.name, editor.email)
    assert now.password == hashed and now.is_staff
    entry = trail(editor).get()
    assert (entry.act, entry.by, entry.note) == (
        "person.powers_changed",
        superuser,
        {"changed": ["is_staff"]},
    )


def test_nobody_ends_a_role_in_the_corner(client: Client, superuser: User, editor: User) -> None:
    client.force_login(superuser)
    role = editor.memberships.get()
    ended = {
        "username": "editor", "name": "钱编辑", "is_active": "on", "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00", "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": role.pk, "memberships-0-user": editor.pk, "memberships-0-DELETE": "on",
    }  # fmt: skip
    assert client.post(f"{PEOPLE}{editor.pk}/change/", ended).status_code == 302
    assert list(editor.memberships.all()) == [role]


def test_everything_in_it_has_a_chinese_name(client: Client, department: Department, superuser: User) -> None:
    client.force_login(superuser)
    official_with("drafter", "李起草", department, Role.DRAFTER)
    models: list[Any] = [each for each in admin.site._registry if each._meta.app_label == "participation"]
    names: list[Any] = [apps.get_app_config("participation").verbose_name]
    for model in [*models, Membership]:
        fields = [each for each in model._meta.fields if each.editable and not each.primary_key]
        names += [model._meta.verbose_name, model._meta.verbose_name_plural]
        names += [each.verbose_name for each in fields if each.name != "revision"]  # which nobody sees
    with translation.override("zh-hans"):
        said = [str(each) for each in names]
    assert len(said) > 20 and [each for each in said if not re.search(r"[\u4e00-\u9fff]", each)] == []
    page = client.get(
        f"{DEPARTMENTS}{department.pk}/change/", headers={"Accept-Language": "zh-hans"}
    ).content.decode()
    labels = re.findall(r"<label[^>]*>([^<]*)</label>", page)
    assert "名称:" in labels and "姓名:" not in labels
