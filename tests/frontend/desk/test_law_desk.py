"""Calendars, rules and notice changes at the desk."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from participation import clock
from participation.accounts.models import User
from participation.deadlines.calendars import calendar_at
from participation.deadlines.limits import pause_grounds
from participation.deadlines.models import CalendarEdition, LocalRule, TimeRequest
from participation.deadlines.rulebook import rule
from responses.models import Question
from tests.desk_client import DeskClient
from tests.drafts import FINAL, SLIP
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

COUNTY = "cn/guizhou/yunxiu"
CHANGE = "/desk/calendars/change/"


@pytest.fixture
def county_place(settings: Settings) -> str:
    settings.PLACE = COUNTY
    return COUNTY


def festival(day: date, **more: str) -> dict[str, str]:
    """A day off of the county's own, as the form sends it."""
    said = {"place": COUNTY, "what": "holiday", "name": "苗年", "source": "云岫府发〔2026〕5号",
            "reason": "苗年期间全县放假，方便群众过节。"}  # fmt: skip
    return {**said, "first": day.isoformat(), **more}


def next_weekday() -> date:
    """A working day some days from now."""
    return calendar_at("cn").next_working_day(clock.today() + timedelta(days=3))


def test_a_change_is_shown_before_it_is_made_with_the_clocks_it_touches(
    county_place: str, administrator: User, unsent: Question
) -> None:
    day = next_weekday()
    answer = at(DeskClient(), administrator).post(CHANGE, festival(day, preview="1"))
    assert answer.context["preview"]["touched"] == 1
    assert "苗年" in words(answer) and not CalendarEdition.objects.filter(calendar__place=COUNTY).exists()


@pytest.mark.parametrize(
    ("field", "words_of_it"),
    [("reason", ""), ("reason", "放假"), ("source", "。。。。。。"), ("source", "通知")],
)
def test_a_day_off_names_its_source_and_its_reason(
    county_place: str, administrator: User, field: str, words_of_it: str
) -> None:
    """Already before it is shown what it would do."""
    desk = at(DeskClient(), administrator)
    for press in ("preview", "confirm"):
        answer = desk.post(CHANGE, festival(next_weekday(), **{field: words_of_it, press: "1"}))
        assert answer.status_code == 422 and set(answer.context["form"].errors) == {field}
    assert not CalendarEdition.objects.filter(calendar__place=COUNTY).exists()


def test_a_change_is_an_edition_and_moves_the_promise_to_a_later_day_only(
    county_place: str, administrator: User, unsent: Question, deliver_all: Callable[[], int]
) -> None:
    day, due = next_weekday(), unsent.due_on
    desk = at(DeskClient(), administrator)
    assert desk.post(CHANGE, festival(day, confirm="1")).status_code == 302
    assert not calendar_at(COUNTY).is_working_day(day) and calendar_at("cn").is_working_day(day)
    deliver_all()
    unsent.refresh_from_db()
    assert unsent.due_on > due
    page = words(desk.get(f"/desk/calendars/?year={day.year}"))
    assert "苗年" in page and "云岫府发〔2026〕5号" in page and administrator.name in page
    assert desk.post(CHANGE, festival(day, what="take_back", confirm="1", name="")).status_code == 302
    assert calendar_at(COUNTY).is_working_day(day)
    moved = unsent.due_on
    deliver_all()
    unsent.refresh_from_db()
    assert unsent.due_on == moved, "what was promised stays"


def test_the_national_notice_of_a_year_is_entered_and_takes_the_place_of_the_days_of_the_law(
    county_place: str, administrator: User
) -> None:
    desk = at(DeskClient(), administrator)
    notice = {"place": "cn", "source": "国办发明电〔2026〕99号", "name_en": "", "confirm": "1",
              "reason": "国务院办公厅公布全年放假安排。"}  # fmt: skip
    spring = {**notice, "what": "holiday", "name": "春节", "first": "2027-02-05", "last": "2027-02-11"}
    assert desk.post(CHANGE, spring).status_code == 302
    whole = {**notice, "what": "whole_year", "name": "", "first": "2027-01-01", "last": ""}
    shown = desk.post(
        CHANGE, {**{name: each for name, each in whole.items() if name != "confirm"}, "preview": "1"}
    )
    assert date(2027, 5, 3) in [day for day, *_rest in shown.context["preview"]["days"]]
    assert desk.post(CHANGE, {**whole, "place": COUNTY}).status_code == 422
    assert not calendar_at("cn").is_known(date(2027, 2, 11))
    assert desk.post(CHANGE, whole).status_code == 302
    nation = calendar_at("cn")
    assert nation.is_known(date(2027, 2, 11)) and not nation.is_working_day(date(2027, 2, 11))
    assert nation.is_working_day(date(2027, 5, 3))
    assert "尚未公布" not in words(desk.get("/desk/calendars/?year=2027"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "请填写名称"),
        ({"source": ""}, "依据"),
        ({"what": "makeup"}, "只有周六、周日"),
        ({"last": "2020-01-01"}, "最后一天早于第一天"),
        ({"first": "soon"}, "日期"),
    ],
)
def test_what_a_calendar_cannot_be_is_said_in_the_form(
    county_place: str, administrator: User, change: dict[str, str], said: str
) -> None:
    day = next_weekday()
    answer = at(DeskClient(), administrator).post(CHANGE, {**festival(day, confirm="1"), **change})
    assert answer.status_code == 422 and said in words(answer)
    assert not CalendarEdition.objects.filter(calendar__place=COUNTY).exists()


@pytest.mark.parametrize(
    ("address", "came_in"),
    [
        ("/desk/calendars/", "administrator supervisor auditor"),
        (CHANGE, "administrator"),
        ("/desk/rules/", "administrator supervisor auditor"),
        ("/desk/rules/A8/", "administrator supervisor auditor"),
    ],
)
def test_an_administrator_changes_overseers_read_and_others_stay_out(
    address: str, came_in: str, request: pytest.FixtureRequest
) -> None:
    everybody = "official reviewer moderator editor supervisor auditor administrator".split()
    answers = {
        name: at(DeskClient(), request.getfixturevalue(name)).get(address).status_code for name in everybody
    }
    assert {name for name, status in answers.items() if status == 200} == set(came_in.split())
    assert {status for status in answers.values() if status != 200} <= {403}


def test_what_nobody_has_confirmed_stands_on_top_until_it_is(administrator: User) -> None:
    desk = at(DeskClient(), administrator)
    waiting = desk.get("/desk/rules/").context["open"]
    assert "A8-other" in [each.id for each in waiting]
    sent = {"basis": "县府办发〔2026〕9号"}
    assert desk.post("/desk/rules/A8-other/confirm/", sent).status_code == 302
    left = desk.get("/desk/rules/").context["open"]
    assert len(left) == len(waiting) - 1 and "A8-other" not in [each.id for each in left]


CONFIRM = "/desk/rules/confirm/"
PAPER = "《青川县重大行政决策公众参与规则》第七条"


def test_one_document_confirms_what_is_ticked_and_the_page_says_who_when_and_by_what(
    administrator: User,
) -> None:
    desk = at(DeskClient(), administrator)
    before = desk.get(CONFIRM)
    assert "确认期限规则中的" in words(desk.get("/desk/"))
    assert desk.post(CONFIRM, {"rules": ["A21", "B1"], "basis": PAPER}).status_code == 302
    after = desk.get(CONFIRM)
    assert len(after.context["waiting"]) == len(before.context["waiting"]) - 2
    assert {each.rule.id for each, _line in after.context["given"]} == {"A21", "B1"}
    page = words(after)
    assert (
        PAPER in page and administrator.name in page and f"共{before.context['total']}项，已确认2项" in page
    )
    for address in ("/rules/", "/desk/rules/"):
        both = words(desk.get(address))
        assert "本县已确认" in both and PAPER in both and "国办发〔2016〕80号；具体办法由地方规定" in both


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"rules": ["A21"], "basis": " "}, "请注明规定该期限的文件"),
        ({"basis": PAPER}, "请勾选该文件确认的项目"),
        ({"rules": ["A1"], "basis": PAPER}, "A1"),
        ({"rules": ["Z9"], "basis": PAPER}, "Z9"),
        ({"rules": ["A21"], "basis": "县" * 151}, "150"),
    ],
)
def test_a_confirmation_without_its_document_or_of_what_does_not_wait_is_refused(
    administrator: User, sent: dict[str, Any], said: str
) -> None:
    answer = at(DeskClient(), administrator).post(CONFIRM, sent)
    assert answer.status_code == 422 and said in words(answer)
    assert not LocalRule.objects.exists()
    if sent.get("rules") == ["A21"]:
        assert 'value="A21" checked' in answer.content.decode()


def test_overseers_read_what_is_confirmed_and_cannot_confirm(supervisor: User, editor: User) -> None:
    desk = at(DeskClient(), supervisor)
    assert desk.get(CONFIRM).status_code == 200 and 'name="rules"' not in desk.get(CONFIRM).content.decode()
    assert desk.post(CONFIRM, {"rules": ["A21"], "basis": PAPER}).status_code == 403
    assert at(DeskClient(), editor).get(CONFIRM).status_code == 403
    assert "确认期限规则" not in words(desk.get("/desk/"))


def test_two_taps_confirm_once(administrator: User) -> None:
    desk = at(DeskClient(), administrator)
    sent = {"rules": ["A21"], "basis": PAPER, "idempotency_key": "k" * 32}
    for _tap in range(2):
        desk.post(CONFIRM, sent)
    assert LocalRule.objects.count() == 1


def test_the_county_sets_its_own_number_and_takes_it_back(administrator: User) -> None:
    desk = at(DeskClient(), administrator)
    before = rule("C3-inquiry").value
    said = {
        "value": "3", "unit": "working", "basis": "县府办〔2026〕1号", "valid_from": clock.today().isoformat(),
    }  # fmt: skip
    assert desk.post("/desk/rules/C3-inquiry/", said).status_code == 302
    assert rule("C3-inquiry").value == 3
    page = desk.get("/desk/rules/C3-inquiry/")
    assert "县府办〔2026〕1号" in words(page) and administrator.name in words(page)
    assert desk.post(f"/desk/rules/C3-inquiry/withdraw/{LocalRule.objects.get().pk}/").status_code == 302
    assert rule("C3-inquiry").value == before


def test_the_same_day_is_set_where_the_rule_allows_it_and_every_page_says_so(administrator: User) -> None:
    desk = at(DeskClient(), administrator)
    assert "填 0 表示当日" in words(desk.get("/desk/rules/B2/"))
    said = {
        "value": "0",
        "unit": "working",
        "basis": "县府办〔2026〕1号",
        "valid_from": clock.today().isoformat(),
    }
    assert desk.post("/desk/rules/B2/", said).status_code == 302
    assert rule("B2").value == 0
    page = words(desk.get("/desk/rules/B2/"))
    assert page.count("当日") >= 3, "as it holds, among its sources and in the county's own word"
    line = words(desk.get("/rules/")).partition("解读材料与文件同步发布")[2][:200]
    assert "当日" in line and "以内当日" not in line and "不超过当日" not in line
    other = desk.post("/desk/rules/A21/", {**said, "unit": "calendar"})
    assert other.status_code == 422 and "不能设为当日" in words(other)
    assert "填 0 表示当日" not in words(desk.get("/desk/rules/A21/"))


@pytest.mark.parametrize(
    ("rule_id", "change", "said"),
    [
        ("A1", {"value": "20"}, "30"),
        ("A8", {"basis": ""}, "请"),
        ("A8", {"value": "many"}, "请填写数值"),
        ("A8", {"valid_from": "2020-01-01"}, "日期已过"),
    ],
)
def test_a_number_the_law_does_not_allow_is_refused_in_the_form(
    administrator: User, rule_id: str, change: dict[str, str], said: str
) -> None:
    unit = rule(rule_id).unit
    sent = {
        "value": "40",
        "unit": unit,
        "basis": "县府办〔2026〕1号",
        "valid_from": clock.today().isoformat(),
        **change,
    }
    answer = at(DeskClient(), administrator).post(f"/desk/rules/{rule_id}/", sent)
    assert answer.status_code == 422 and said in words(answer)
    assert not LocalRule.objects.exists()


def test_an_unknown_rule_is_not_found(administrator: User) -> None:
    assert at(DeskClient(), administrator).get("/desk/rules/Z99/").status_code == 404


def test_the_rulebook_costs_three_queries(
    administrator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk = at(DeskClient(), administrator)
    with django_assert_num_queries(5):
        desk.get("/desk/rules/")


@pytest.mark.parametrize("anew", [True, False])
def test_a_changed_text_goes_out_with_or_without_beginning_anew(
    consultation: Consultation, editor: User, official: User, anew: bool
) -> None:
    text = FINAL if anew else SLIP
    revise(consultation.draft_version, read_text(text, markdown=True), by=official)
    before = consultation.closes_on
    with clock.at(clock.now() + timedelta(days=2)):
        said = {"note": "按多数意见改了第四条的水价。", **({"begin_anew": "on"} if anew else {})}
        answer = at(DeskClient(), editor).post(f"/desk/consultations/{consultation.slug}/do/replace/", said)
    assert answer.status_code == 302
    consultation.refresh_from_db()
    assert (consultation.closes_on > before) is anew
    assert consultation.changes.get().kind == ("restarted" if anew else "text_changed")


def test_the_form_for_more_time_says_what_the_rule_still_allows(
    question: Question, official: User, reviewer: User
) -> None:
    address = f"/desk/questions/{question.number}/do/extend/"
    said = {"days": "5", "reason": "需要会同供水站现场核查管网。"}
    desk = at(DeskClient(), official)
    field = desk.get(address).context["form"].fields["days"]
    most = rule("C3-extension").number
    assert field.widget.attrs["max"] == most and rule("C3-extension").amount in str(field.help_text)
    answer = desk.post(address, {**said, "days": str(most + 1)})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["days"]
    assert desk.post(address, said).status_code == 302
    at(DeskClient(), reviewer).post(f"/desk/questions/{question.number}/do/grant/")
    field = desk.get(address).context["form"].fields["days"]
    assert field.widget.attrs["max"] == most - 5 and f"还可以延长 {most - 5} 天" in str(field.help_text)
    answer = desk.post(address, {**said, "days": str(most - 4)})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["days"]


def test_the_form_for_a_pause_goes_as_far_as_its_longest_ground(question: Question, official: User) -> None:
    field = (
        at(DeskClient(), official)
        .get(f"/desk/questions/{question.number}/do/pause/")
        .context["form"]
        .fields["days"]
    )
    assert field.widget.attrs["max"] == max(each.number for each in pause_grounds("C3-inquiry"))


def test_a_question_takes_longer_when_the_head_of_the_unit_approves_what_another_asks_for(
    question: Question, official: User, reviewer: User
) -> None:
    address = f"/desk/questions/{question.number}/do/extend/"
    said = {"days": "5", "reason": "需要会同供水站现场核查管网。"}
    desk, head = at(DeskClient(), official), at(DeskClient(), reviewer)
    assert head.post(address, said).status_code == 422, "who approves does not ask in another's name"
    assert desk.post(address, {**said, "reason": ""}).status_code == 422
    too_much = desk.post(address, {**said, "days": "60"})
    assert too_much.status_code == 422 and "累计延长不得超过" in words(too_much)
    due = question.due_on
    assert desk.post(address, said).status_code == 302
    grant = f"/desk/questions/{question.number}/do/grant/"
    request = TimeRequest.objects.get()
    assert desk.post(grant, {"request": request.pk}).status_code == 422, "nor does who asks approve"
    question.refresh_from_db()
    assert question.due_on == due
    assert head.post(grant).status_code == 302
    question.refresh_from_db()
    assert question.due_on > due
    assert question.deadline is not None
    event = question.deadline.events.get(kind="extended")
    assert (event.by, event.approved_by, event.days) == (official, reviewer, 5)
