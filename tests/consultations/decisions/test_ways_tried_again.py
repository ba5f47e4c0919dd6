"""Ways past the law that people who had never seen the platform found in their first hour; each is refused where it was
tried."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consultations.comments.actions import accept_comment
from consultations.decisions.actions import attach, prepare_decision, stop_decision
from consultations.decisions.engagements.actions import Party, draft_engagement
from consultations.decisions.execution.actions import record_change
from consultations.decisions.execution.queries import adjustments_of
from consultations.decisions.following import after_consultation
from consultations.decisions.gates import before_sending, gates
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision
from consultations.decisions.policies import can_begin
from consultations.decisions.stages import begin_stage
from consultations.documents.actions import revise
from consultations.documents.queries import is_slip
from consultations.documents.reading import read_text
from consultations.models import Consultation, Document, Opinion, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.changes import replace_text
from consultations.notices.traits import is_named_as_rule
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.outcomes.gates import gates_of_header
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, withdraw_published
from participation.errors import Incomplete, Invalid, InvalidMove, NotPermitted
from tests.cast import side_of
from tests.dossiers import in_time_for, suspension, taken
from tests.drafts import (
    DRAFT,
    FINAL,
    after_closing,
    comment_on,
    execution_ended,
    headed,
    made_final,
    notice_fields,
)

TODAY = clock.today
WHY = "上位法已经修改，需要等待配套规定。"


@pytest.mark.parametrize("stage", ["initiation", "collective_decision", "party_report", "post_evaluation"])
def test_the_lead_unit_begins_nothing_that_others_record(
    decision: Decision, official: User, stage: str
) -> None:
    matter = in_time_for(decision, stage)
    assert not can_begin(official, matter, stage)
    with pytest.raises(NotPermitted):
        begin_stage(matter, stage, by=official)


@pytest.mark.parametrize("stage", ["initiation", "collective_decision", "party_report"])
def test_what_takes_place_in_a_moment_is_recorded_and_never_begun(decision: Decision, stage: str) -> None:
    with pytest.raises(NotPermitted):
        begin_stage(decision, stage, by=side_of("government_office").recorder)


def test_nothing_is_sent_for_review_while_the_public_is_heard(
    consultation: Consultation, decision: Decision, official: User
) -> None:
    attach(decision, consultation, by=official)
    with pytest.raises(Incomplete) as refused:
        begin_stage(decision, "legality_review", by=official)
    assert set(refused.value.errors) == {"public_participation"}


def test_nothing_is_sent_for_review_without_what_its_nature_asks_for(
    decision: Decision, official: User
) -> None:
    decision.is_technical = decision.is_risky = decision.affects_business = True
    missing = {gate.field for gate in before_sending(decision, "legality_review") if not gate.met}
    assert {"expert_review", "risk_assessment", "fair_competition_review"} <= missing


def test_a_text_of_which_opinions_were_adopted_is_changed_before_its_review(
    consultation: Consultation, decision: Decision, official: User, reviewer: User, moderator: User
) -> None:
    attach(decision, consultation, by=official)
    accept_comment(comment_on(consultation, "水价应当再低一些。"), by=moderator)
    dispose_opinion(Opinion.objects.get(), "adopted", by=official)
    with after_closing(consultation):
        row = Consultation.objects.get(pk=consultation.pk)
        publish_feedback(draft_feedback(row, by=official, asked="问了", said="答了", did="改了"), by=reviewer)
        matter = Decision.objects.get(pk=decision.pk)
        missing = {gate.field for gate in before_sending(matter, "legality_review") if not gate.met}
        assert missing == {"document"}
        revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        assert all(gate.met for gate in before_sending(matter, "legality_review"))


def test_nobody_is_asked_to_write_on_a_matter_that_stands_still(
    consultation: Consultation, decision: Decision, official: User, editor: User
) -> None:
    attach(decision, consultation, by=official)
    with pytest.raises(InvalidMove, match="仍在征求意见"):
        stop_decision(decision, by=editor, public_note=WHY)
    with pytest.raises(InvalidMove, match="征求意见"):
        withdraw_published(Decision.objects.get(), by=official, reason=WHY)


def test_a_matter_with_an_announced_hearing_does_not_stand_still(hearing: Any, editor: User) -> None:
    with pytest.raises(InvalidMove, match="听证会"):
        stop_decision(Decision.objects.get(), by=editor, public_note=WHY)


def test_an_adjusted_decision_goes_the_way_of_one(decision: Decision, reviewer: User) -> None:
    matter, office = in_time_for(decision, "implementation"), side_of("government_office")
    with pytest.raises(Invalid) as refused:
        record_change(
            matter,
            by=office.recorder,
            **suspension(kind="adjusted", decided_by="meeting", decided_on=TODAY()),
        )
    assert set(refused.value.errors) == {"kind"} and not adjustments_of(Document.objects.get())


def test_a_document_brings_its_notices_with_it(
    consultation: Consultation, decision: Decision, official: User
) -> None:
    other = prepare_decision(
        by=official, slug="other", title="另一事项", department=decision.department, kind="other"
    )
    Decision.objects.filter(pk=decision.pk).update(status="terminated", public_note=WHY)
    attach(other, consultation.document, by=official)
    assert list(other.consultations.all()) == [consultation]


def test_a_notice_published_later_belongs_to_the_matter_of_its_text(
    notice: Consultation, decision: Decision, official: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    publish_consultation(notice, by=editor)
    deliver_all()
    assert list(decision.consultations.all()) == [notice]
    second = prepare_decision(by=official, slug="second", title="另一事项", department=decision.department)
    second.documents.add(notice.document)
    after_consultation({"object_id": notice.pk, "name": "consultation.published"})
    assert not second.consultations.exists(), "what people said on one matter is not heard on another"
    heard = {
        gate.field: gate.met for gate in gates(Decision.objects.get(pk=decision.pk), "collective_decision")
    }
    assert not heard["public_participation"], "it is still open"


@pytest.mark.parametrize(
    "title",
    ["农贸市场管理办法草案", "市场管理办法（2026年修订征求意见稿第二稿）", "关于养老助餐的实施意见（征求意见稿）",
     "关于《犬只管理办法（草案）》公开征求意见的公告",
     "校外培训管理规定（试行）（送审稿）", "城区养犬管理规定修订草案"],
)  # fmt: skip
def test_a_rule_is_known_however_its_state_is_written(title: str) -> None:
    assert is_named_as_rule("管理事项", title)


@pytest.mark.parametrize(
    "title",
    ["农贸市场改造方案", "关于公开征求意见的公告", "老旧小区改造工作方案（征求意见稿）", "学校布局规划"],
)
def test_other_names_say_nothing(title: str) -> None:
    assert not is_named_as_rule(title)


def test_a_dossier_that_is_not_on_record_says_nothing_of_a_text(
    draft: Version, official: User, editor: User, department: Department
) -> None:
    days = {"closes_on": TODAY() + timedelta(days=8)}
    notice = prepare_consultation(draft, by=official, slug="n", **notice_fields(kind="other", **days))
    said = prepare_decision(by=official, slug="m", title="评比活动", department=department, kind="other")
    attach(said, draft.document, by=official)
    with pytest.raises(Incomplete) as refused:
        publish_consultation(notice, by=editor, default_known=True)
    assert set(refused.value.errors) == {"kind"}


def test_another_text_is_no_slip_of_the_pen(consultation: Consultation, official: User, editor: User) -> None:
    later = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    assert not is_slip(consultation.draft_version, later)
    with pytest.raises(Invalid) as refused:
        replace_text(consultation, later, by=editor, note="根据排版需要更新附件格式。", begin_anew=False)
    assert set(refused.value.errors) == {"begin_anew"}


def test_a_figure_is_no_slip_either(consultation: Consultation, official: User) -> None:
    old = consultation.draft_version
    wrong = revise(old, read_text(DRAFT.replace("三元", "五元", 1), markdown=True), by=official)
    assert "三元" in DRAFT and not is_slip(old, wrong)


def test_a_header_is_no_strangers_and_its_number_of_its_year(
    decision: Decision, draft: Version, official: User, reviewer: User, other_department: Department
) -> None:
    from consultations.decisions.publishing import header_against_its_matters

    headed(draft.document, official=official, reviewer=reviewer)
    document = Document.objects.get()
    document.issuer = other_department
    assert set(header_against_its_matters(document)) == {"issuer"}
    with pytest.raises(Invalid) as refused:
        headed(document, official=official, reviewer=reviewer, document_number="云府办发〔2009〕1号")
    assert set(refused.value.errors) == {"document_number"}


def test_the_header_holds_from_the_day_that_its_text_names(
    consultation: Consultation, official: User, reviewer: User
) -> None:
    named = FINAL.replace("。", "。本办法自2031年3月1日起施行。", 1)
    final = revise(consultation.draft_version, read_text(named, markdown=True), by=official)
    headed(final.document, official=official, reviewer=reviewer)
    asked = [gate for gate in gates_of_header(consultation, final) if "2031" in gate.words]
    assert [(gate.field, gate.met) for gate in asked] == [("effective_on", False)]


def test_nobody_was_heard_in_another_century(decision: Decision, official: User) -> None:
    with pytest.raises(Invalid) as refused:
        draft_engagement(
            decision, by=official, kind="questionnaire", held_on=TODAY().replace(year=1987),
            parties=[Party("residents", "坪上村村民", 31)], place="网上", said="多数人赞成按表计量。",
            outcome="已写入第四条。",
        )  # fmt: skip
    assert set(refused.value.errors) == {"held_on"}


def test_the_lead_unit_is_not_another_by_another_word(
    decision: Decision, official: User, reviewer: User
) -> None:
    taken(decision, "risk_assessment", by=official, second=reviewer, assessor=decision.department.name)
    matter = in_time_for(decision, "post_evaluation")
    with pytest.raises(Incomplete) as refused:
        taken(matter, "post_evaluation", evaluator="本办法承办单位（自评）")
    assert set(refused.value.errors) == {"evaluator"}


class TestLists:
    """What a published list promised stays in it."""

    ROW = Listed("农村饮水管理办法", "公开征求意见", "水务局", "第四季度", ways="听证会", has_hearing=True)

    def drafted(self, department: Department, by: User, *rows: Listed, year: int = 0) -> Any:
        return draft_list(department, year or TODAY().year, rows, by=by)

    @pytest.mark.parametrize(
        "changed",
        [{"matter": "饮水工作安排"}, {"has_hearing": False, "ways": "网上征求意见"}],
        ids=["renamed", "unheard"],
    )
    def test_a_promised_hearing_is_not_dropped_with_the_next_edition(
        self, department: Department, official: User, editor: User, changed: dict[str, Any]
    ) -> None:
        row = publish_list(self.drafted(department, official, self.ROW), by=editor)
        with pytest.raises(Invalid) as refused:
            draft_list(department, TODAY().year, [self.ROW._replace(**changed)], by=official, seen=row)
        assert "农村饮水管理办法" in str(refused.value.errors["items"][0])

    @pytest.mark.parametrize("years", [-2, 2])
    def test_a_list_is_of_its_time(self, department: Department, official: User, years: int) -> None:
        with pytest.raises(Invalid) as refused:
            self.drafted(department, official, self.ROW, year=TODAY().year + years)
        assert set(refused.value.errors) == {"year"}


def test_what_was_decided_is_not_taken_from_the_public_while_it_is_carried_out(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    made = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    with after_closing(consultation):
        final = made_final(consultation, made, official=official, reviewer=reviewer, editor=editor)
        with pytest.raises(InvalidMove, match="第三十七条"):
            withdraw_published(final, by=official, reason="内容有误，核实后另行公布。", kind="final_text")
        execution_ended(final)
        proposal = withdraw_published(final, by=official, reason="已停止执行，不再公布。", kind="final_text")
        assert confirm_correction(proposal, by=editor) and not Consultation.objects.get().final_version
