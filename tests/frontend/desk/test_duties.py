"""Duties at the desk: the list, recording, confirming, giving back."""

from datetime import date, timedelta
from typing import Any

import pytest

from consultations.decisions.lists import draft_list, publish_list
from participation import clock
from participation.accounts.models import Department, User
from responses.models import Duty
from responses.supervision.duties import look_after_duties, record_duty
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words
from tests.permissions.decision import ROW

LIST = "/desk/supervision/duties/"
PAGE = "https://www.example.org/report/2026.html"
SENT = {"done_on": "2027-01-19", "evidence": PAGE, "note": "已公布"}


@pytest.fixture
def january(official: User, editor: User) -> Any:
    """20 January 2027, with that month's duties on the list."""
    with clock.at(clock.starts_at(date(2027, 1, 20)) + timedelta(hours=9)):
        list(look_after_duties())
        yield


def test_the_unit_records_the_supervisor_confirms_and_the_list_says_who(
    january: None, official: User, supervisor: User
) -> None:
    duty = Duty.objects.get(rule_id="D1")
    desk = at(DeskClient(), official)
    home = words(desk.get("/desk/"))
    assert "法定事项" in home and "提交并公布本部门政府信息公开工作年度报告" in home
    assert desk.post(f"{LIST}{duty.pk}/do/record/", SENT).status_code == 302
    assert desk.post(f"{LIST}{duty.pk}/do/confirm/", {}).status_code != 200
    assert Duty.objects.get(pk=duty.pk).status == "reported"

    desk = at(DeskClient(), supervisor)
    assert "已登记，待确认" in words(desk.get("/desk/")) and "已登记，待确认" in words(desk.get(LIST))
    shown = desk.get(f"{LIST}{duty.pk}/")
    assert PAGE in words(shown) and official.name in words(shown) and "第四十九条" in words(shown)
    assert desk.post(f"{LIST}{duty.pk}/do/confirm/", {}).status_code == 302
    done = words(desk.get(f"{LIST}?stands=done"))
    assert "提交并公布本部门" in done and supervisor.name in words(desk.get(f"{LIST}{duty.pk}/"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"evidence": ""}, "以 https:// 开头"),
        ({"evidence": "门户网站年报栏目"}, "以 https:// 开头"),
        ({"evidence": "javascript:alert(1)"}, "以 https:// 开头"),
        ({"done_on": "2027-01-21"}, "日期尚未到来"),
        ({"done_on": "明天"}, "日期"),
    ],
)
def test_a_record_without_its_evidence_comes_back_with_what_was_typed(
    january: None, official: User, change: dict[str, str], said: str
) -> None:
    duty = Duty.objects.get(rule_id="D1")
    answer = at(DeskClient(), official).post(f"{LIST}{duty.pk}/do/record/", {**SENT, **change})
    assert answer.status_code == 422 and said in words(answer) and "已公布" in answer.content.decode()
    assert Duty.objects.get(pk=duty.pk).status == "open"


def test_what_is_given_back_says_why_to_the_unit(january: None, official: User, supervisor: User) -> None:
    duty = Duty.objects.get(rule_id="D1")
    record_duty(duty, by=official, done_on=date(2027, 1, 19), evidence=PAGE)
    desk = at(DeskClient(), supervisor)
    assert desk.post(f"{LIST}{duty.pk}/do/return/", {"reason": " "}).status_code == 422
    assert desk.post(f"{LIST}{duty.pk}/do/return/", {"reason": "链接打不开"}).status_code == 302
    assert "链接打不开" in words(at(DeskClient(), official).get(f"{LIST}{duty.pk}/"))


def test_two_taps_record_once(january: None, official: User) -> None:
    duty = Duty.objects.get(rule_id="D1")
    desk = at(DeskClient(), official)
    sent = {**SENT, "idempotency_key": "k" * 32}
    assert {desk.post(f"{LIST}{duty.pk}/do/record/", sent).status_code for _tap in range(2)} <= {302, 422}
    assert Duty.objects.get(pk=duty.pk).revision == 1


def test_a_unit_sees_its_own_duties_and_not_anothers(
    january: None,
    department: Department,
    other_department: Department,
    other_official: User,
    moderator: User,
    supervisor: User,
) -> None:
    list(look_after_duties())
    mine, theirs = (
        Duty.objects.get(rule_id="D1", department=unit) for unit in (department, other_department)
    )
    desk = at(DeskClient(), other_official)
    assert desk.get(f"{LIST}{theirs.pk}/").status_code == 200
    assert desk.get(f"{LIST}{mine.pk}/").status_code == 404
    assert desk.post(f"{LIST}{mine.pk}/do/record/", SENT).status_code == 404
    assert desk.get(f"{LIST}9999/").status_code == desk.get(f"{LIST}{theirs.pk}/do/burn/").status_code == 404
    assert at(DeskClient(), moderator).get(LIST).status_code == 403
    both = words(at(DeskClient(), supervisor).get(LIST))
    assert both.count("提交并公布本部门政府信息公开工作年度报告") == 2


def test_a_list_that_is_published_is_done_by_what_happened(
    january: None, department: Department, official: User, editor: User, deliver_all: Any
) -> None:
    publish_list(draft_list(department, 2027, [ROW], by=official), by=editor)
    deliver_all()
    duty = Duty.objects.get(rule_id="A19")
    assert "平台自动记录" in words(at(DeskClient(), official).get(f"{LIST}{duty.pk}/"))


def test_what_is_late_is_counted_in_the_tab(january: None, official: User, supervisor: User) -> None:
    with clock.at(clock.starts_at(date(2027, 2, 2))):
        page = at(DeskClient(), supervisor).get(f"{LIST}?stands=late")
        assert len(page.context["lines"]) == 3 and 'class="n">3<' in page.content.decode()


def test_the_list_costs_the_same_however_long_it_is(
    january: None, department: Department, supervisor: User, django_assert_max_num_queries: Any
) -> None:
    desk = at(DeskClient(), supervisor)
    desk.get(LIST)
    for n in range(25):
        Duty.objects.create(
            rule_id="D1",
            department=department,
            period=str(1990 + n),
            due_on=clock.today(),
            opened_at=clock.now(),
        )
    with django_assert_max_num_queries(12):
        desk.get(LIST)
