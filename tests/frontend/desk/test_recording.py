"""Recording a stage at the desk and confirming it: no form and no forged one leads past the second person."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from consultations.decisions.actions import attach, edit_decision, list_decision, prepare_decision
from consultations.decisions.confirming import refuse_result
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.review_time import first_day_for_meeting
from consultations.decisions.stages import begin_stage
from consultations.models import Consultation, Version
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Incomplete
from participation.ledger.audit import trail
from participation.ledger.models import AuditEntry
from tests.cast import Role, Side, official_with
from tests.desk_client import DeskClient
from tests.dossiers import as_if_reviewed, papers, particulars, recorded, sent_for_review, taken
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

PAGE = "/desk/decisions/water/stages/"


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def decision(official: User, editor: User, department: Department, draft: Version) -> Decision:
    made = prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)
    attach(made, draft.document, by=official)
    return list_decision(made, by=editor)


def send(user: User, stage: str, way: str, **said: Any) -> Any:
    sent = {f"{way}-{name}": "on" if value is True else value for name, value in said.items()}
    return at(DeskClient(), user).post(f"{PAGE}{stage}/", {"way": way, **sent})


def trail_of(decision: Decision, action: str) -> int:
    """How often this was done with the rounds of a matter."""
    return AuditEntry.objects.filter(act=action, object_id__in=decision.stages.values("pk")).count()


def assessed(user: User, **changes: Any) -> Any:
    said = {"result": "controllable", **particulars("risk_assessment"), "files": papers("risk_assessment")}
    return send(user, "risk_assessment", "complete", **said | changes)


def test_the_page_says_who_records_and_the_unnamed_unit(decision: Decision, official: User) -> None:
    page = at(DeskClient(), official).get(f"{PAGE}collective_decision/")
    assert "complete" not in page.context["forms"] and "尚未指定政府办公室" in words(page)
    assert send(official, "collective_decision", "complete", result="passed").status_code == 403


def test_what_is_missing_is_named_beside_its_field_and_nothing_typed_is_lost(
    decision: Decision, official: User
) -> None:
    answer = assessed(official, measures="", risks="部分用户水费上升很多。")
    assert answer.status_code == 422 and "依法应当载明此项" in words(answer)
    assert "部分用户水费上升很多。" in answer.content.decode()
    assert "请重新选择文件" in words(answer) or "重新选择" in words(answer)
    without = assessed(official, files=[])
    assert without.status_code == 422 and "请上传材料：风险评估报告" in words(without)
    assert not decision.stages.exists()


@pytest.mark.parametrize("forged", ["lawful", "passed", "", "x"])
def test_a_result_of_another_stage_is_refused(decision: Decision, official: User, forged: str) -> None:
    assert assessed(official, result=forged).status_code == 422
    assert not decision.stages.exists()


def test_it_waits_on_the_second_persons_desk_and_is_confirmed_there(
    decision: Decision, official: User, reviewer: User
) -> None:
    assert assessed(official).status_code == 302
    assert "复核：风险评估 · 风险可控" in words(at(DeskClient(), reviewer).get("/desk/"))
    theirs = words(at(DeskClient(), official).get("/desk/"))
    assert "复核：风险评估 · 风险可控" not in theirs and "待复核：风险评估" in theirs, "it waits for another"
    own = at(DeskClient(), official).get(f"{PAGE}risk_assessment/")
    assert set(own.context["forms"]) == {"refuse_result"}, "who recorded it may only take it back"
    assert send(official, "risk_assessment", "confirm").status_code == 403
    page = at(DeskClient(), reviewer).get(f"{PAGE}risk_assessment/")
    assert set(page.context["forms"]) == {"confirm", "refuse_result"}
    assert "部分用户水费上升。" in words(page) and "文书.pdf" in words(page)
    assert send(reviewer, "risk_assessment", "confirm").status_code == 302
    assert decision.stages.get().status == "done"
    again = send(reviewer, "risk_assessment", "confirm")
    assert again.status_code == 422 and "已由王审核" in words(again), "once is enough"
    assert decision.stages.count() == 1 and trail_of(decision, "decision.stage_done") == 1


def test_a_record_that_changed_under_the_reader_is_read_again_before_it_is_confirmed(
    decision: Decision, official: User, reviewer: User
) -> None:
    row = recorded(decision, "risk_assessment", by=official)
    desk = at(DeskClient(), reviewer)
    desk.get(f"{PAGE}risk_assessment/")
    refuse_result(row, by=official)
    recorded(decision, "risk_assessment", by=official, risks="另有更大的风险点。")
    answer = desk.post(f"{PAGE}risk_assessment/", {"way": "confirm"})
    assert answer.status_code == 422 and "另有更大的风险点。" in words(answer)
    assert decision.stages.get().status == "begun"
    assert desk.post(f"{PAGE}risk_assessment/", {"way": "confirm"}).status_code == 422, (
        "not from the old page"
    )


def test_refused_it_comes_back_filled_in_with_the_reason(
    decision: Decision, official: User, reviewer: User
) -> None:
    recorded(decision, "risk_assessment", by=official)
    assert send(reviewer, "risk_assessment", "refuse_result", reason="").status_code == 422
    assert send(reviewer, "risk_assessment", "refuse_result", reason="未写明处置预案。").status_code == 302
    page = at(DeskClient(), official).get(f"{PAGE}risk_assessment/")
    text = page.content.decode()
    assert "未写明处置预案。" in text and "低保户减半，设过渡期。" in text and "文书.pdf" in text
    assert page.context["forms"]["complete"]["result"].value() == "controllable"
    assert assessed(official, files=[]).status_code == 302, "its document is still there"


def test_taking_back_ones_own_record_asks_for_no_reason(decision: Decision, official: User) -> None:
    recorded(decision, "risk_assessment", by=official)
    assert send(official, "risk_assessment", "refuse_result").status_code == 302
    assert not decision.stages.get().is_waiting


def test_the_special_units_find_the_matter_among_theirs_and_only_their_forms(
    decision: Decision, official: User, justice: Side, consultation: Consultation
) -> None:
    sent_for_review(decision, by=official)
    desk = at(DeskClient(), justice.recorder)
    assert "农村饮水管理办法" in words(desk.get("/desk/decisions/"))
    page = desk.get(f"{PAGE}legality_review/")
    assert set(page.context["forms"]) == {"complete"}
    assert "水费每吨不超过三元。" in words(page), "the text that is reviewed"
    assert desk.get(f"{PAGE}drafting/").context["forms"] == {}
    attach(decision, consultation, by=official)
    assert f"/consultations/{consultation.slug}/" in desk.get("/desk/decisions/water/").content.decode()
    assert (
        f"/desk/consultations/{consultation.slug}/" not in desk.get("/desk/decisions/water/").content.decode()
    )
    assert desk.get("/desk/decisions/water/edit/").status_code == 403
    assert send(justice.recorder, "drafting", "complete").status_code == 403


def test_a_document_is_fetched_by_everybody_only_once_confirmed_and_shown(
    decision: Decision, official: User, reviewer: User, other_official: User, client: Client
) -> None:
    row = recorded(decision, "expert_review", by=official, show=True)
    file = row.files.get()
    address = f"/files/{file.token}/{file.name}"
    assert client.get(address).status_code == 404, "it waits for a second person"
    assert at(DeskClient(), reviewer).get(address).status_code == 200
    assert at(DeskClient(), other_official).get(address).status_code == 404
    send(reviewer, "expert_review", "confirm")
    assert client.get(address).status_code == 200
    assert "程远" in words(client.get("/decisions/water/")) and "文书.pdf" in words(
        client.get("/decisions/water/")
    )
    hidden = taken(decision, "risk_assessment", by=official, second=reviewer).files.get()
    assert client.get(f"/files/{hidden.token}/{hidden.name}").status_code == 404


@pytest.mark.parametrize("stage", ["initiation", "party_report", "agency_consultation"])
def test_what_stays_inside_is_shown_to_nobody_even_when_the_form_is_forged(
    decision: Decision, official: User, reviewer: User, office: Side, stage: str, client: Client
) -> None:
    by, second = (official, reviewer) if stage == "agency_consultation" else office
    files = [SimpleUploadedFile("内部.pdf", b"%PDF-1.4\n")]
    if stage == "party_report":
        as_if_reviewed(decision)
    answer = send(by, stage, "complete", **particulars(stage), files=files, show="on")
    assert answer.status_code == 302
    send(second, stage, "confirm")
    row = DecisionStage.objects.get(stage=stage)
    file = row.files.get()
    assert row.status == "done" and not file.is_public
    assert client.get(f"/files/{file.token}/{file.name}").status_code == 404
    assert "内部.pdf" not in words(client.get("/decisions/water/"))


def test_dissent_and_the_reply_of_the_committee_stay_inside(
    decision: Decision, office: Side, client: Client
) -> None:
    taken(decision, "party_report", reply="原则同意，注意做好宣传。")
    page = words(client.get("/decisions/water/"))
    assert "县委" in page and "注意做好宣传" not in page


def test_a_second_person_of_another_unit_is_offered_nothing(
    decision: Decision, official: User, other_department: Department
) -> None:
    recorded(decision, "risk_assessment", by=official)
    outsider = official_with("outsider", "外局", other_department, Role.REVIEWER, Role.EDITOR)
    assert send(outsider, "risk_assessment", "confirm").status_code == 404


def sent_twice(user: User, stage: str, way: str, **said: Any) -> tuple[Any, Any]:
    """The same form, with the same key, sent by a double tap."""
    key = {f"{way}-idempotency_key": f"key-{stage}-{way}"}
    sent = {"way": way, **key, **{f"{way}-{name}": value for name, value in said.items()}}
    desk = DeskClient()
    desk.force_login(user)
    desk.get(f"{PAGE}{stage}/")
    carried = desk._carried(f"{PAGE}{stage}/", sent)
    answers = []
    for _tap in range(2):
        for value in sent.values():
            for each in value if isinstance(value, list) else ():
                each.seek(0)
        answers.append(Client.post(desk, f"{PAGE}{stage}/", {**carried, **sent}))
    return answers[0], answers[1]


def test_each_form_of_a_stage_sent_twice_shows_the_first_answer(
    decision: Decision, official: User, reviewer: User
) -> None:
    said = {name: "on" if value is True else value for name, value in particulars("risk_assessment").items()}
    taps: list[tuple[User, str, str, dict[str, Any]]] = [
        (official, "risk_assessment", "begin", {}),
        (official, "risk_assessment", "complete",
         {"result": "controllable", **said, "files": papers("risk_assessment")}),
        (reviewer, "risk_assessment", "confirm", {}),
        (official, "expert_review", "waive",
         {"ground": "not_technical", "public_note": "不涉及新的技术标准，执行国家现行标准。"}),
        (reviewer, "expert_review", "agree", {}),
        (official, "agency_consultation", "waive",
         {"ground": "own_duties_only", "public_note": "只涉及本部门职责，不涉及其他单位职责。"}),
        (reviewer, "agency_consultation", "refuse", {}),
    ]  # fmt: skip
    for user, stage, way, more in taps:
        first, second = sent_twice(user, stage, way, **more)
        assert (first.status_code, second.status_code) == (302, 302), (stage, way, words(second))
        assert first["Location"] == second["Location"]
    recorded(decision, "drafting", by=official)
    for answer in sent_twice(reviewer, "drafting", "refuse_result", reason="未写明起草单位。"):
        assert answer.status_code == 302
    assert sorted(decision.stages.values_list("stage", "status")) == [
        ("agency_consultation", "refused"), ("drafting", "begun"), ("expert_review", "not_needed"),
        ("risk_assessment", "done"),
    ]  # fmt: skip


@pytest.mark.parametrize("stage", DecisionStage.Stage.values)
@pytest.mark.parametrize("way", ["begin", "complete", "waive", "confirm", "refuse_result", "agree", "refuse"])
def test_a_form_that_is_not_offered_is_refused_in_words_at_every_stage(
    decision: Decision, auditor: User, stage: str, way: str
) -> None:
    answer = send(auditor, stage, way)
    assert answer.status_code in (403, 422) and answer.context["refusal"], "a page that says why"
    assert "您不能查看这个页面" not in words(answer) and not decision.stages.exists()


@pytest.mark.parametrize("way", ["", "publish", "完成"])
def test_a_forged_way_is_refused_in_words(decision: Decision, official: User, way: str) -> None:
    answer = at(DeskClient(), official).post(f"{PAGE}drafting/", {"way": way})
    assert answer.status_code == 422 and "本页面没有提交的这种操作" in words(answer)
    assert not decision.stages.exists()


def test_who_comes_second_reads_who_was_faster(decision: Decision, official: User, reviewer: User) -> None:
    begin_stage(decision, "drafting", by=official)
    colleague = official_with("colleague", "周承办", decision.department, Role.DRAFTER)
    begun = send(colleague, "drafting", "begin")
    assert begun.status_code == 422 and "李承办" in words(begun)
    recorded(decision, "drafting", by=official)
    late = send(colleague, "drafting", "complete")
    assert (
        late.status_code == 422
        and "已登记的结果待复核" in str(late.context["refusal"])
        and "李承办" in words(late)
    )
    refuse_result(decision.stages.get(), by=reviewer, reason="未写明。")
    settled = send(reviewer, "drafting", "confirm")
    assert settled.status_code == 422 and "已由王审核" in words(settled)


def test_what_came_back_says_on_every_page_that_the_lead_unit_sends_it_anew(
    decision: Decision, official: User, justice: Side
) -> None:
    sent_for_review(decision, by=official)
    taken(decision, "legality_review", result="to_be_changed")
    page = at(DeskClient(), official).get("/desk/decisions/water/")
    steps = {each.label: each.who for each in page.context["next_steps"]}
    assert "住房和城乡建设局" in steps["重新报送（合法性审查：需要修改）"]
    assert "由承办单位修改后重新报送" in words(page) and "由合法性审查机构登记" not in words(page)
    home = at(DeskClient(), official).get("/desk/")
    assert "重新报送（合法性审查：需要修改）" in words(home)
    assert "重新报送" not in words(at(DeskClient(), justice.recorder).get("/desk/"))


def test_what_the_meeting_sent_back_waits_for_the_lead_unit(
    decision: Decision, official: User, office: Side
) -> None:
    DecisionStage.objects.create(
        decision=decision, stage="collective_decision", status="done", result="to_be_changed",
        begun_on=clock.today(), done_on=clock.today(),
    )  # fmt: skip
    page = words(at(DeskClient(), official).get("/desk/decisions/water/"))
    assert "尚未经会议讨论通过。 由承办单位修改后重新报送" in page
    assert "重新报送（集体讨论决定：需要修改）" in page
    DecisionStage.objects.filter(stage="collective_decision").update(result="discuss_again")
    page = words(at(DeskClient(), official).get("/desk/decisions/water/"))
    assert "尚未经会议讨论通过。 由政府办公室登记" in page, "the same text may be discussed once more"


def test_before_it_is_sent_the_page_of_the_review_lists_all_that_sending_is_refused_for(
    decision: Decision, official: User
) -> None:
    page = at(DeskClient(), official).get(f"{PAGE}legality_review/")
    listed = {gate.words for gate in page.context["gates"] if not gate.met}
    with pytest.raises(Incomplete) as refused:
        begin_stage(decision, "legality_review", by=official)
    assert listed and all(any(words in each for each in _said(refused.value)) for words in listed)
    sent_for_review(decision, by=official)
    page = at(DeskClient(), official).get(f"{PAGE}legality_review/")
    assert all(gate.met for gate in page.context["gates"]), "it was sent"


def _said(refusal: Incomplete) -> list[str]:
    return [str(each) for several in refusal.errors.values() for each in several]


def test_the_next_step_names_the_first_day_of_the_meeting(decision: Decision, official: User) -> None:
    sent_for_review(decision, by=official)
    taken(decision, "legality_review")
    first = first_day_for_meeting(Decision.objects.get())
    assert first and first > clock.today()
    page = at(DeskClient(), official).get("/desk/decisions/water/")
    assert f"会议最早可于{first.month}月{first.day}日" in words(page).replace(f"{first.year}年", "")
    with clock.at(clock.starts_at(first)):
        assert "会议最早" not in words(at(DeskClient(), official).get("/desk/decisions/water/"))


def test_the_trail_says_what_was_tied_and_the_result_and_cuts_nothing_off(
    decision: Decision, official: User, reviewer: User, draft: Version
) -> None:
    taken(decision, "risk_assessment", by=official, second=reviewer)
    page = at(DeskClient(), official).get("/desk/decisions/water/")
    assert f"关联内容：{draft.document.title}" in words(page)
    assert "风险评估，风险可控" in words(page)
    assert "更早的经过" not in words(page)
    for n in range(25):
        edit_decision(Decision.objects.get(), by=official, summary=f"第{n}次修改的简介")
    page = at(DeskClient(), official).get("/desk/decisions/water/")
    in_all = trail(decision, *decision.stages.all()).count()
    assert f"更早的经过（{in_all - 20}）" in words(page) and "关联内容" in words(page)


def test_a_decided_matter_names_what_comes_after_the_decision(decision: Decision, official: User) -> None:
    Decision.objects.update(status="decided")
    for address in ("/desk/decisions/water/", "/decisions/water/"):
        page = words(at(DeskClient(), official).get(address))
        assert "后续尚未完成：政策解读，归档，决策执行" in page, address
    for stage in ("interpretation", "archiving", "implementation"):
        DecisionStage.objects.create(
            decision=decision, stage=stage, status="done", begun_on=clock.today(), done_on=clock.today()
        )
    assert "后续尚未完成" not in words(at(DeskClient(), official).get("/desk/decisions/water/"))


def test_what_is_missing_stands_once_on_the_public_page_too(decision: Decision, official: User) -> None:
    page = at(DeskClient(), official).get("/decisions/water/")
    said = [gate.words for _stage, gates in page.context["missing"] for gate in gates]
    assert said and len(said) == len(set(said))
