"""What was examined, reported and put to the public is the text that is decided, and what people said on it is kept."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach
from consultations.decisions.gates import gates_of_text
from consultations.decisions.hearings.corrections import RECORD
from consultations.decisions.lists import Listed, draft_list
from consultations.decisions.models import Decision
from consultations.decisions.natural_gates import of_its_nature
from consultations.decisions.publishing import gates_of_matters, publish_final
from consultations.decisions.put_out import was_put_out
from consultations.decisions.waiting import due_stages
from consultations.decisions.waivers import waive_stage
from consultations.documents.actions import import_draft, revise
from consultations.documents.headers import clear_for_publication, edit_header
from consultations.documents.queries import digest_of, is_slip, share_kept
from consultations.documents.reading import read_text
from consultations.models import Consultation, Document, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.changes import suspend_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published, withdraw_published
from participation.errors import Incomplete, Invalid, InvalidMove
from tests.dossiers import ended, in_time_for, recorded, sent_for_review, started, taken
from tests.drafts import (
    DRAFT,
    FINAL,
    SHORT,
    after_closing,
    comment_on,
    corrected,
    decided,
    not_a_rule,
    notice_fields,
)
from tests.hearings import engaged, held

ANOTHER = """# 农村饮水管理办法

第一条 学校食堂应当公开采购价格。

第二条 幼儿园每学期收取保育费二千元。

第三条 托管机构由县教育局指定，其他机构不得开办。
"""


def again(row: Decision) -> Decision:
    return Decision.objects.get(pk=row.pk)


def test_a_text_that_was_never_put_out_is_put_out_once_more(
    decision: Decision, consultation: Consultation, official: User
) -> None:
    attach(decision, consultation, by=official)
    Consultation.objects.update(status="concluded", concluded_at=clock.now())
    changed = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    assert was_put_out(decision, [changed]) == [] and share_kept(consultation.draft_version, changed) > 0.8
    changed.delete()
    other = revise(consultation.draft_version, read_text(ANOTHER, markdown=True), by=official)
    assert [gate.met for gate in was_put_out(decision, [other])] == [False]
    assert any("一半" in gate.words for gate in gates_of_matters(Consultation.objects.get(), other))


def test_the_same_text_is_kept_whole(consultation: Consultation, official: User) -> None:
    same = revise(consultation.draft_version, read_text(DRAFT + "\n", markdown=True), by=official)
    assert share_kept(consultation.draft_version, same) == 1.0


def test_a_text_changed_after_the_review_for_competition_is_reviewed_anew(
    decision: Decision, official: User
) -> None:
    Decision.objects.update(affects_business=True)
    taken(again(decision), "fair_competition_review")
    assert all(gate.met for gate in of_its_nature(again(decision)))
    text = Document.objects.get().versions.get()
    text.passages.exclude(text="").update(text="本县供水由县自来水公司独家经营，外地企业不得参与。")
    [gate] = of_its_nature(again(decision))
    assert not gate.met and "文本有改动" in gate.words


def test_another_text_is_reported_to_the_committee_again(
    decision: Decision, official: User, reviewer: User, editor: User
) -> None:
    started(decision, by=official, second=editor)
    sent_for_review(decision, by=official)
    taken(again(decision), "legality_review", short_time_reason=SHORT)
    taken(again(decision), "party_report")
    text = Document.objects.get().versions.get()
    text.passages.exclude(text="").update(text="水费每吨不超过八元，特许经营期五十年。")
    said = {gate.field: gate.words for gate in gates_of_text(again(decision), text) if not gate.met}
    assert "重新请示报告" in said["party_report"]


def test_a_notice_on_which_people_commented_is_not_made_away_with_after_its_period(
    consultation: Consultation, official: User
) -> None:
    with after_closing(consultation):
        withdraw_published(consultation, by=official, reason="公告内容有误，另行发布。").delete()
    comment_on(consultation)
    with after_closing(consultation), pytest.raises(InvalidMove, match="反馈"):
        withdraw_published(Consultation.objects.get(), by=official, reason="公告内容有误，另行发布。")


def test_the_record_of_a_hearing_stands_once_the_matter_is_decided(
    decision: Decision, official: User, reviewer: User, editor: User
) -> None:
    row = held(decision, by=official, editor=editor, reviewer=reviewer)
    in_time_for(decision, "implementation")
    with clock.at(clock.starts_at(row.held_on + timedelta(days=3))), pytest.raises(InvalidMove, match="笔录"):
        withdraw_published(
            type(row).objects.get(), by=official, reason="笔录有误，重新整理后公布。", kind=RECORD
        )


@pytest.mark.parametrize("ways", ["听 证", "听　证会", "组织听证"])
def test_a_hearing_is_named_in_its_column_however_it_is_written(
    department: Department, official: User, ways: str
) -> None:
    row = Listed("供水价格调整", "公开征求意见", "水务局", "第四季度", ways=ways)
    with pytest.raises(Invalid):
        draft_list(department, clock.today().year, [row], by=official)


class TestWithoutADossier:
    """What nobody above decided bears no name from above, and is no rule under another name."""

    def gates(self, consultation: Consultation, official: User, text: str) -> dict[str, Any]:
        Consultation.objects.update(kind="other", title="工作方案")
        not_a_rule(consultation.draft_version)
        row = Consultation.objects.get()
        version = revise(row.draft_version, read_text(text, markdown=True), by=official)
        return {gate.field: gate for gate in gates_of_matters(row, version) if not gate.met}

    def test_the_unit_issues_it_in_its_own_name(
        self, consultation: Consultation, county: Department, official: User
    ) -> None:
        edit_header(consultation.document, by=official, issuer=county)
        assert "issuer" in self.gates(consultation, official, DRAFT.replace("办法", "方案"))
        edit_header(Document.objects.get(), by=official, issuer=consultation.department)

    def test_a_rule_is_known_by_the_name_of_its_last_version(
        self, consultation: Consultation, official: User
    ) -> None:
        assert "decision" in self.gates(consultation, official, FINAL)


@pytest.mark.parametrize(
    ("was", "reads"),
    [("每日检测水质", "每日检査水质"), ("供水单位", "用水单位"), ("公布收费标准", "规定收费标准")],
)
def test_a_slip_is_one_letter_for_another(
    consultation: Consultation, official: User, was: str, reads: str
) -> None:
    later = revise(
        consultation.draft_version, read_text(DRAFT.replace(was, reads), markdown=True), by=official
    )
    assert is_slip(consultation.draft_version, later) is (reads != "规定收费标准")


def test_a_bad_result_is_not_laundered_by_a_step_in_between(decision: Decision, official: User) -> None:
    Decision.objects.update(affects_business=True)
    for result in ("not_compliant", "excepted"):
        taken(again(decision), "fair_competition_review", result=result)
    with pytest.raises(Incomplete) as refusal:
        recorded(again(decision), "fair_competition_review", result="compliant")
    assert "result" in refusal.value.errors


def test_the_competition_review_is_due_again_when_the_text_changed(decision: Decision) -> None:
    Decision.objects.update(affects_business=True)
    taken(again(decision), "fair_competition_review")
    assert "fair_competition_review" not in due_stages(again(decision))
    text = Document.objects.get().versions.get()
    text.passages.exclude(text="").update(text="本县供水由县自来水公司独家经营，外地企业不得参与。")
    assert "fair_competition_review" in due_stages(again(decision))


def test_nothing_more_is_tied_to_what_is_decided(
    decision: Decision, official: User, department: Department
) -> None:
    other = import_draft(read_text(ANOTHER, markdown=True), department=department, by=official)
    in_time_for(decision, "implementation")
    with pytest.raises(InvalidMove):
        attach(again(decision), other.document, by=official)


def test_a_suspended_notice_past_its_last_day_is_not_made_away_with_either(
    consultation: Consultation, official: User, editor: User
) -> None:
    comment_on(consultation)
    suspend_consultation(Consultation.objects.get(), by=editor, note="技术维护，暂停征集意见三日。")
    with after_closing(consultation), pytest.raises(InvalidMove, match="反馈"):
        withdraw_published(Consultation.objects.get(), by=official, reason="公告内容有误，另行发布。")


def test_another_matter_has_a_name_of_its_own(decision: Decision, official: User) -> None:
    with pytest.raises(Invalid) as refusal:
        correct_published(again(decision), by=official, reason="名称与内容不符，予以更正。",
                          changes={"title": "殡葬服务收费标准"})  # fmt: skip
    assert set(refusal.value.errors) == {"title"}


def test_a_report_of_an_earlier_assessment_has_its_day(decision: Decision, official: User) -> None:
    with pytest.raises(Invalid) as refusal:
        waive_stage(decision, "risk_assessment", by=official, ground="assessed_already",
                    public_note="规划阶段已经作过风险评估，结论为可控。", document_name="往年的报告")  # fmt: skip
    assert set(refusal.value.errors) == {"document_name"}


def test_a_matter_does_not_end_over_comments_that_nobody_answered(
    decision: Decision, consultation: Consultation, official: User, editor: User
) -> None:
    attach(decision, consultation, by=official)
    comment_on(consultation)
    with after_closing(consultation):
        with pytest.raises(InvalidMove, match="反馈"):
            ended(decision, by=official, second=editor)
        Consultation.objects.update(status="concluded", concluded_at=clock.now())
        assert ended(decision, by=official, second=editor).status == "terminated"


def test_a_header_that_is_out_names_no_other_day_than_its_text(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    effective = clock.day_of(consultation.closes_at) + timedelta(days=40)
    text = f"{FINAL}\n\n第五条 本办法自{effective.year}年{effective.month}月{effective.day}日起施行。\n"
    made = revise(consultation.draft_version, read_text(text, markdown=True), by=official)
    with after_closing(consultation):
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了"), by=reviewer
        )
        row = Consultation.objects.get()
        decided(row, official=official, reviewer=reviewer, editor=editor)
        edit_header(Document.objects.get(), by=official, effective_on=effective)
        read = Version.objects.get(pk=made.pk)
        clear_for_publication(read, by=reviewer, text_seen=digest_of(read))
        publish_final(row, made, by=editor)
        with pytest.raises(Invalid) as refusal:
            correct_published(Document.objects.get(), by=official, reason="施行日期有误，予以更正。",
                              changes={"effective_on": (effective + timedelta(days=900)).isoformat()})  # fmt: skip
    assert set(refusal.value.errors) == {"effective_on"}


def test_what_was_decided_on_a_talk_with_businesses_keeps_it(
    decision: Decision, official: User, reviewer: User
) -> None:
    row = engaged(decision, by=official, second=reviewer)
    in_time_for(decision, "implementation")
    with pytest.raises(InvalidMove, match="笔录"):
        withdraw_published(type(row).objects.get(), by=official, reason="记录有误，重新整理后公布。")


def test_what_two_people_call_another_matter_says_why(
    decision: Decision, official: User, editor: User
) -> None:
    why = "经县司法局认定，本事项不涉及公民权利义务，不属于目录事项。"
    corrected(again(decision), by=official, confirmed_by=editor, traits=["other"], reason=why)
    assert again(decision).classification_note == why


def test_nothing_is_carried_out_before_it_holds(decision: Decision, official: User) -> None:
    matter = in_time_for(decision, "implementation")
    Document.objects.update(effective_on=clock.today() + timedelta(days=9))
    with pytest.raises(Incomplete) as refusal:
        recorded(matter, "implementation", by=official)
    assert "施行" in str(refusal.value.errors["stage"])
    Document.objects.update(effective_on=clock.today())
    recorded(again(matter), "implementation", by=official)


def test_the_words_of_a_matter_that_ended_do_not_go_out_again_as_of_none(
    decision: Decision, consultation: Consultation, official: User, editor: User
) -> None:
    attach(decision, consultation, by=official)
    with after_closing(consultation):
        ended(decision, by=official, second=editor)
        text = read_text(DRAFT, markdown=True)
        copy = import_draft(text, department=consultation.department, by=official)
        notice = prepare_consultation(
            not_a_rule(copy), by=official, slug="again", **notice_fields(kind="other", title="工作安排")
        )
        with pytest.raises(Incomplete) as refusal:
            publish_consultation(notice, by=editor, default_known=True)
    assert "云岫" not in str(refusal.value) and "decision" in refusal.value.errors
