"""People at the desk: the administrator's list, one person, the link, the rights; and nobody else's."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from frontend.desk.people.rights import RIGHTS
from frontend.shared.dates import say_day
from participation import clock
from participation.accounts.actions import edit_department
from participation.accounts.inviting import invite
from participation.accounts.models import Department, Invitation, Membership, User
from participation.accounts.people import add_person, disable_person, enable_person
from participation.accounts.queries import Role
from participation.accounts.roles import give_role, move_person
from participation.ledger.audit import record, trail
from tests.cast import official_with
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words
from tests.permissions.test_permissions import TABLES

PEOPLE = "/desk/people/"
WHY = "已调离本县，账号停用"
ABOUT = {
    "A consultation": "consultation", "A text": "text", "A decision": "decision", "A yearly list": "list",
    "A hearing": "hearing", "Another way": "engagement", "A question": "question",
    "An interpretation": "interpretation",
    "A deadline": "deadline", "A duty": "duty", "People, dep": "law", "The county's directory": "directory",
}  # fmt: skip


@pytest.fixture
def desk(administrator: User) -> DeskClient:
    client = DeskClient()
    at(client, administrator)
    return client


def names(answer: Any) -> set[str]:
    return set(re.findall(r"/desk/people/of/(\w+)/\"", answer.content.decode()))


def test_the_list_is_filtered_by_what_stands_in_the_address(
    desk: DeskClient, administrator: User, official: User, editor: User, other_official: User, resident: User
) -> None:
    gone = official_with("gone", "已离岗", Department.objects.get(slug="housing"))
    Membership.objects.create(
        user=gone, department_id=official.memberships.earliest("pk").department_id, role="drafter",
        ends_on=clock.today() - timedelta(days=1),
    )  # fmt: skip
    new = add_person(by=administrator, name="新人", username="fresh", email="fresh@example.org")
    invite(new, by=administrator)
    disable_person(other_official, by=administrator, reason=WHY)
    everybody = {"official", "editor", "administrator", "other_official", "gone", "fresh"}
    assert names(desk.get(PEOPLE)) == everybody
    for query, found in {
        "q=李承办": {"official"}, "q=editor@": {"editor"}, "department=housing": {"official"},
        "department=county": {"official", "editor", "administrator", "other_official"},
        "role=editor": {"editor"}, "state=invited": {"fresh"}, "state=disabled": {"other_official"},
        "state=without_role": {"gone", "fresh"}, "state=active": everybody - {"fresh", "other_official"},
        "q=周晓梅": set(), "q=resident": {"resident"}, "q=Resident@example.org": {"resident"},
    }.items():  # fmt: skip
        assert names(desk.get(f"{PEOPLE}?{query}")) == found, query


def test_a_role_that_has_not_begun_is_marked_in_the_list(
    desk: DeskClient, official: User, department: Department
) -> None:
    Membership.objects.create(
        user=official, department=department, role="reviewer", starts_on=clock.today() + timedelta(days=9)
    )
    assert words(desk.get(f"{PEOPLE}?q=李承办")).count("未开始") == 1


def test_who_was_closed_before_setting_a_password_waits_for_a_link_once_opened_again(
    desk: DeskClient, administrator: User, department: Department
) -> None:
    new = add_person(by=administrator, name="新人", username="fresh", email="fresh@example.org")
    give_role(new, department, "drafter", by=administrator)
    invite(new, by=administrator)
    disable_person(new, by=administrator, reason=WHY)
    enable_person(User.objects.get(pk=new.pk), by=administrator, reason=WHY)
    page = words(desk.get(f"{PEOPLE}of/fresh/"))
    assert "待发送链接" in page and "请发送链接" in page
    assert names(desk.get(f"{PEOPLE}?state=unlinked")) == {"fresh"}
    assert "fresh" not in names(desk.get(f"{PEOPLE}?state=active"))


def test_the_list_costs_the_same_for_one_and_for_thirty_and_goes_on(
    desk: DeskClient, department: Department, administrator: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert desk.get(PEOPLE).status_code == 200
        return len(found)

    desk.get(PEOPLE)
    one = queries()
    for n in range(33):
        official_with(f"p{n:02}", f"人员{n:02}", department, Role.DRAFTER, Role.ANSWERER)
    assert queries() == one
    first = desk.get(PEOPLE)
    [after] = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    assert len(names(first)) == 30 and len(names(desk.get(after.replace("&amp;", "&")))) == 4


def test_the_files_hold_what_the_filters_show_and_no_formula(
    desk: DeskClient, department: Department, official: User
) -> None:
    official_with("evil", "=HYPERLINK(1)", department, Role.REVIEWER)
    sheet = load_workbook(BytesIO(desk.get(f"{PEOPLE}?department=housing&file=xlsx").content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3))
    assert {row[1].value for row in rows} == {"evil", "official"}
    assert all(cell.data_type != "f" for row in rows for cell in row)
    text = desk.get(f"{PEOPLE}?role=reviewer&file=csv").content.decode()
    assert "'=HYPERLINK(1)" in text and "李承办" not in text


def test_an_auditor_reads_who_works_where_and_changes_nothing(auditor: User, official: User) -> None:
    desk = at(DeskClient(), auditor)
    read = [PEOPLE, f"{PEOPLE}rights/", f"{PEOPLE}of/official/", "/desk/departments/", "/desk/departments/of/housing/",
            "/desk/units/", f"{PEOPLE}?file=csv"]  # fmt: skip
    for path in read:
        assert desk.get(path).status_code == 200, path
    for path in read[:-1]:
        page = desk.get(path).content.decode()
        assert "/desk/departments/" in page, "the tabs lead from each to the others"
        for act in ("/new/", "/import/", "/edit/", "/role/", "/link/", "/disable/", "/close/"):
            assert act not in page, (path, act)
    of_person = [f"of/official/{act}/" for act in ("edit", "role", "link", "disable")]
    for path in ("new/", "import/", *of_person, f"role/{official.memberships.earliest('pk').pk}/"):
        assert desk.get(PEOPLE + path).status_code == desk.post(PEOPLE + path, {}).status_code == 403, path
    for path in ("new/", "of/housing/edit/", "of/housing/close/"):
        assert desk.get(f"/desk/departments/{path}").status_code == 403, path
    assert desk.get("/desk/units/legality_review/").status_code == 403


def test_nobody_else_sees_or_does_any_of_it(
    official: User, editor: User, supervisor: User, department: Department
) -> None:
    paths = [
        PEOPLE, f"{PEOPLE}new/", f"{PEOPLE}rights/", f"{PEOPLE}import/", f"{PEOPLE}import/template/",
        f"{PEOPLE}?file=csv", f"{PEOPLE}of/official/", f"{PEOPLE}of/official/edit/", f"{PEOPLE}of/official/role/",
        f"{PEOPLE}of/official/link/", f"{PEOPLE}of/official/disable/",
        f"{PEOPLE}role/{official.memberships.earliest('pk').pk}/", "/desk/departments/", "/desk/departments/new/",
        "/desk/departments/of/housing/", "/desk/departments/of/housing/edit/", "/desk/departments/of/housing/close/",
    ]  # fmt: skip
    for user in (official, editor, supervisor):
        desk = at(DeskClient(), user)
        assert "/desk/people/" not in desk.get("/desk/").content.decode()
        for path in paths:
            assert desk.get(path).status_code == 403, path
        for path in (*paths, f"{PEOPLE}import/confirm/"):
            assert desk.post(path, {"reason": WHY, "name": "x"}).status_code == 403, path


def test_a_person_is_added_with_roles_and_the_link_goes_by_mail(
    desk: DeskClient, department: Department
) -> None:
    said = {
        "name": "刘干事", "username": "liu", "email": "liu@example.org", "phone": "", "roles": ["drafter", "answerer"],
        "department": department.pk, "starts_on": "", "ends_on": "2099-12-31",
    }  # fmt: skip
    assert "请至少授予一个角色" in words(desk.post(f"{PEOPLE}new/", {**said, "roles": []}))
    answer = desk.post(f"{PEOPLE}new/", said, follow=True)
    assert answer.redirect_chain and "链接已发送至 liu@example.org" in words(answer)
    made = User.objects.get(username="liu")
    assert {row.role for row in made.memberships.all()} == {
        "drafter",
        "answerer",
    } and made.invitation.is_mailed
    taken = desk.post(f"{PEOPLE}new/", said)
    assert taken.status_code == 422 and "该登录名已被使用" in words(taken)


def test_without_mail_the_link_is_shown_to_hand_over(
    desk: DeskClient, department: Department, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    said = {"name": "刘干事", "username": "liu", "roles": ["drafter"], "department": department.pk}
    assert "本站未配置邮件" in words(desk.get(f"{PEOPLE}new/"))
    answer = desk.post(f"{PEOPLE}new/", said)
    assert answer.status_code == 200 and "/accounts/invitation/" in words(answer)
    assert "/accounts/invitation/" not in words(desk.get(f"{PEOPLE}of/liu/")), "this once"


def test_the_history_names_departments_as_they_were_called_then(
    desk: DeskClient,
    administrator: User,
    official: User,
    department: Department,
    other_department: Department,
) -> None:
    record(
        "role.given", official, by=None, note={"role": "drafter", "department": "education"}
    )  # an older entry
    later = clock.today() + timedelta(days=3)
    give_role(official, other_department, "reviewer", by=administrator, starts_on=later)
    move_person(official, department, other_department, by=administrator)
    other_department.refresh_from_db()
    edit_department(other_department, by=administrator, slug="schools", name="教体局")
    said = [each for _entry, each in desk.get(f"{PEOPLE}of/official/").context["trail"]]
    assert said[0].endswith("住房和城乡建设局 → 教育局")
    assert said[1:3] == [f"审签人员 · 教育局 · {say_day(later, 'auto')}起", "起草人员 · 教体局"]


def test_one_page_says_who_it_is_what_they_may_do_and_what_was_changed(
    desk: DeskClient, official: User, other_department: Department
) -> None:
    page = f"{PEOPLE}of/official/"
    assert (
        desk.post(
            f"{page}edit/", {"name": "李新名", "username": "official", "email": "li@example.org"}
        ).status_code
        == 302
    )
    given = {"role": "reviewer", "department": other_department.pk, "starts_on": "", "ends_on": "2099-01-01"}
    assert desk.post(f"{page}role/", given).status_code == 302
    text = words(desk.get(page))
    for said in (
        "李新名", "依据：教育局（含下级）审签人员", "起草答复、申请延期", "修改基本信息：姓名 · 邮箱",
        "授予角色：审签人员",
    ):  # fmt: skip
        assert said in text, said
    assert "official@example.org" not in text
    moved = {"origin": other_department.pk, "department": Department.objects.get(slug="housing").pk}
    assert desk.post(f"{page}move/", moved).status_code == 302
    held = Membership.objects.not_over().get(user=official, role="reviewer")
    assert held.department.slug == "housing"
    assert (
        desk.post(f"{PEOPLE}role/{held.pk}/", {"starts_on": "", "ends_on": "2098-01-01"}).status_code == 302
    )
    assert desk.post(f"{PEOPLE}role/{held.pk}/end/", {}).status_code == 302
    assert Membership.objects.get(pk=held.pk).ends_on == clock.today()


def test_closed_and_opened_with_a_reason_and_never_ones_own(
    desk: DeskClient, official: User, administrator: User
) -> None:
    page = f"{PEOPLE}of/official/"
    assert desk.post(f"{page}disable/", {"reason": "。"}).status_code == 422
    assert desk.post(f"{page}disable/", {"reason": WHY}).status_code == 302
    text = words(desk.get(page))
    assert "已停用" in text and "账号已停用，无工作台权限" in text
    assert desk.post(f"{page}enable/", {"reason": "调回"}).status_code == 302, (
        "among colleagues a word is enough"
    )
    own = desk.post(f"{PEOPLE}of/administrator/disable/", {"reason": WHY})
    assert own.status_code == 422 and User.objects.get(pk=administrator.pk).is_active
    assert [each.act for each in trail(official)] == ["person.disabled", "person.enabled"]


def test_a_password_is_reset_the_link_sent_again_and_withdrawn(desk: DeskClient, official: User) -> None:
    page = f"{PEOPLE}of/official/"
    assert "原密码立即失效" in words(desk.get(f"{page}link/"))
    assert desk.post(f"{page}link/", {}).status_code == 302
    assert not User.objects.get(pk=official.pk).has_usable_password()
    assert "此前的链接失效" in words(desk.get(f"{page}link/")) and "有效期至" in words(desk.get(page))
    assert desk.post(f"{page}link/", {}).status_code == 302
    assert Invitation.objects.get(user=official).serial == 2
    assert desk.post(f"{page}withdraw/", {}).status_code == 302
    assert not Invitation.objects.exists() and User.objects.get(pk=official.pk).is_active
    assert "不能" not in words(desk.get(page)) and desk.get(f"{page}nothing/").status_code == 404


def test_an_account_that_may_do_more_is_read_and_not_touched(desk: DeskClient, resident: User) -> None:
    User.objects.filter(pk=resident.pk).update(is_superuser=True)
    page = f"{PEOPLE}of/resident/"
    assert "由平台运维方管理" in words(desk.get(page))
    for path in ("edit/", "role/", "link/", "disable/"):
        assert desk.get(page + path).status_code == desk.post(page + path, {}).status_code == 403


def test_the_rights_say_what_the_permission_tables_try() -> None:
    tried: set[tuple[frozenset[str], str]] = set()
    for table in TABLES:
        if table.title.startswith(("A notification", "A view of a list", "What several people share")):
            continue  # one's own, whatever one's roles
        about = next(short for title, short in ABOUT.items() if table.title.startswith(title))
        for verb in table.verbs:
            who = {name for each in verb.who.values() for name in each.split()}
            roles = frozenset(who & set(Role.values))
            if roles and "stranger" not in who:
                tried.add((roles, about))
    said = {(frozenset(right.roles), about) for right in RIGHTS for about in right.about}
    assert said == tried


def test_the_rights_page_names_who_holds_what_where(
    desk: DeskClient, official: User, supervisor: User
) -> None:
    text = words(desk.get(f"{PEOPLE}rights/"))
    for said in ("督办、通报", "李承办 · 住房和城乡建设局", "冯督办 · 青川县人民政府"):
        assert said in text, said


def test_the_administrators_pages_stand_behind_one_way(desk: DeskClient) -> None:
    home = desk.get("/desk/").content.decode()
    assert home.count('href="/desk/people/"') == 2 and 'href="/desk/jobs/"' not in home
    for path in (PEOPLE, "/desk/departments/", "/desk/units/", "/desk/rules/", "/desk/jobs/"):
        text = desk.get(path).content.decode()
        assert f'href="{path}" aria-current="page"' in text and 'href="/desk/calendars/"' in text


def test_of_a_second_person_of_one_name_in_one_department_it_is_said_first_that_there_is_one(
    desk: DeskClient, department: Department, other_department: Department
) -> None:
    """A quiet notice: sent again as it stands, it goes through; another name or department is asked of anew."""
    official_with("liu", "刘干事", department, Role.DRAFTER)
    said = {"name": " 刘干事 ", "username": "liu2", "roles": ["drafter"], "department": department.pk}
    asked = desk.post(f"{PEOPLE}new/", said)
    assert asked.status_code == 200 and "本单位已有同名人员" in words(asked)
    assert f"{PEOPLE}of/liu/" in asked.content.decode() and not User.objects.filter(username="liu2").exists()
    seen = asked.context["form"]["namesakes_seen"].value()
    desk.post(f"{PEOPLE}new/", {**said, "department": other_department.pk, "namesakes_seen": seen})
    assert User.objects.filter(username="liu2").exists(), "nobody of this name is there"
    desk.post(f"{PEOPLE}new/", {**said, "username": "liu3", "namesakes_seen": seen})
    assert User.objects.filter(username="liu3").exists()
