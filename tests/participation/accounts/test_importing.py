"""Departments and people from a spreadsheet: what it would do is what it does, and hostile files are told so."""

import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from openpyxl import Workbook
from openpyxl.xml.constants import SHEET_MAIN_NS

from participation import clock
from participation.accounts.import_rows import Line, read_lines
from participation.accounts.importing import Report, import_lines, try_import
from participation.accounts.inviting import invitation_of, link_of
from participation.accounts.models import Department, Invitation, Membership, User
from participation.accounts.roles import end_role
from participation.accounts.staff import in_state
from participation.accounts.staff import staff as everybody
from participation.errors import Invalid, NotPermitted
from participation.ledger.models import AuditEntry
from participation.text import sheets

HEADS = {
    "单位": ("单位名称", "上级单位", "层级", "英文名", "网址标识", "电话", "地址"),
    "人员": ("姓名", "登录名", "邮箱", "手机", "单位", "角色", "开始日期", "截止日期"),
}
Cells = tuple[Any, ...]
UNITS: list[Cells] = [
    ("柳树村", "临河镇", "村", "Willow", "willow", "", ""),
    ("临河镇", "", "乡镇", "Riverside", "riverside", "0855-1", "河街１号"),
    ("水务局", "青川县人民政府", "部门", "Water Bureau", "", "", ""),
]
STAFF: list[Cells] = [
    ("刘干事", "liu", "liu@example.org", 13800000000, "水务局", "起草人员、答复人员", "2026-03-01", None),
    (
        "陈村长",
        "ｃｈｅｎ",
        " chen@example.org ",
        "",
        "willow",
        "drafter",
        datetime(2026, 3, 1),
        "2099年12月31日",
    ),
]


def book(units: list[Cells] = UNITS, staff: list[Cells] = STAFF) -> Workbook:
    made = Workbook()
    made.remove(made["Sheet"])
    for name, rows in (("单位", units), ("人员", staff)):
        sheet = made.create_sheet(name)
        for row in [HEADS[name], *rows]:
            sheet.append(row)
    return made


def content(made: Workbook | None = None) -> bytes:
    kept = io.BytesIO()
    (made or book()).save(kept)
    return kept.getvalue()


def lines(units: list[Cells] = UNITS, staff: list[Cells] = STAFF) -> list[Line]:
    return read_lines(content(book(units, staff)))


def counts(report: Report) -> dict[str, int]:
    return {kind: n for kind in ("new", "changed", "unchanged", "wrong") if (n := report.count(kind))}


def wrong(report: Report) -> list[tuple[int, str]]:
    return [(each.line.number, where) for each in report.wrong for where, _why in each.wrong]


def test_what_it_would_do_is_shown_and_nothing_kept(county: Department, administrator: User) -> None:
    before = AuditEntry.objects.count()
    report = try_import(lines(), by=administrator)
    assert counts(report) == {"new": 5} and not report.is_kept
    assert Department.objects.count() == 1 and not User.objects.filter(username="liu").exists()
    assert AuditEntry.objects.count() == before


def test_done_it_stands_in_any_order_of_the_rows_and_again_changes_nothing(
    county: Department, administrator: User
) -> None:
    assert counts(import_lines(lines(), by=administrator)) == {"new": 5}
    assert Department.objects.get(slug="willow").path == "/county/riverside/willow/"
    assert Department.objects.get(name="水务局").slug == "water-bureau"
    liu = User.objects.get(username="liu")
    assert liu.phone == "13800000000" and not liu.has_usable_password()
    assert {row.role for row in liu.memberships.all()} == {"drafter", "answerer"}
    chen = User.objects.get(username="chen").memberships.get()
    assert (chen.starts_on, chen.ends_on) == (date(2026, 3, 1), date(2099, 12, 31))
    entries = AuditEntry.objects.count()
    assert counts(import_lines(lines(), by=administrator)) == {"unchanged": 5}
    assert AuditEntry.objects.count() == entries and Membership.objects.count() == 4


def test_a_row_that_names_no_role_leaves_those_of_somebody_who_is_here(
    county: Department, administrator: User
) -> None:
    import_lines(lines(), by=administrator)
    [known, new] = try_import(
        lines([], [("刘主任", "liu", "", "", "", "", "", ""), ("新人", "fresh", "", "", "", "", "", "")]),
        by=administrator,
    ).outcomes
    assert known.kind == "changed" and known.changes == ["姓名：刘干事 → 刘主任"]
    assert new.kind == "wrong", "somebody new needs a role"


def test_a_second_department_is_said_to_be_added(county: Department, administrator: User) -> None:
    import_lines(lines(), by=administrator)
    [row] = try_import(
        lines([], [("刘干事", "liu", "", "", "临河镇", "起草人员", "", "")]), by=administrator
    ).outcomes
    assert row.changes == ["增加：起草人员（临河镇）"]


def test_what_changed_is_said_from_what_to_what(county: Department, administrator: User) -> None:
    import_lines(lines(), by=administrator)
    units = [("临河镇", "", "", "", "", "0855-2", "")]
    staff = [("刘主任", "LIU", "", "", "水务局", "审签人员", "", "")]
    report = try_import(lines(units, staff), by=administrator)
    [unit, person] = report.outcomes
    assert unit.kind == person.kind == "changed"
    assert unit.changes == ["电话：0855-1 → 0855-2"]
    assert any("刘干事 → 刘主任" in each for each in person.changes) and any(
        "审签人员" in each for each in person.changes
    )
    import_lines(lines(units, staff), by=administrator)
    assert User.objects.get(username="liu").memberships.count() == 3, "nothing is taken away"


def test_each_wrong_row_says_where_and_nothing_is_written_unless_the_right_ones_are_asked_for(
    county: Department, administrator: User, resident: User
) -> None:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    units: list[Cells] = [
        ("教育局", "", "部门", "", "education", "", ""),
        ("民政局", "没有的局", "部门", "", "civil", "", ""),
        ("财政局", "", "厅", "", "finance", "", ""),
        ("税务局", "", "部门", "", "", "", ""),
        ("", "", "部门", "", "nameless", "", ""),
        ("审计局", "", "部门", "", "Audit Office", "", ""),
        ("又一县", "", "县", "", "second", "", ""),
        ("教育局", "", "部门", "", "education", "", ""),
    ]
    staff: list[Cells] = [
        ("甲", "jia", "", "", "教育局", "起草人员", "", ""),
        ("乙", "yi", "yi#example", "", "教育局", "起草人员", "", ""),
        ("丙", "bing", "", "", "没有的局", "起草人员", "", ""),
        ("丁", "ding", "", "", "教育局", "国王", "", ""),
        ("戊", "wu", "", "", "教育局", "", "", ""),
        ("己", "ji", "", "", "教育局", "起草人员", "下周一", ""),
        ("庚", "geng", "", "", "教育局", "起草人员", "2026-03-01", "2026-02-01"),
        ("", "xin", "", "", "教育局", "起草人员", "", ""),
        ("辛", "", "", "", "教育局", "起草人员", "", ""),
        ("壬", "ren", "resident@example.org", "", "教育局", "起草人员", "", ""),
        ("甲二", "jia", "", "", "教育局", "答复人员", "", ""),
    ]
    sent = lines(units, staff)
    report = try_import(sent, by=administrator)
    assert wrong(report) == [
        (3, "上级单位"), (4, "层级"), (5, "网址标识"), (6, "单位名称"), (7, "网址标识"), (8, "上级单位"),
        (9, "单位名称"),
        (3, "邮箱"), (4, "单位"), (5, "角色"), (6, "角色"), (7, "开始日期"), (8, "截止日期"),
        (9, "姓名"), (10, "登录名"),
        (11, "邮箱"), (12, "姓名"),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="17 行有误"):
        import_lines(sent, by=administrator)
    assert Department.objects.count() == 1
    assert counts(import_lines(sent, by=administrator, right_rows=True)) == {"new": 2, "wrong": 17}
    assert User.objects.get(username="jia").name == "甲" and Department.objects.count() == 2


def test_a_person_of_two_departments_stands_in_two_rows(
    county: Department, department: Department, other_department: Department, administrator: User
) -> None:
    staff: list[Cells] = [
        ("甲", "jia", "jia@example.org", "", "housing", "起草人员", "", ""),
        ("甲", "jia", "", "", "教育局", "审签人员", "", ""),
    ]
    import_lines(lines([], staff), by=administrator)
    held = User.objects.get(username="jia").memberships.values_list("department__slug", "role")
    assert set(held) == {("housing", "drafter"), ("education", "reviewer")}
    assert counts(try_import(lines([], staff), by=administrator)) == {"unchanged": 2}


def test_a_role_that_was_ended_stays_ended_when_an_old_file_comes_again(
    county: Department, administrator: User
) -> None:
    import_lines(lines(), by=administrator)
    row = User.objects.get(username="chen").memberships.get()
    end_role(row, by=administrator)
    with clock.at(clock.now() + timedelta(days=2)):
        old = lines([], [("陈村长", "chen", "", "", "willow", "drafter", "2026-03-01", "")])
        assert counts(import_lines(old, by=administrator)) == {"unchanged": 1}
        tomorrow = (clock.today() + timedelta(days=1)).isoformat()
        anew = lines([], [("陈村长", "chen", "", "", "willow", "drafter", tomorrow, "")])
        assert counts(import_lines(anew, by=administrator)) == {"changed": 1}


def test_two_departments_of_one_name_are_told_apart_by_their_address(
    county: Department, township: Department, administrator: User
) -> None:
    units: list[Cells] = [
        ("柳树村", "临河镇人民政府", "村", "", "willow", "", ""),
        ("柳树村", "青川县人民政府", "村", "", "willow-2", "", ""),
    ]  # fmt: skip
    import_lines(lines(units, []), by=administrator)
    staff: list[Cells] = [("甲", "jia", "", "", "柳树村", "drafter", "", "")]
    assert wrong(try_import(lines([], staff), by=administrator)) == [(2, "单位")]


def test_nobody_else_imports_and_an_account_that_may_do_more_is_left_alone(
    county: Department, department: Department, editor: User, administrator: User, resident: User
) -> None:
    with pytest.raises(NotPermitted):
        try_import(lines(), by=editor)
    User.objects.filter(pk=resident.pk).update(is_superuser=True)
    staff: list[Cells] = [("主人", "resident", "", "", "housing", "editor", "", "")]
    assert wrong(try_import(lines([], staff), by=administrator)) == [(2, "姓名")]
    assert counts(try_import(lines([], [("何管理员", "administrator", "", "", "county", "administrator", "", "")]),
                             by=administrator)) == {"unchanged": 1}  # fmt: skip


def test_new_people_are_invited_when_asked_and_have_a_mail(county: Department, administrator: User) -> None:
    staff = [*STAFF, ("无邮箱", "nomail", "", "", "水务局", "drafter", "", "")]
    report = import_lines(lines(UNITS, staff), by=administrator, invites=True)
    assert (report.invited, report.uninvited) == (2, ["nomail"]) and Invitation.objects.count() == 2


def test_examples_blank_rows_titles_and_other_sheets_are_left_out(
    county: Department, administrator: User
) -> None:
    made = book(
        [
            ("示例：县水务局", "", "部门", "", "example", "", ""),
            (None,) * 7,
            (" ", "", "", "", "", "", ""),
            *UNITS,
        ]
    )
    made["单位"].insert_rows(1)
    made["单位"]["A1"] = "云岫县单位名录"
    made.create_sheet("说明").append(("随便", "写写"))
    found = read_lines(content(made))
    assert [(line.sheet, line.number) for line in found][:1] == [("departments", 6)] and len(found) == 5


def test_formulas_errors_and_merged_cells_are_named_by_row_and_column(
    county: Department, administrator: User
) -> None:
    made = book()
    made["人员"]["A2"] = "=A3"
    made["人员"]["D3"] = "#REF!"
    made["人员"]["D3"].data_type = "e"
    made["单位"].merge_cells("B2:B3")
    report = try_import(read_lines(content(made)), by=administrator)
    assert set(wrong(report)) >= {(2, "姓名"), (3, "手机"), (2, "单位名称"), (3, "单位名称")}


def _zip(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return kept.getvalue()


def _far() -> bytes:
    made = book()
    made["单位"].cell(30_000, 1, "远")
    return content(made)


def _long() -> bytes:
    return content(book([(f"单位{n}", "", "部门", "", f"u{n}", "", "") for n in range(1_001)], []))


def _sheet(rows: str, more: str = "") -> bytes:
    """A whole workbook whose first sheet reads as given."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content())) as made,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in made.namelist():
            text = made.read(part)
            if part == "xl/worksheets/sheet1.xml":
                text = f'<worksheet xmlns="{SHEET_MAIN_NS}"><sheetData>{rows}</sheetData>{more}</worksheet>'.encode()
            archive.writestr(part, text)
    return kept.getvalue()


@pytest.mark.parametrize(
    "hostile",
    [
        b"", b"name,sign-in\n", b"PK\x03\x04broken", _zip(word__document_xml=b"<x/>"),
        _zip(xl__workbook_xml=b"<x/>"), _zip(xl__workbook_xml=b" " * 21 * 1024 * 1024),
        _zip(xl__workbook_xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), b"PK\x03\x04" + b"0" * 2_100_000,
        _far(), _long(),
        content(Workbook()), _sheet("<row/>" * 50_000), _sheet("<row>" + "<c/>" * 250_000 + "</row>"),
        _sheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        _sheet("", '<mergeCells><mergeCell ref="A:B"/></mergeCells>'),
    ],
    ids=["empty", "csv", "broken", "word", "hollow", "bomb", "entities", "huge", "far", "long", "other", "rows",
         "cells", "merged", "columns"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_a_sentence(hostile: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_lines(hostile)
    assert list(refused.value.errors) == ["file"] and str(refused.value)


def test_a_file_of_fifty_thousand_rows_is_refused_before_its_cells_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "load_workbook", None)
    with pytest.raises(Invalid, match="5000"):
        read_lines(_sheet("<row><c/></row>" * 50_000))


def test_the_command_does_the_same_and_says_what_is_lacking(
    county: Department, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "county.xlsx"
    file.write_bytes(content())
    for kept in ('"new": 5', '"unchanged": 5'):
        call_command("setup_county", departments=file, people=file, json=True)
        said = capsys.readouterr().out
        assert kept in said and '"kept": true' in said and "尚无管理员" in said
    file.write_bytes(content(book([("民政局", "没有的局", "部门", "", "civil", "", "")], [])))
    with pytest.raises(CommandError, match="1 行有误"):
        call_command("setup_county", departments=file)
    with pytest.raises(CommandError):
        call_command("setup_county", departments=tmp_path / "nothing.xlsx")


def test_an_address_that_stands_twice_is_named_in_both_rows_and_everything_wrong_with_a_row_is(
    county: Department, administrator: User
) -> None:
    staff: list[Cells] = [
        ("刘干事", "liu", "same@example.org", "", "水务局", "起草人员", "", ""),
        ("陈村长", "chen", "Same@example.org", "12345", "水务局", "起草人员", "2026-12-31", "2026-12-01"),
        ("王干事", "wang", "wang@example.org", "0855-1234567", "没有的局", "摄影师", "", ""),
    ]
    report = try_import(read_lines(content(book(staff=staff))), by=administrator)
    said = [dict(each.wrong) for each in report.outcomes[-3:]]
    assert said[0] == {"邮箱": "与第 3 行的邮箱重复。"}
    assert said[1].keys() == {"邮箱", "手机"} and said[1]["邮箱"] == "与第 2 行的邮箱重复。"
    assert said[2].keys() == {"手机", "角色"}


def test_an_account_that_somebody_opened_by_themself_is_given_no_role_by_a_file(
    county: Department, administrator: User
) -> None:
    User.objects.create_user("liu", email="liu@example.org", password="a-strangers-password-1")
    report = try_import(read_lines(content()), by=administrator)
    wrong = next(each for each in report.outcomes if each.line.said.get("username") == "liu")
    assert wrong.wrong == [("登录名", "该登录名已被自行注册的账号使用，请另取登录名。")]
    import_lines(read_lines(content()), by=administrator, right_rows=True)
    assert not Membership.objects.filter(user__username="liu").exists()


def test_a_mail_address_put_right_in_the_file_gets_its_link_and_the_old_one_opens_nothing(
    county: Department, administrator: User
) -> None:
    import_lines(read_lines(content()), by=administrator, invites=True)
    old = link_of(Invitation.objects.get(user__username="liu")).rstrip("/").rpartition("/")[2]
    staff = [(*STAFF[0][:2], "liu.right@example.org", *STAFF[0][3:])]
    report = import_lines(read_lines(content(book(staff=staff))), by=administrator, invites=True)
    assert report.invited == 1 and invitation_of(old) is None
    assert in_state(everybody(), "invited").filter(username="liu").exists()
