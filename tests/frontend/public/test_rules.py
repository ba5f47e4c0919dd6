"""The rulebook and the calendar as everybody reads them."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from participation import clock
from participation.accounts.models import User
from participation.deadlines.amending import Entry, amend_calendar, open_calendar
from participation.deadlines.local_rules import confirm_rule, set_local_rule
from participation.deadlines.rulebook import rules
from participation.deadlines.workdays import DayKind
from tests.frontend.public.conftest import words

PUBLISHED = "县里的放假安排已经公布。"

pytestmark = pytest.mark.django_db
SUMMER = clock.starts_at(date(2026, 7, 1))


def test_every_rule_in_force_stands_there_with_its_number_and_basis(client: Client) -> None:
    page = client.get("/rules/")
    said = words(page)
    for rule in rules():
        assert f'id="{rule.id}"' in page.content.decode()
        assert rule.basis in said and rule.amount in said


def test_a_default_is_marked_until_the_county_confirms_it(client: Client, administrator: User) -> None:
    before = client.get("/rules/").context["open"]
    assert "默认值，待确认" in words(client.get("/rules/"))
    confirm_rule("A8-other", by=administrator, basis="县府办发〔2026〕9号")
    assert client.get("/rules/").context["open"] == before - 1


def test_a_custom_nobody_confirmed_and_what_may_be_done_are_no_musts(client: Client) -> None:
    rows = client.get("/rules/").context["chapters"]
    force = {line.rule.id: line.force for _letter, _label, lines in rows for line in lines}
    assert (force["B1"], force["A18"], force["A9"]) == ("地方做法，待确认", "可以", "必须做到")


def test_each_row_says_who_sees_that_it_is_kept(client: Client) -> None:
    page = words(client.get("/rules/"))
    assert "平台不自动核对，由人工把关" in page and "本县不适用" in page
    assert "不超过 每年" not in page and "不超过每年" not in page


def test_a_circular_is_issued_and_a_law_comes_into_force(client: Client) -> None:
    page = words(client.get("/rules/"))
    assert "2019年9月1日起施行" in page and "2017年6月8日印发" in page


def test_the_page_says_that_the_province_is_still_to_be_entered(
    client: Client, administrator: User, settings: Settings
) -> None:
    assert "尚未录入" not in words(client.get("/rules/"))
    settings.PLACE = "cn/guizhou/yunxiu"
    assert "贵州省的规定尚未录入" in words(client.get("/rules/"))
    set_local_rule("A21", by=administrator, value=20, basis="黔府办发〔2026〕9号", place="cn/guizhou")
    assert "尚未录入" not in words(client.get("/rules/"))


def test_the_countys_own_number_shows_its_own_layer(
    client: Client, administrator: User, settings: Settings
) -> None:
    settings.PLACE = "cn/guizhou/yunxiu"
    set_local_rule("C3-inquiry", by=administrator, value=3, basis="云岫府办〔2026〕1号")
    page = words(client.get("/rules/"))
    assert "3 个工作日" in page and "云岫府办〔2026〕1号" in page and "本县" in page


def test_the_calendar_names_holidays_and_days_worked_in_exchange(client: Client) -> None:
    with clock.at(SUMMER):
        page = words(client.get("/rules/calendar/"))
    assert "2026年放假与补班" in page
    assert "国庆节" in page and "10月1日（周四）" in page and "10月10日（周六）" in page


def test_a_county_festival_shows_on_the_calendar(
    client: Client, administrator: User, settings: Settings
) -> None:
    settings.PLACE = "cn/guizhou/yunxiu"
    open_calendar("cn/guizhou/yunxiu", name="云岫县", by=administrator)
    festival = Entry(date(2026, 11, 18), DayKind.HOLIDAY, "苗年")
    amend_calendar(
        "cn/guizhou/yunxiu",
        source="云岫府发〔2026〕5号",
        days=[festival],
        by=administrator,
        reason=PUBLISHED,
    )
    page = words(client.get("/rules/calendar/2026/"))
    assert "苗年" in page and "云岫府发〔2026〕5号" in page


def test_a_year_whose_holidays_are_not_published_says_so(client: Client) -> None:
    last = client.get("/rules/calendar/2026/").context["after"]
    assert last == 2027
    page = words(client.get("/rules/calendar/2027/"))
    assert "尚未公布" in page and "春节补假" in page and "国务院令第795号" in page
    assert client.get("/rules/calendar/2035/").context["after"] is None


@pytest.mark.parametrize("year", [1, 2003, 2036, 2100, 99999])
def test_a_year_that_nobody_can_know_is_not_found(client: Client, year: int) -> None:
    assert client.get(f"/rules/calendar/{year}/").status_code == 404


def test_the_rulebook_is_read_in_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get("/rules/")


def test_both_pages_speak_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert "Periods and rules" in words(client.get("/rules/"))
    assert "Days off in 2026" in words(client.get("/rules/calendar/2026/"))


def test_no_codes_of_the_rulebook_are_read_by_people_and_anchors_keep_them(client: Client) -> None:
    page = client.get("/rules/")
    assert 'id="A1-shortened"' in page.content.decode() and "A1-shortened" not in words(page)
    assert not [rule.id for rule in rules() if f" {rule.id} " in words(page)]


def test_what_no_law_says_is_said_in_the_language_of_the_reader(client: Client) -> None:
    unset = [rule for rule in rules() if not rule.begins]
    assert unset and not [rule.id for rule in unset if not rule.basis_en]
    client.cookies["django_language"] = "en"
    page = words(client.get("/rules/"))
    assert "No national term; set locally" in page and "国家未" not in page and "由地方规定" not in page
    days = words(client.get("/rules/calendar/"))
    assert "yearly notices of the State Council's General Office" in days and "国务院办公厅" not in days
