"""Decisions at the desk: each gate of the law refuses and lets pass through the page itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.stages import begin_stage
from consultations.models import Consultation, Version
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction
from participation.corrections.models import Correction
from tests.cast import Side
from tests.desk_client import DeskClient
from tests.dossiers import REPLACED, papers, particulars, sent_for_review, started, taken
from tests.drafts import after_closing
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

PAGE = "/desk/decisions/water/"
MEETING = f"{PAGE}stages/collective_decision/"


@pytest.fixture
def prepared(official: User, department: Department) -> Decision:
    return prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)


@pytest.fixture
def decision(prepared: Decision, editor: User, official: User, draft: Version) -> Decision:
    attach(prepared, draft.document, by=official)
    return list_decision(prepared, by=editor)


def record(user: User, stage: str, way: str = "complete", **said: Any) -> Any:
    """Send one of a stage's forms."""
    sent = {f"{way}-{name}": value if name == "files" else str(value) for name, value in said.items()}
    return at(DeskClient(), user).post(f"{PAGE}stages/{stage}/", {"way": way, **sent})


def fill_in(user: User, stage: str, result: str = "", **more: Any) -> Any:
    """Record a stage with everything the law wants said of it."""
    said = particulars(stage, result) | ({"result": result} if result else {}) | more
    if stage != "fair_competition_review":
        said.pop("first_opinion", None)
    return record(
        user, stage, files=papers(stage, result), **{k: "on" if v is True else v for k, v in said.items()}
    )


def meet(user: User, on: date) -> Any:
    return fill_in(user, "collective_decision", "passed", held_on=on)


def heard(decision: Decision, consultation: Consultation, official: User, reviewer: User) -> None:
    started(decision, by=official, second=reviewer)
    attach(decision, consultation, by=official)
    with after_closing(consultation):
        feedback = draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了")
        publish_feedback(feedback, by=reviewer)


def test_a_drafter_opens_a_dossier_and_an_editor_puts_it_on_record(
    official: User, editor: User, department: Department
) -> None:
    drafter = at(DeskClient(), official)
    answer = drafter.post(
        "/desk/decisions/new/",
        {"title": "夜市管理办法", "slug": "market", "department": department.pk, "kind": "normative_document",
         "affects_business": "on"},
    )  # fmt: skip
    assert answer["Location"] == "/desk/decisions/market/"
    made = Decision.objects.get(slug="market")
    assert made.affects_business and made.status == "draft"
    assert drafter.post("/desk/decisions/market/do/list/").status_code == 422
    assert at(DeskClient(), editor).post("/desk/decisions/market/do/list/").status_code == 302
    made.refresh_from_db()
    assert made.status == "under_way"


@pytest.mark.parametrize("slug", ["lists", "new", "water"])
def test_an_address_that_is_taken_is_refused_in_the_form(
    prepared: Decision, official: User, department: Department, slug: str
) -> None:
    said = {"title": "办法", "slug": slug, "department": department.pk, "kind": "other"}
    answer = at(DeskClient(), official).post("/desk/decisions/new/", said)
    assert answer.status_code == 422 and "该网址已被占用" in words(answer)


def test_a_drafter_changes_what_the_dossier_says(decision: Decision, official: User) -> None:
    answer = at(DeskClient(), official).post(
        f"{PAGE}edit/",
        {
            "title": "饮水办法",
            "kind": "major_decision",
            "summary": "水价写进办法，新的简介。",
            "concerns": ["price"],
        },
    )
    assert answer.status_code == 302
    decision.refresh_from_db()
    assert (decision.title, decision.concerns, decision.summary) == (
        "农村饮水管理办法",
        ["price"],
        "水价写进办法，新的简介。",
    )


def test_what_the_public_was_told_it_is_one_person_does_not_take_away(
    decision: Decision, official: User, editor: User
) -> None:
    desk = at(DeskClient(), official)
    answer = desk.post(
        f"{PAGE}edit/", {"title": "饮水办法", "kind": "other", "summary": "水价写进办法，新的简介。"}
    )
    assert answer.status_code == 422 and answer.context["form"].errors["kind"]
    assert "新的简介" in words(answer), "nothing that was typed is lost"
    proposal = {"kind": "other", "traits": ["risky"], "reason": "经核实不属于目录所列重大行政决策事项。"}
    assert desk.post(f"{PAGE}do/nature/", proposal).status_code == 302
    correction = Correction.objects.get()
    assert desk.post(f"/desk/corrections/{correction.pk}/confirm/").status_code in (302, 403, 404, 422)
    assert Decision.objects.get(pk=decision.pk).kind == "major_decision"
    page = at(DeskClient(), editor).get(f"/desk/corrections/{correction.pk}/")
    assert "重大行政决策" in words(page) and "造成不利影响" in words(page)
    confirm_correction(correction, by=editor)
    seen = DeskClient().get("/decisions/water/").content.decode()
    assert "经核实不属于目录所列重大行政决策事项。" in seen


@pytest.mark.parametrize(
    "form_data",
    [
        {"kind": "", "traits": [], "reason": "x"},
        {"kind": "busy", "traits": [], "reason": "x"},
        {"kind": "other", "traits": ["nonsense"], "reason": "x"},
        {"kind": "other", "traits": ["objected"], "reason": "x"},
        {"kind": "other", "traits": [], "reason": " "},
        {"kind": "major_decision", "traits": [], "reason": "没有改动。"},
    ],
)
def test_a_lighter_nature_is_refused_with_its_field(
    decision: Decision, official: User, form_data: dict[str, object]
) -> None:
    answer = at(DeskClient(), official).post(f"{PAGE}do/nature/", form_data)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert not Correction.objects.exists()


def test_a_consultation_is_tied_to_the_matter_with_its_text(
    decision: Decision, consultation: Consultation, official: User
) -> None:
    at(DeskClient(), official).post(f"{PAGE}attach/", {"consultation": consultation.pk})
    assert list(decision.consultations.all()) == [consultation]
    assert list(decision.documents.all()) == [consultation.document]


def test_the_meeting_is_refused_with_its_basis_while_something_is_missing(
    decision: Decision, office: Side
) -> None:
    decision.is_technical = decision.is_risky = decision.affects_business = True
    decision.save()
    answer = meet(office.recorder, clock.today())
    assert answer.status_code == 422
    page = words(answer)
    for missing in (
        "尚未登记启动决策程序的决定", "尚未征求有关单位意见",
        "尚未征求公众意见", "缺少专家论证意见", "没有认定风险可控", "缺少公平竞争审查", "没有认定合法的合法性审查意见",
        "第二十五条",
    ):  # fmt: skip
        assert missing in page
    assert not DecisionStage.objects.exists()


@pytest.mark.parametrize(
    ("flag", "stage", "result", "missing", "met"),
    [
        ("is_technical", "expert_review", "", "缺少专家论证意见", "已有专家论证意见"),
        ("is_risky", "risk_assessment", "controllable", "没有认定风险可控", "风险评估结论为可控"),
        ("affects_business", "fair_competition_review", "compliant", "缺少公平竞争审查", "已经公平竞争审查"),
    ],
)
def test_each_review_that_a_matter_needs_opens_its_gate(
    decision: Decision, official: User, reviewer: User, market: Side, flag: str, stage: str, result: str,
    missing: str, met: str,
) -> None:  # fmt: skip
    setattr(decision, flag, True)
    decision.save()
    assert missing in words(at(DeskClient(), official).get(MEETING))
    by, second = market if stage == "fair_competition_review" else (official, reviewer)
    assert fill_in(by, stage, result).status_code == 302
    assert missing in words(at(DeskClient(), official).get(MEETING)), "it waits for a second person"
    assert record(second, stage, "confirm").status_code == 302
    page = words(at(DeskClient(), official).get(MEETING))
    assert missing not in page and met in page


def test_an_uncontrollable_risk_opens_no_gate(decision: Decision, official: User, reviewer: User) -> None:
    decision.is_risky = True
    decision.save()
    assert fill_in(official, "risk_assessment", "uncontrollable").status_code == 302
    assert record(reviewer, "risk_assessment", "confirm").status_code == 302
    assert "没有认定风险可控" in words(at(DeskClient(), official).get(MEETING))


def test_the_meeting_passes_through_the_page_once_the_law_has_what_it_asks_for(
    decision: Decision,
    consultation: Consultation,
    official: User,
    reviewer: User,
    justice: Side,
    office: Side,
) -> None:
    heard(decision, consultation, official, reviewer)
    day = consultation.closes_on + timedelta(days=1)
    with clock.at(clock.starts_at(day)):
        assert record(official, "legality_review", "begin").status_code == 302
        assert fill_in(justice.recorder, "legality_review", "lawful").status_code == 302
        assert record(justice.second, "legality_review", "confirm").status_code == 302
        early = meet(office.recorder, day)
        assert early.status_code == 422 and "合法性审查在会议前须有至少" in words(early)
    with clock.at(clock.starts_at(day + timedelta(days=20))):
        assert meet(office.recorder, clock.today()).status_code == 302
        assert record(office.second, "collective_decision", "confirm").status_code == 302
        assert record(official, "publication").status_code == 403, "it follows by itself"
        page = words(at(DeskClient(), official).get(f"{PAGE}stages/publication/"))
        assert (
            "尚未按照规定请示报告同级党委" in page and "正式文本尚未公布" in page and "会议讨论通过" in page
        )


def test_an_unlawful_draft_does_not_go_to_the_meeting(
    decision: Decision,
    consultation: Consultation,
    official: User,
    reviewer: User,
    justice: Side,
    office: Side,
) -> None:
    heard(decision, consultation, official, reviewer)
    record(official, "legality_review", "begin")
    fill_in(justice.recorder, "legality_review", "unlawful")
    record(justice.second, "legality_review", "confirm")
    with clock.at(clock.starts_at(clock.today() + timedelta(days=60))):
        assert "没有认定合法的合法性审查意见" in words(meet(office.recorder, clock.today()))


def test_the_drafter_is_offered_no_form_for_the_legality_review_and_cannot_send_one(
    decision: Decision, official: User, reviewer: User, justice: Side
) -> None:
    sent_for_review(decision, by=official)
    for own in (official, reviewer):
        page = at(DeskClient(), own).get(f"{PAGE}stages/legality_review/")
        assert page.context["forms"] == {} and "司法局" in words(page)
        assert fill_in(own, "legality_review", "lawful").status_code == 403


def test_a_meeting_is_not_recorded_before_it_was_held(decision: Decision, office: Side) -> None:
    answer = meet(office.recorder, clock.today() + timedelta(days=1))
    assert "召开之后才能登记" in words(answer)


def test_nothing_is_published_that_the_meeting_has_not_passed(decision: Decision, official: User) -> None:
    page = words(at(DeskClient(), official).get(f"{PAGE}stages/publication/"))
    assert "尚未经会议讨论通过" in page and "自动记录" in page


def test_a_stage_is_left_out_on_a_ground_by_two_and_the_rigid_ones_never(
    decision: Decision, official: User, reviewer: User
) -> None:
    why = {"ground": "not_technical", "public_note": "不涉及新的技术标准，执行国家现行标准。"}
    wrong = record(
        official, "expert_review", "waive", ground="时间紧", public_note="时间紧，来不及了，先不做。"
    )
    assert wrong.status_code == 422 and "时间紧，来不及了" in words(wrong)
    assert record(official, "expert_review", "waive", **why | {"public_note": "无"}).status_code == 422
    assert record(official, "expert_review", "waive", **why).status_code == 302
    address = f"{PAGE}stages/expert_review/"
    page = at(DeskClient(), official).get(address)
    assert set(page.context["forms"]) == {"refuse"}, "who proposed it may only take it back"
    assert "第十九条" in words(page) and "须由提出人以外的编辑或审核人员复核" not in words(page)
    assert record(official, "expert_review", "agree").status_code == 403
    assert set(at(DeskClient(), reviewer).get(address).context["forms"]) == {"agree", "refuse"}
    assert record(reviewer, "expert_review", "agree").status_code == 302
    assert decision.stages.get(stage="expert_review").status == "not_needed"
    assert "waive" not in at(DeskClient(), official).get(MEETING).context["forms"]
    assert record(official, "collective_decision", "waive", public_note="急").status_code == 403


def test_an_editor_suspends_takes_up_again_and_ends_a_matter_with_a_note(
    decision: Decision, official: User, editor: User
) -> None:
    assert at(DeskClient(), official).post(f"{PAGE}do/suspend/", {"public_note": "停"}).status_code == 422
    desk = at(DeskClient(), editor)
    assert desk.post(f"{PAGE}do/suspend/", {"public_note": ""}).status_code == 422
    assert desk.post(f"{PAGE}do/suspend/", {"public_note": "上位法正在修订，暂缓办理。"}).status_code == 302
    assert record(official, "drafting", "begin").status_code == 403
    assert desk.post(f"{PAGE}do/resume/").status_code == 302
    assert record(official, "drafting", "begin").status_code == 302
    drafter, why = at(DeskClient(), official), {"reason": REPLACED}
    assert drafter.post(f"{PAGE}do/terminate/", {"reason": "停"}).status_code == 422
    assert drafter.post(f"{PAGE}do/terminate/", why).status_code == 302
    decision.refresh_from_db()
    assert decision.status == "under_way", "it waits for a second person"
    proposal = Correction.objects.get()
    assert drafter.post(f"/desk/corrections/{proposal.pk}/confirm/").status_code == 422
    assert desk.post(f"/desk/corrections/{proposal.pk}/confirm/").status_code == 302
    decision.refresh_from_db()
    assert (decision.status, decision.public_note) == ("terminated", REPLACED)


def test_people_of_other_departments_find_no_dossier(decision: Decision, other_official: User) -> None:
    desk = at(DeskClient(), other_official)
    for address in (PAGE, MEETING, f"{PAGE}edit/", f"{PAGE}do/list/"):
        assert desk.get(address).status_code == 404


def test_who_oversees_reads_and_does_nothing(decision: Decision, supervisor: User, auditor: User) -> None:
    for user in (supervisor, auditor):
        page = at(DeskClient(), user).get(PAGE)
        assert page.status_code == 200 and page.context["acts"] == []
        assert record(user, "drafting", "begin").status_code == 403


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_costs_the_same_for_one_and_for_thirty(
    official: User, editor: User, department: Department, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(many):
        row = list_decision(
            prepare_decision(by=official, slug=f"d{n}", title=f"第{n}号办法", department=department),
            by=editor,
        )
        begin_stage(row, "drafting", by=official)
    desk = at(DeskClient(), official)
    with django_assert_num_queries(15):
        desk.get("/desk/decisions/")


@pytest.mark.parametrize("many", [1, 30])
def test_the_dossier_costs_the_same_for_one_round_and_for_thirty(
    decision: Decision, official: User, reviewer: User, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _n in range(many):
        begin_stage(decision, "agency_consultation", by=official)
        taken(decision, "agency_consultation", by=official, second=reviewer)
    desk = at(DeskClient(), official)
    with django_assert_num_queries(47):
        desk.get(PAGE)


ROW = {
    "matter": "饮水办法",
    "procedure": "公开征求意见",
    "unit": "住建局",
    "planned": "第四季度",
    "ways": "网上",
}


def sent_rows(*rows: dict[str, str], initial: int = 0) -> dict[str, str]:
    """A yearly list as its page sends it, with blank rows at the end."""
    sent = {"rows-TOTAL_FORMS": str(len(rows) + 3), "rows-INITIAL_FORMS": str(initial)}
    for n, row in enumerate(rows):
        sent |= {f"rows-{n}-{name}": value for name, value in row.items()}
    return sent


def test_a_yearly_list_is_drawn_up_by_a_drafter_and_published_by_an_editor(
    department: Department, official: User, editor: User, decision: Decision
) -> None:
    address = "/desk/decisions/lists/housing/2026/"
    drafter = at(DeskClient(), official)
    assert drafter.post(address, sent_rows(ROW | {"decision": str(decision.pk)}, ROW)).status_code == 302
    kept = ParticipationList.objects.get()
    assert [item.decision for item in kept.items.all()] == [decision, None]
    page = f"/desk/decisions/lists/{kept.pk}/"
    assert drafter.post(f"{page}publish/").status_code == 422
    assert at(DeskClient(), editor).post(f"{page}publish/").status_code == 302
    kept.refresh_from_db()
    assert kept.status == "published"
    again = drafter.get(address)
    assert "将作为下一版" in words(again) and len(again.context["rows"].initial_forms) == 2
    drafter.post(address, sent_rows(ROW, ROW, ROW, initial=2))
    assert ParticipationList.objects.get(edition=2).items.count() == 3


def test_an_incomplete_row_of_a_list_is_named(department: Department, official: User) -> None:
    answer = at(DeskClient(), official).post(
        "/desk/decisions/lists/housing/2026/", sent_rows(ROW, {"matter": "只有名称"})
    )
    assert answer.status_code == 422 and "第2行没有填写完整" in words(answer)
    assert "只有名称" in answer.content.decode(), "what was written is still there"


def test_only_a_drafter_of_the_department_draws_up_its_list(
    department: Department, other_official: User, editor: User
) -> None:
    address = "/desk/decisions/lists/housing/2026/"
    assert at(DeskClient(), other_official).get(address).status_code == 404
    assert at(DeskClient(), editor).get(address).status_code == 403


def test_an_editor_finds_the_dossier_that_waits_to_be_public(
    prepared: Decision, official: User, editor: User
) -> None:
    home = at(DeskClient(), editor).get("/desk/")
    assert [each.hint for each in home.context["to_list"]] == [
        prepared.title
    ] and "待公开的决策事项案卷" in words(home)
    assert at(DeskClient(), official).get("/desk/").context["to_list"] == []
