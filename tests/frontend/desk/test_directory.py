"""The county's directory and the completion of the yearly lists at the desk and for everybody."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from consultations.decisions.actions import prepare_decision
from consultations.decisions.completion import publish_completion, record_completion
from consultations.decisions.lists import draft_list, publish_list
from consultations.decisions.models import Decision, ParticipationList
from participation import clock
from participation.accounts.models import Department, User
from tests.cast import Side
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.desk.test_decisions import sent_rows
from tests.frontend.public.conftest import words
from tests.permissions.decision import LINE

WRITE = "/desk/decisions/lists/county/2026/"
SENT = {
    "matter": "农村饮水管理办法",
    "procedure": "公开征求意见",
    "unit": "水务局",
    "planned": "第四季度",
    "legal_basis": "《水法》第三条",
}
CONSENT = {"consent_on": "2026-06-01", "consent_document": "会议纪要〔2026〕3号"}
DECEMBER = clock.starts_at(date(2026, 12, 20))


@pytest.fixture
def directory(county: Department, office: Side) -> ParticipationList:
    """This year's, published."""
    row = draft_list(
        county, 2026, [LINE], by=office.recorder, consent_on=clock.today(), consent_document="内部会议纪要"
    )
    return publish_list(row, by=office.second)


def test_the_office_writes_the_directory_with_its_consent_and_its_editor_publishes(
    county: Department, office: Side
) -> None:
    drafter, second = at(DeskClient(), office.recorder), at(DeskClient(), office.second)
    assert "重大行政决策事项目录" in words(drafter.get("/desk/decisions/lists/"))
    today = {"consent_on": clock.today().isoformat(), "consent_document": "会议纪要〔2026〕3号"}
    assert drafter.post(WRITE, sent_rows(SENT)).status_code == 302
    row = ParticipationList.objects.get()
    refused = second.post(f"/desk/decisions/lists/{row.pk}/publish/")
    assert refused.status_code == 422 and "请填写同级党委同意的日期" in words(refused)
    assert drafter.post(WRITE, {**sent_rows(SENT, initial=1), **today}).status_code == 302
    assert "会议纪要〔2026〕3号" in words(second.get(f"/desk/decisions/lists/{row.pk}/"))
    assert second.post(f"/desk/decisions/lists/{row.pk}/publish/").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.kind) == ("published", "directory")
    again = drafter.get(WRITE)
    assert again.context["form"]["consent_on"].value() is None, "the next edition has its own"


def test_a_refused_row_or_day_keeps_what_was_typed(county: Department, office: Side) -> None:
    drafter = at(DeskClient(), office.recorder)
    for sent, says in (
        ({**sent_rows(SENT | {"legal_basis": ""}), **CONSENT}, "第1行没有填写完整"),
        ({**sent_rows(SENT), **CONSENT, "consent_on": "2039-01-01"}, "这一天还没有到"),
        ({**sent_rows(SENT), **CONSENT, "consent_on": "昨天"}, "日期"),
    ):
        answer = drafter.post(WRITE, sent)
        assert answer.status_code == 422 and says in words(answer)
        assert "会议纪要〔2026〕3号" in answer.content.decode()
    assert not ParticipationList.objects.exists()


def test_nobody_else_opens_the_form_of_the_directory(
    county: Department, office: Side, official: User, editor: User
) -> None:
    assert at(DeskClient(), official).get(WRITE).status_code == 404
    assert at(DeskClient(), editor).get(WRITE).status_code == 403
    assert at(DeskClient(), office.second).get(WRITE).status_code == 404


def test_the_office_is_not_offered_what_other_units_still_prepare(
    county: Department, office: Side, official: User, department: Department
) -> None:
    prepare_decision(by=official, slug="secret", title="还没有公开的事项", department=department)
    assert "还没有公开的事项" not in words(at(DeskClient(), office.recorder).get(WRITE))


def test_outside_the_directory_the_page_asks_why_and_everybody_reads_it(
    directory: ParticipationList, official: User, editor: User, department: Department
) -> None:
    prepare_decision(by=official, slug="urgent", title="应急供水方案", department=department)
    client, address = at(DeskClient(), editor), "/desk/decisions/urgent/do/list/"
    assert "目录外启动理由" in words(client.get(address))
    refused = client.post(address, {"outside_note": " "})
    assert refused.status_code == 422 and "公开说明启动理由" in words(refused)
    assert client.post(address, {"outside_note": "汛期水源受损，须立即处置。"}).status_code == 302
    page = words(Client().get("/decisions/urgent/"))
    assert "目录外事项" in page and "汛期水源受损，须立即处置。" in page


def test_in_the_directory_nothing_is_asked_and_its_page_leads_there(
    directory: ParticipationList, official: User, editor: User, department: Department
) -> None:
    prepare_decision(by=official, slug="water", title=LINE.matter, department=department)
    client, address = at(DeskClient(), editor), "/desk/decisions/water/do/list/"
    assert "目录外启动理由" not in words(client.get(address))
    assert client.post(address).status_code == 302
    assert "/decisions/lists/2026/county/" in Client().get("/decisions/water/").content.decode()


def test_the_completion_is_recorded_on_a_form_and_published_on_another_page(
    directory: ParticipationList, office: Side, official: User
) -> None:
    drafter, second = at(DeskClient(), office.recorder), at(DeskClient(), office.second)
    page = f"/desk/decisions/lists/{directory.pk}/"
    for outcome, note, says in (
        ("", "", "请选择完成情况"), ("done", "", "第1项完成情况"), ("adjusted", " ", "请公开说明"),
    ):  # fmt: skip
        answer = drafter.post(f"{page}completion/", {"outcome_1": outcome, "note_1": note})
        assert answer.status_code == 422 and says in words(answer), outcome
    sent = {"outcome_1": "adjusted", "note_1": "并入全县水价调整方案。"}
    assert drafter.post(f"{page}completion/", sent).status_code == 302
    assert at(DeskClient(), official).get(f"{page}completion/").status_code == 404
    assert second.get(f"{page}completion/").status_code == 403
    assert "并入全县水价调整方案。" not in words(Client().get("/decisions/lists/2026/county/"))
    assert second.post(f"{page}completion/publish/").status_code == 422, "not before December"
    with clock.at(DECEMBER):
        assert drafter.post(f"{page}completion/publish/").status_code == 422
        assert second.post(f"{page}completion/publish/").status_code == 302
    shown = words(Client().get("/decisions/lists/2026/county/"))
    assert "并入全县水价调整方案。" in shown and "完成情况公布于" in shown


def test_a_decided_dossier_is_not_asked_for_on_the_form(
    directory: ParticipationList, office: Side, department: Department
) -> None:
    made = Decision.objects.create(
        slug="w", title="办法", department=department, status="decided", created_at=clock.now(),
        published_at=clock.now(),
    )  # fmt: skip
    directory.items.update(decision=made)
    drafter, page = at(DeskClient(), office.recorder), f"/desk/decisions/lists/{directory.pk}/completion/"
    form = drafter.get(page)
    assert 'name="outcome_1"' not in form.content.decode() and "由系统认定" in words(form)
    assert drafter.post(page, {"outcome_1": "cancelled", "note_1": ""}).status_code == 302
    directory.refresh_from_db()
    assert directory.completion == {"1": ["completed", ""]}


def test_everybody_reads_and_downloads_the_directory(directory: ParticipationList, office: Side) -> None:
    client = Client()
    assert "重大行政决策事项目录" in words(client.get("/decisions/lists/"))
    page = words(client.get("/decisions/lists/2026/county/"))
    assert "《水法》第三条" in page and "经同级党委同意" in page and "内部会议纪要" not in page
    row = record_completion(directory, {1: ("cancelled", "=上级统一办理，不再制定")}, by=office.recorder)
    with clock.at(DECEMBER):
        publish_completion(row, by=office.second)
    answer = client.get("/decisions/lists/2026/county/1.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer) if answer.streaming else answer.content)).active
    assert sheet is not None
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert {"法律政策依据", "完成情况", "取消"} <= set(cells) and any("不再制定" in each for each in cells)
