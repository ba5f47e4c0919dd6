"""Lists that work: filters in the address, chips, orders, sizes, files of what is shown and of nothing else."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from consultations.models import Comment, Consultation, Decision
from consultations.notices.phases import Phase
from frontend.desk.lists import files, views
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.security_log import note
from participation.ledger.models import AuditEntry
from responses.models import Interpretation, Question
from responses.questions.actions import assign_question
from responses.supervision.actions import issue_order
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import ask, at
from tests.frontend.desk.test_jobs import failed

CLOCKS = "/desk/supervision/deadlines/"
MOVED = {
    "/desk/questions/": ("official", "q=证件", 1),
    "/desk/consultations/": ("official", "phase=open", 1),
    "/desk/interpretations/": ("official", "status=draft", 1),
    "/desk/decisions/": ("official", "status=under_way", 1),
    "/desk/moderation/list/": ("moderator", "stance=none", 1),
    "/desk/people/": ("administrator", "q=editor%40example.org", 1),
    "/desk/audit/": ("auditor", "kind=decisions", 3),
    "/desk/security/": ("administrator", "kind=failed", 1),
    "/desk/jobs/": ("administrator", "state=parked", 1),
}  # who looks, a filter of theirs, how many lines it lets through

REACHES = ("13800001234", "龙秀英", "editor@", "xiaomei@")


@pytest.fixture
def clocks(department: Department, other_department: Department, editor: User) -> list[Question]:
    """Three questions, each a day after the other; the last is another department's."""
    made = []
    for n, where in enumerate((department, department, other_department)):
        with clock.at(clock.now() - timedelta(days=3 - n)):
            made.append(assign_question(ask(title=f"第 {n} 件"), where, by=editor))
    return made


def shown(desk: Client, query: str) -> list[int]:
    return [line.deadline.subject_id for line in desk.get(f"{CLOCKS}?{query}").context["rows"]]


def test_the_address_says_the_order_and_what_is_not_offered_is_the_usual_one(
    clocks: list[Question], supervisor: User
) -> None:
    desk = at(DeskClient(), supervisor)
    usual = shown(desk, "")
    assert shown(desk, "sort=due-last") == usual[::-1] != usual
    assert shown(desk, "sort=new") == [row.pk for row in clocks[::-1]]
    assert shown(desk, "sort=password") == shown(desk, "per=100000") == usual
    assert shown(desk, "sort=department__slug") == usual


def test_a_set_filter_is_a_chip_that_leads_to_the_list_without_it(
    clocks: list[Question], supervisor: User
) -> None:
    desk = at(DeskClient(), supervisor)
    page = desk.get(f"{CLOCKS}?department=housing&kind=question&sort=new&cursor=")
    department, kind = page.context["chips"]
    assert department.url == f"{CLOCKS}?kind=question&sort=new"
    assert kind.url == f"{CLOCKS}?department=housing&sort=new"
    assert page.context["clear"] == f"{CLOCKS}?sort=new" and page.context["found"] == 2
    assert desk.get(department.url).context["found"] == 3
    text = page.content.decode()
    assert department.url.replace("&", "&amp;") in text
    assert 'type="hidden" name="sort" value="new"' in text  # filtering anew keeps the order


def test_what_cannot_be_understood_is_no_chip_and_filters_nothing(
    clocks: list[Question], supervisor: User
) -> None:
    page = at(DeskClient(), supervisor).get(f"{CLOCKS}?department=nowhere&standing=yesterday")
    assert page.context["chips"] == [] and page.context["found"] == 3


def test_an_empty_list_says_whether_the_filters_are_why(clocks: list[Question], supervisor: User) -> None:
    desk = at(DeskClient(), supervisor)
    filtered = desk.get(f"{CLOCKS}?kind=document").content.decode()
    assert "没有符合条件的记录" in filtered and f'href="{CLOCKS}"' in filtered
    assert "清除筛选" not in desk.get("/desk/supervision/chasers/").content.decode()


def test_pages_and_their_size_keep_the_filters(
    clocks: list[Question], supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.desk.lists.address.SIZES", (2, 100))
    desk = at(DeskClient(), supervisor)
    first = desk.get(f"{CLOCKS}?kind=question&sort=new")
    second = desk.get(first.context["listed"].next)
    assert [len(page.context["rows"]) for page in (first, second)] == [2, 1]
    assert second.context["chips"][0].value == first.context["chips"][0].value
    assert "cursor" not in second.context["orders"][0].url
    assert len(shown(desk, "per=100")) == 3


def test_more_than_can_be_counted_cheaply_is_said_as_such(
    clocks: list[Question], supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_COUNTED", 2)
    page = at(DeskClient(), supervisor).get(CLOCKS)
    assert page.context["is_more"] and "超过 2 条" in page.content.decode()


def csv_rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_a_file_holds_all_pages_of_what_the_filters_show_in_their_order(
    clocks: list[Question], supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.desk.lists.address.SIZES", (1, 100))
    monkeypatch.setattr(files, "PIECE", 1)
    desk = at(DeskClient(), supervisor)
    head, *rows = csv_rows(desk.get(f"{CLOCKS}?department=housing&sort=new&file=csv"))
    assert [row[0] for row in rows] == ["第 1 件", "第 0 件"] and rows[0][1] == clocks[1].number
    assert len(head) == len(rows[0])


def test_the_spreadsheet_says_who_took_it_and_when_and_has_a_short_name(
    clocks: list[Question], supervisor: User
) -> None:
    with clock.at(datetime(2026, 11, 28, 10, 32, tzinfo=UTC)):
        answer = at(DeskClient(), supervisor).get(f"{CLOCKS}?file=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert unquote(answer["Content-Disposition"]).endswith(f"{sheet.title}-20261128-1832.xlsx")
    lines = list(sheet.iter_rows(values_only=True))
    assert str(supervisor) in str(lines[0][0]) and len(lines) == 5
    assert "attachment" in answer["Content-Disposition"]


def test_what_somebody_wrote_is_no_formula_in_a_file(
    department: Department, editor: User, supervisor: User
) -> None:
    assign_question(ask(title="=HYPERLINK(1)"), department, by=editor)
    desk = at(DeskClient(), supervisor)
    assert csv_rows(desk.get(f"{CLOCKS}?file=csv"))[1][0] == "'=HYPERLINK(1)"
    sheet = load_workbook(BytesIO(desk.get(f"{CLOCKS}?file=xlsx").content)).active
    assert sheet is not None and sheet["A3"].data_type == "s"


def test_a_file_ends_where_the_page_says_it_does(
    clocks: list[Question], supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(files.MOST, "csv", 2)
    assert len(csv_rows(at(DeskClient(), supervisor).get(f"{CLOCKS}?file=csv"))) == 3


def test_there_is_no_file_of_another_kind_and_none_for_who_may_not_see_the_list(
    clocks: list[Question], supervisor: User, official: User
) -> None:
    assert at(DeskClient(), supervisor).get(f"{CLOCKS}?file=exe").status_code == 404
    assert at(DeskClient(), official).get(f"{CLOCKS}?file=csv").status_code == 403


def test_the_file_of_a_department_holds_what_was_said_to_it_and_nothing_about_who_asked(
    clocks: list[Question], supervisor: User, official: User
) -> None:
    for row in clocks:
        assert row.deadline is not None
        issue_order(row.deadline, by=supervisor, words="请三日内答复。", answer_by=clock.today())
    _head, *rows = csv_rows(at(DeskClient(), official).get("/desk/orders/?file=csv"))
    assert {row[0] for row in rows} == {"第 0 件", "第 1 件"}
    asker = clocks[0]
    for reach in (asker.contact, asker.name):
        assert not reach or not any(reach in cell for row in rows for cell in row)


def test_a_file_costs_the_same_for_one_line_and_for_thirty(
    department: Department, editor: User, supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for more in (1, 29):
        for _n in range(more):
            assign_question(ask(), department, by=editor)
        desk = at(DeskClient(), supervisor)
        with django_assert_num_queries(10):
            desk.get(f"{CLOCKS}?file=csv")


@pytest.mark.parametrize("address", MOVED)
def test_each_list_goes_out_as_it_is_filtered_and_that_is_written_down(
    address: str, question: Question, matter: Decision, interpretation: Interpretation, official: User,
    comment: Comment, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    who, query, lines = MOVED[address]
    note("failed", official, device="Firefox")
    failed()
    person: User = request.getfixturevalue(who)
    desk = at(DeskClient(), person)
    page = desk.get(f"{address}?{query}&sort=old")
    assert page.context["found"] == len(page.context["rows"]) == lines
    head, *rows = csv_rows(desk.get(page.context["files"]["csv"]))
    assert len(rows) == lines and all(len(row) == len(head) for row in rows)
    assert not any(reach in cell for row in rows for cell in row for reach in REACHES)
    taken = AuditEntry.objects.get(act="list.exported", by=person)
    assert taken.note["list"] == page.context["list"].title and "：" in taken.note["filter"]
    assert "editor@" not in taken.note["filter"]


def test_a_tab_keeps_the_other_filters_and_is_no_chip(consultation: Consultation, official: User) -> None:
    desk = at(DeskClient(), official)
    page = desk.get("/desk/consultations/?q=饮水&sort=closes&phase=open&cursor=")
    [tabs] = page.context["tabs"]
    assert [link.label for link in tabs.links if link.is_here] == [Phase.OPEN.label]
    assert tabs.links[0].url == f"/desk/consultations/?{urlencode({'q': '饮水', 'sort': 'closes'})}"
    assert [chip.value for chip in page.context["chips"]] == ["饮水"]
    assert page.context["clear"] == "/desk/consultations/?sort=closes&phase=open", "the tab stays"
    assert 'type="hidden" name="phase" value="open"' in page.content.decode()
    assert desk.get("/desk/consultations/?phase=nonsense").context["tabs"][0].links[0].is_here
