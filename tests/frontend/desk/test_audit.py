"""The audit at the desk: found by who, what, when and about what; taken as a file; read by few, written by nobody."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from consultations.models import Consultation
from frontend.desk.audit.subjects import SUBJECTS
from frontend.shared.audit_names import model_of
from participation import clock
from participation.accounts.actions import edit_department
from participation.accounts.models import Department, User
from participation.ledger.audit import record
from participation.ledger.models import AuditEntry
from participation.ledger.reading import entries
from responses.models import Question, Reply
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

AUDIT = "/desk/audit/"


@pytest.fixture
def desk(auditor: User) -> DeskClient:
    client = DeskClient()
    at(client, auditor)
    return client


def acts(answer: object) -> list[str]:
    return [row.act for row, _words, _about, _noted in answer.context["rows"]]  # type: ignore[attr-defined]


def test_entries_are_found_by_what_stands_in_the_address(
    desk: DeskClient, consultation: Consultation, question: Question, official: User, editor: User
) -> None:
    AuditEntry.objects.all().delete()
    record("consultation.edited", consultation, by=official, note={"old": {"title": "旧题"}})
    record("question.received", question, by=None)
    with clock.at(clock.now() - timedelta(days=3)):
        record("consultation.published", consultation, by=editor)
    for query, found in {
        "": {"consultation.edited", "consultation.published", "question.received"},
        "kind=questions": {"question.received"},
        f"who={official.username}": {"consultation.edited"},
        f"since={clock.today().isoformat()}": {"consultation.edited", "question.received"},
        f"until={(clock.today() - timedelta(days=2)).isoformat()}": {"consultation.published"},
        f"about=consultation:{consultation.pk}": {"consultation.edited", "consultation.published"},
        f"about={consultation.title[:4]}": {"consultation.edited", "consultation.published"},
        "about=nothing-of-this-name": set(),
        "who=nobody": set(),
        "kind=nonsense&since=never": {"consultation.edited", "consultation.published", "question.received"},
    }.items():
        assert set(acts(desk.get(f"{AUDIT}?{query}"))) == found, query


def test_the_unit_is_that_of_who_did_it(
    desk: DeskClient, consultation: Consultation, official: User, other_official: User, department: Department
) -> None:
    AuditEntry.objects.all().delete()
    record("consultation.edited", consultation, by=official)
    record("consultation.extended", consultation, by=other_official)
    assert acts(desk.get(f"{AUDIT}?unit={department.slug}")) == ["consultation.edited"]


def test_an_entry_says_what_stood_there_before_and_leads_to_the_thing(
    desk: DeskClient, consultation: Consultation, official: User
) -> None:
    entry = record(
        "consultation.edited", consultation, by=official,
        note={"old": {"title": "旧题<b>", "closes_on": None}, "reason": "笔误", "ticked": True},
    )  # fmt: skip
    answer = desk.get(f"{AUDIT}{entry.pk}/")
    text = words(answer)
    for said in ("修改公告", "旧题<b>", "标题", "笔误", consultation.title, str(official)):
        assert said in text, said
    assert f"/desk/consultations/{consultation.slug}/" in answer.content.decode()
    assert desk.get(f"{AUDIT}999999/").status_code == 404


def test_what_is_no_longer_there_keeps_its_entries(desk: DeskClient, question: Question) -> None:
    AuditEntry.objects.all().delete()
    AuditEntry.objects.create(at=clock.now(), act="question.received", kind="question", object_id=10**9)
    AuditEntry.objects.create(at=clock.now(), act="older.act", kind="older", object_id=1)
    assert words(desk.get(AUDIT)).count("已不存在") == 2


def test_a_file_holds_what_the_filter_shows_without_formulas_and_is_written_down(
    desk: DeskClient, consultation: Consultation, auditor: User
) -> None:
    AuditEntry.objects.all().delete()
    record("consultation.edited", consultation, by=None, note={"reason": "=1+1"})
    Consultation.objects.filter(pk=consultation.pk).update(title="=HYPERLINK(1)")
    sheet = desk.get(f"{AUDIT}?kind=consultations&file=csv").content.decode()
    assert "'=HYPERLINK(1)" in sheet and sheet.count("\r\n") == 2
    book = load_workbook(BytesIO(desk.get(f"{AUDIT}?kind=consultations&file=xlsx").content))
    cell = book[book.sheetnames[0]]["E3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    taken = AuditEntry.objects.filter(act="list.exported", by=auditor).order_by("pk")
    assert [entry.note["format"] for entry in taken] == ["csv", "xlsx"]
    assert desk.get(f"{AUDIT}?file=exe").status_code == 404


def test_a_file_says_the_time_in_china_and_in_a_spreadsheet_as_a_time(
    desk: DeskClient, consultation: Consultation
) -> None:
    with clock.at(datetime(2026, 11, 27, 22, 47, 31, tzinfo=UTC)):
        record("consultation.edited", consultation, by=None)
    path = f"{AUDIT}?about=consultation:{consultation.pk}&file="
    assert ",2026-11-28 06:47," in desk.get(f"{path}csv").content.decode()
    cell = load_workbook(BytesIO(desk.get(f"{path}xlsx").content)).worksheets[0]["B3"]
    assert (cell.value, cell.is_date) == (datetime(2026, 11, 28, 6, 47, 31), True)


def test_a_rename_and_a_move_are_told_apart_by_what_stood_there_and_stands_there_since(
    desk: DeskClient, administrator: User, department: Department, other_department: Department
) -> None:
    AuditEntry.objects.all().delete()
    for changes in (
        {"name": "住建局", "slug": "building"}, {"name": "住建委"}, {"parent": other_department},
    ):  # fmt: skip
        department.refresh_from_db()
        edit_department(department, by=administrator, **changes)
    said = [row.brief for row in desk.get(f"{AUDIT}?kind=people").context["rows"]]
    assert said == [
        "上级单位：青川县人民政府 → 教育局", "名称：住建局 → 住建委",
        "名称：住房和城乡建设局 → 住建局；网址标识：housing → building",
    ]  # fmt: skip
    assert said[2] in desk.get(f"{AUDIT}?kind=people&file=csv").content.decode()


def test_a_department_is_found_by_what_it_was_called_and_a_person_by_the_sign_in_name(
    desk: DeskClient, administrator: User, official: User, department: Department
) -> None:
    AuditEntry.objects.all().delete()
    edit_department(department, by=administrator, slug="building", name="住建局")
    record("person.invited", official, by=None)
    for asked in ("housing", "住房和城乡", "住建局"):
        assert acts(desk.get(f"{AUDIT}?about={asked}")) == ["department.edited"], asked
    assert acts(desk.get(f"{AUDIT}?about={official.username}")) == ["person.invited"]


def test_how_somebody_is_reached_is_not_shown(desk: DeskClient, official: User) -> None:
    note = {"old": {"email": "secret@example.org", "phone": "13800000000", "name": "旧名"}}
    entry = record("person.edited", official, by=None, note=note)
    for path in (AUDIT, f"{AUDIT}{entry.pk}/", f"{AUDIT}?file=csv"):
        text = desk.get(path).content.decode()
        assert "secret@" not in text and "1380000" not in text and "旧名 → " in text, path
    record("person.own_edited", official, by=official, note={"old": {}, "changed": ["name"]})
    [_own, before] = desk.get(f"{AUDIT}?about=user:{official.pk}&kind=people&who=").context["rows"][:2]
    assert before.entry == entry and "原为旧名" in before.brief, "what they call themselves is not said"


@pytest.mark.parametrize("name", ["official", "editor", "supervisor", "moderator", "resident"])
def test_nobody_else_reads_it(name: str, request: pytest.FixtureRequest) -> None:
    client = DeskClient()
    at(client, request.getfixturevalue(name))
    for path in ("", "1/", "?file=csv"):
        assert client.get(AUDIT + path).status_code == 403


def test_the_auditor_finds_the_way_and_the_administrator_a_tab(desk: DeskClient, administrator: User) -> None:
    assert 'href="/desk/audit/"' in desk.get("/desk/").content.decode()
    client = DeskClient()
    at(client, administrator)
    assert 'href="/desk/audit/"' in client.get("/desk/people/").content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_a_page_costs_the_same_for_one_and_for_thirty(
    desk: DeskClient, consultation: Consultation, question: Question, official: User, many: int
) -> None:
    AuditEntry.objects.all().delete()
    for _n in range(many):
        record("consultation.edited", consultation, by=official)
        record("question.received", question, by=official)
    desk.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        desk.get(AUDIT)
    assert len(asked) == 10


def test_every_kind_that_is_named_is_a_model_of_the_house() -> None:
    assert all(model_of(kind) is not None for kind in SUBJECTS)


def test_entries_with_nothing_to_match_are_none(consultation: Consultation) -> None:
    record("consultation.edited", consultation, by=None)
    assert not entries(about=[]).exists() and not entries(by=[]).exists() and entries().exists()


@pytest.mark.parametrize("asked", ["number", "title", "link"])
def test_a_thing_is_found_with_what_happened_to_its_parts(
    desk: DeskClient, question: Question, official: User, department: Department, asked: str
) -> None:
    reply = Reply.objects.create(
        question=question, department=department, drafted_by=official, drafted_at=clock.now(), body="已安排。"
    )
    AuditEntry.objects.all().delete()
    record("question.assigned", question, by=official)
    record("reply.drafted", reply, by=official)
    words = {"number": question.number, "title": question.title, "link": f"question:{question.pk}"}[asked]
    assert set(acts(desk.get(AUDIT, {"about": words}))) == {"question.assigned", "reply.drafted"}


def test_a_filter_by_a_departments_former_address_leads_to_that_of_today(
    desk: DeskClient, department: Department
) -> None:
    edit_department(department, by=None, slug="building")
    answer = desk.get(f"{AUDIT}?unit=housing&kind=people")
    assert (answer.status_code, answer["Location"]) == (301, f"{AUDIT}?unit=building&kind=people")
