"""The dossier for everyone: what is public of a matter, and nothing else."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from consultations.decisions.actions import attach, list_decision, prepare_decision, stop_decision
from consultations.decisions.confirming import confirm_result
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.stages import begin_stage
from consultations.decisions.waivers import confirm_waiver, waive_stage
from consultations.models import Consultation, Version
from consultations.notices.changes import extend_period, suspend_consultation
from frontend.shared.dossier_marks import RESULT
from participation.accounts.actions import edit_department
from participation.accounts.models import Department, User
from tests.cast import Side
from tests.dossiers import recorded, sent_for_review, taken
from tests.frontend.public.conftest import words

ROW = Listed("农村饮水管理办法", "公开征求意见、听证", "住建局", "第四季度", "网上、座谈会", None, True)


def opened(slug: str, official: User, department: Department, **fields: object) -> Decision:
    title = "农村饮水管理办法" if slug == "water" else f"农村饮水管理办法{slug}"
    return prepare_decision(by=official, slug=slug, title=title, department=department, **fields)


@pytest.fixture
def decision(official: User, editor: User, department: Department, draft: Version) -> Decision:
    made = list_decision(opened("water", official, department, summary="水价写进办法。"), by=editor)
    attach(made, draft.document, by=official)
    return made


def test_a_matter_being_prepared_has_no_page(client: Client, official: User, department: Department) -> None:
    opened("secret", official, department)
    assert client.get("/decisions/secret/").status_code == 404
    assert "农村饮水管理办法" not in words(client.get("/decisions/"))


def test_the_dossier_shows_stages_with_results_and_public_notes_only(
    client: Client, decision: Decision, official: User, reviewer: User, justice: Side
) -> None:
    proposed = waive_stage(
        decision, "hearing", by=official, ground="no_hearing_due", public_note="不涉及重大利益调整。"
    )
    assert "不涉及重大利益调整。" not in words(client.get("/decisions/water/")), "only proposed"
    confirm_waiver(proposed, by=reviewer)
    sent_for_review(decision, by=official, inside_note="送审文号内部登记")
    row = recorded(
        decision, "legality_review", public_note="审查认为合法。", inside_note="附修改建议若干",
        document_name="合法性审查意见书", counsel="罗律师",
    )  # fmt: skip
    waits = words(client.get("/decisions/water/"))
    for unconfirmed in ("审查认为合法。", "合法性审查意见书", "罗律师"):
        assert unconfirmed not in waits
    confirm_result(row, by=justice.second)
    page = words(client.get("/decisions/water/"))
    for said in (
        "不涉及重大利益调整。",
        "审查认为合法。",
        "合法性审查意见书",
        "合法",
        "水价写进办法。",
        "罗律师",
    ):
        assert said in page
    for kept in ("送审文号内部登记", "附修改建议若干", reviewer.name, official.name, "依法还缺什么"):
        assert kept not in page


@pytest.mark.parametrize(
    ("stage", "result", "said"),
    [
        (
            "legality_review",
            "exploratory",
            ("探索性改革事项，已明示法律风险", "收费方式可能被认为缺少上位法依据。"),
        ),
        ("legality_review", "returned", ("退回补充", "缺少征求意见采纳情况。")),
        ("fair_competition_review", "excepted", ("适用例外规定", "社会公共利益", "二年")),
        ("fair_competition_review", "not_compliant", ("不符合公平竞争审查标准", "第八条第三项。")),
        ("fair_competition_review", "compliant", ("符合公平竞争审查标准", "听取供水企业3家意见。")),
    ],
)
def test_each_result_is_said_with_what_the_law_wants_said_of_it(
    client: Client,
    decision: Decision,
    official: User,
    units: object,
    stage: str,
    result: str,
    said: tuple[str, ...],
) -> None:
    if stage == "legality_review":
        sent_for_review(decision, by=official)
    taken(decision, stage, result=result)
    page = words(client.get("/decisions/water/"))
    assert all(each in page for each in said)


def test_every_result_has_a_mark() -> None:
    assert set(RESULT) == {code for code in DecisionStage.Result.values if code}


def test_those_who_work_on_it_also_see_what_the_law_still_misses(
    client: Client, decision: Decision, official: User, other_official: User
) -> None:
    client.force_login(official)
    page = words(client.get("/decisions/water/"))
    assert "依法还缺什么" in page and "尚未征求公众意见" in page and "第二十五条" in page
    client.force_login(other_official)
    assert "依法还缺什么" not in words(client.get("/decisions/water/"))


def test_the_dossier_leads_to_its_consultation_and_texts_but_not_to_drafts(
    client: Client, decision: Decision, notice: Consultation, official: User, editor: User
) -> None:
    attach(decision, notice, by=official)
    attach(decision, notice.document, by=official)
    hidden = client.get("/decisions/water/")
    assert notice.title not in words(hidden) and not hidden.context["documents"]
    from consultations.notices.actions import publish_consultation

    publish_consultation(notice, by=editor)
    shown = client.get("/decisions/water/")
    assert f"/consultations/{notice.slug}/" in shown.content.decode()
    assert [row["document"] for row in shown.context["documents"]] == [notice.document]


def test_a_stopped_matter_says_why(client: Client, decision: Decision, editor: User) -> None:
    stop_decision(decision, by=editor, public_note="上位法将修订，暂缓。")
    page = words(client.get("/decisions/water/"))
    assert "上位法将修订，暂缓。" in page and "已中止" in page


def test_the_list_is_filtered_by_status_kind_and_department(
    client: Client, decision: Decision, other_department: Department
) -> None:
    def found(query: str) -> int:
        return len(client.get(f"/decisions/?{query}").context["rows"])

    assert found("") == found("status=under_way") == found("kind=major_decision") == 1
    assert found("department=housing") == 1
    assert found("status=decided") == found("kind=other") == 0
    assert found("status=nonsense") == 1


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(
    client: Client, official: User, editor: User, department: Department, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(many):
        row = list_decision(opened(f"d{n}", official, department), by=editor)
        begin_stage(row, "drafting", by=official)
    with django_assert_num_queries(6):
        client.get("/decisions/")


@pytest.mark.parametrize("many", [1, 30])
def test_the_dossier_costs_the_same_for_one_round_and_for_thirty(
    client: Client, decision: Decision, official: User, reviewer: User, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _n in range(many):
        begin_stage(decision, "agency_consultation", by=official)
        taken(decision, "agency_consultation", by=official, second=reviewer)
    with django_assert_num_queries(16):
        client.get("/decisions/water/")


def test_a_yearly_list_keeps_its_editions_and_downloads_as_a_spreadsheet(
    client: Client, department: Department, official: User, editor: User, decision: Decision
) -> None:
    first = publish_list(
        draft_list(department, 2026, [ROW._replace(decision=decision)], by=official), by=editor
    )
    second = draft_list(department, 2026, [ROW, ROW._replace(matter="=1+1")], by=official, seen=first)
    assert len(client.get("/decisions/lists/2026/housing/").context["items"]) == 1
    publish_list(second, by=editor)
    newest = client.get("/decisions/lists/2026/housing/")
    assert len(newest.context["items"]) == 2
    older = client.get("/decisions/lists/2026/housing/?edition=1")
    assert len(older.context["items"]) == 1 and "/decisions/water/" in older.content.decode()
    assert "这是较早的版本" in words(older)
    answer = client.get("/decisions/lists/2026/housing/2.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1] == (
        "序号",
        "事项名称",
        "需履行的程序",
        "承办单位",
        "拟决策时间",
        "公众参与方式",
        "是否听证",
    )
    assert rows[2][1:] == (*ROW[:5], "是")
    assert sheet.cell(4, 2).data_type == "s", "what somebody wrote is no formula"


@pytest.mark.parametrize(
    "address", ["2026/nowhere/", "1999/housing/", "2026/housing/?edition=9", "2026/housing/9.xlsx"]
)
def test_a_list_that_is_not_there_is_not_found(client: Client, department: Department, address: str) -> None:
    assert client.get(f"/decisions/lists/{address}").status_code == 404


def test_addresses_with_the_former_slug_of_a_department_lead_to_those_of_today(
    client: Client,
    department: Department,
    official: User,
    editor: User,
    administrator: User,
    decision: Decision,
) -> None:
    publish_list(draft_list(department, 2026, [ROW], by=official), by=editor)
    edit_department(department, by=administrator, slug="construction")
    edit_department(department, by=administrator, slug="homes")
    for old in ("housing", "construction"):
        for path in (
            "/decisions/lists/2026/{}/", "/decisions/lists/2026/{}/?edition=1", "/decisions/lists/2026/{}/1.xlsx",
            "/decisions/?department={}", "/consultations/?department={}&phase=open", "/interpretations/?department={}",
            "/questions/?q=%E6%B0%B4&department={}", "/api/v1/questions/?department={}",
        ):  # fmt: skip
            answer = client.get(path.format(old))
            assert answer.status_code == 301 and old not in answer["Location"], path
            assert client.get(answer["Location"]).status_code == 200, path
    assert client.get("/questions/?q=%E6%B0%B4&department=housing")["Location"].startswith(
        "/questions/?q=%E6%B0%B4&"
    )
    for path in (
        "/questions/?department=nowhere",
        "/questions/?department=%00",
        f"/questions/?department={'x' * 99}",
    ):
        assert client.get(path).status_code == 200, path
    assert client.get("/decisions/lists/2026/nowhere/").status_code == 404


def test_a_draft_list_is_nobodys_to_read(client: Client, department: Department, official: User) -> None:
    draft_list(department, 2026, [ROW], by=official)
    assert client.get("/decisions/lists/2026/housing/").status_code == 404
    assert "住房和城乡建设局" not in words(client.get("/decisions/lists/"))


def test_a_dossier_that_is_not_public_is_not_linked_from_a_list(
    client: Client, department: Department, official: User, editor: User
) -> None:
    secret = opened("secret", official, department)
    publish_list(draft_list(department, 2026, [ROW._replace(decision=secret)], by=official), by=editor)
    assert "/decisions/secret/" not in client.get("/decisions/lists/2026/housing/").content.decode()


def test_what_happened_to_a_notice_stands_on_its_page_with_its_reason(
    client: Client, consultation: Consultation, editor: User
) -> None:
    extend_period(
        consultation, consultation.closes_on + timedelta(days=5), by=editor, note="应居民要求，延长征集期限。"
    )
    page = words(client.get(f"/consultations/{consultation.slug}/"))
    assert "公告发布后的变更" in page and "应居民要求，延长征集期限。" in page and "截止日期由" in page
    fresh = Consultation.objects.select_related("department").get(pk=consultation.pk)
    suspend_consultation(fresh, by=editor, note="等待上级出台规定，暂停征集。")
    page = words(client.get(f"/consultations/{consultation.slug}/"))
    assert page.count("等待上级出台规定，暂停征集。") == 1, (
        "said once, where the page says that it is suspended"
    )
