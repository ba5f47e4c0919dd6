"""What is called otherwise, started later, judged twice or heard by one side: ways that strangers took."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import (
    attach,
    edit_decision,
    list_decision,
    prepare_decision,
    stop_decision,
)
from consultations.decisions.hearings import gates as hearing_gates
from consultations.decisions.hearings.announcing import Listed as Person
from consultations.decisions.hearings.announcing import write_list
from consultations.decisions.hearings.recording import Statement, write_record
from consultations.decisions.models import Decision
from consultations.decisions.waivers import waive_stage
from consultations.documents.actions import import_draft, revise
from consultations.documents.headers import edit_header
from consultations.documents.queries import is_slip
from consultations.documents.reading import read_text
from consultations.models import Consultation, Document, Hearing, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.changes import resume_consultation, suspend_consultation
from consultations.notices.gates import stands_still
from consultations.notices.traits import is_named_as_rule
from consultations.outcomes.gates import gates_of_final
from consultations.outcomes.policies import can_publish_final
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published
from participation.corrections.models import Correction
from participation.deadlines.local_rules import set_local_rule
from participation.errors import Incomplete, Invalid, InvalidMove, NotPermitted
from tests.dossiers import (
    REPLACED,
    carried_on,
    ended,
    in_time_for,
    meeting_waits_for,
    recorded,
    sent_for_review,
    taken,
)
from tests.drafts import (
    DRAFT,
    FINAL,
    NEITHER,
    after_closing,
    corrected,
    made_final,
    not_a_rule,
    notice_fields,
)
from tests.hearings import HEAD, REFUSED, SAID, fresh, on_its_day

WHY = "上位法正在修订，暂缓办理本事项。"


def other(draft: Version, official: User, **changes: Any) -> Consultation:
    days = {"closes_on": clock.today() + timedelta(days=40)}
    fields = notice_fields(kind="other", **days)
    return prepare_consultation(not_a_rule(draft), by=official, slug="n", **{**fields, **changes})


def refused(notice: Consultation, editor: User) -> set[str]:
    with pytest.raises(Incomplete) as refusal:
        publish_consultation(notice, by=editor, default_known=True)
    return set(refusal.value.errors)


@pytest.mark.parametrize("note", ["", "略", "不属于"])
def test_who_calls_it_another_matter_says_publicly_why(
    draft: Version, official: User, editor: User, department: Department, note: str
) -> None:
    assert refused(other(draft, official, classification_note=note), editor) == {"classification_note"}
    said = prepare_decision(
        by=official, slug="m", title="评比活动", department=department, kind="other", summary="评比活动安排"
    )
    with pytest.raises(Incomplete) as refusal:
        list_decision(said, by=editor)
    assert set(refusal.value.errors) == {"classification_note"}
    edit_decision(said, by=official, classification_note=NEITHER)
    list_decision(said, by=editor)


@pytest.mark.parametrize("concerns", [["planning"], ["land", "objected"], ["demolition"], ["price"]])
def test_plans_prices_land_and_houses_want_a_dossier(
    draft: Version, official: User, editor: User, department: Department, concerns: list[str]
) -> None:
    notice = other(draft, official, concerns=concerns)
    assert "concerns" in refused(notice, editor)
    matter = prepare_decision(
        by=official, slug="m", title="工作方案", department=department, kind="normative_document", concerns=concerns
    )  # fmt: skip
    attach(matter, notice, by=official)
    list_decision(matter, by=editor)
    publish_consultation(Consultation.objects.get(), by=editor, default_known=True)


@pytest.mark.parametrize(
    "title",
    ["关于印发云岫县犬只管理办法的通知", "城区共享单车停放管理办法第二稿", "养犬管理规定（第3次修改稿）"],
)
def test_what_a_notice_passes_on_and_its_second_draft_are_known_by_name(title: str) -> None:
    assert is_named_as_rule(title)


def test_nobody_is_asked_again_on_a_matter_that_stands_still_or_ended(
    decision: Decision, consultation: Consultation, official: User, editor: User
) -> None:
    attach(decision, consultation, by=official)
    held = suspend_consultation(Consultation.objects.get(), by=editor, note=WHY)
    stop_decision(decision, by=editor, public_note=WHY)
    with pytest.raises(InvalidMove):
        resume_consultation(held, by=editor, note=WHY)
    ended(decision, by=official, second=editor)
    with pytest.raises(InvalidMove):
        resume_consultation(held, by=editor, note=WHY)


def test_a_notice_that_was_not_out_yet_stays_in_when_its_matter_ended(
    decision: Decision, notice: Consultation, official: User, editor: User
) -> None:
    attach(decision, notice, by=official)
    ended(decision, by=official, second=editor)
    assert stands_still(notice) and "decision" in refused(notice, editor)


@pytest.mark.parametrize(
    ("was", "reads"),
    [("为了保障", "为保障"), ("适用于", "不适用于"), ("应当履行", "可以履行"), ("不超过三元", "超过三元")],
)
def test_a_word_that_turns_a_sentence_is_no_slip_of_the_pen(
    consultation: Consultation, official: User, was: str, reads: str
) -> None:
    assert was in DRAFT
    text = DRAFT.replace(was, reads, 1)
    later = revise(consultation.draft_version, read_text(text, markdown=True), by=official)
    assert is_slip(consultation.draft_version, later) is (reads == "为保障")


def test_the_public_is_asked_about_what_was_started(
    decision: Decision, consultation: Consultation, official: User
) -> None:
    attach(decision, consultation, by=official)
    taken(decision, "initiation", started_on=clock.today())
    row = again(decision)
    assert "initiation" not in waits(row)
    with clock.at(clock.now() + timedelta(days=1)):
        row.stages.all().delete()
        taken(row, "initiation", started_on=clock.today())
        assert "initiation" in waits(again(decision))


def waits(row: Decision) -> set[str]:
    return set(meeting_waits_for(row))


def again(row: Decision) -> Decision:
    return Decision.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("stage", "bad", "good"),
    [("risk_assessment", "uncontrollable", "controllable"), ("legality_review", "unlawful", "lawful")],
)
def test_what_was_found_wanting_is_not_well_the_next_minute(
    decision: Decision, official: User, reviewer: User, stage: str, bad: str, good: str
) -> None:
    own = {"by": official, "second": reviewer} if stage == "risk_assessment" else {}
    if stage == "legality_review":
        sent_for_review(decision, by=official)
    taken(decision, stage, result=bad, **own)
    if stage == "legality_review":
        sent_for_review(again(decision), by=official)
    with pytest.raises(Incomplete) as refusal:
        recorded(again(decision), stage, result=good, by=own.get("by"))
    assert "result" in refusal.value.errors
    text = Version.objects.latest("pk")
    text.passages.exclude(text="").update(text="供水单位应当每日检测水质，并公布结果。")
    taken(again(decision), stage, result=good, **own)


def test_an_exploratory_reform_is_a_major_decision(decision: Decision, official: User) -> None:
    Decision.objects.update(kind="normative_document")
    sent_for_review(again(decision), by=official)
    with pytest.raises(Incomplete) as refusal:
        recorded(again(decision), "legality_review", result="exploratory")
    assert "第二十五条第二款" in str(refusal.value.errors["result"])


class TestHearing:
    """A hearing has two sides, and nobody sits on the bench and at the table."""

    def test_the_lead_unit_is_no_side_and_nobody_is_there_twice(
        self, hearing: Hearing, official: User
    ) -> None:
        own = hearing.decision.department.name
        with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
            sides = hearing.side_names
            write_list(hearing, [Person("朱德发", "public", side, own) for side in sides], by=official)
            said = [each.words for each in hearing_gates.participants(fresh(hearing)) if not each.met]
        assert any("承办单位" in words for words in said) and any("重复" in words for words in said)

    def test_one_side_alone_is_no_hearing(self, ready: Hearing, official: User) -> None:
        with on_its_day(ready):
            absent = {2: Statement(remark="因病请假，书面意见附后")}
            write_record(ready, by=official, **HEAD, statements={1: SAID, **absent})
            assert "一方到会" in str(unmet(ready))
            write_record(ready, by=official, **HEAD, statements={1: SAID, 2: REFUSED})
            assert "一方到会" not in str(unmet(ready))

    def test_who_takes_part_does_not_preside(self, ready: Hearing, official: User) -> None:
        with on_its_day(ready):
            head = {**HEAD, "presider": "龙秀英（县自来水公司）"}
            write_record(ready, by=official, **head, statements={1: SAID, 2: REFUSED})
            assert "龙秀英" in str(unmet(ready))


def unmet(row: Hearing) -> list[str]:
    return [each.words for each in hearing_gates.record(fresh(row)) if not each.met]


def test_who_wrote_notice_or_feedback_does_not_publish_the_text(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    made = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    assert can_publish_final(editor, consultation, made)
    Consultation.objects.update(created_by=editor)
    assert not can_publish_final(editor, Consultation.objects.get(), made)


def test_another_text_in_the_place_of_what_was_decided_wants_the_adjustment_on_record(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    made = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    with after_closing(consultation):
        final = made_final(consultation, made, official=official, reviewer=reviewer, editor=editor)
        with pytest.raises(InvalidMove):
            stop_decision(Decision.objects.get(), by=editor, public_note=WHY)
        new = revise(made, read_text(FINAL.replace("二元五角", "八元"), markdown=True), by=official)
        said = {gate.field: gate.words for gate in gates_of_final(final, new) if not gate.met}
    assert "调整" in said["decision"]


def test_no_two_documents_bear_one_number(
    consultation: Consultation, official: User, reviewer: User, editor: User, draft: Version
) -> None:
    made = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    with after_closing(consultation):
        made_final(consultation, made, official=official, reviewer=reviewer, editor=editor)
        out = Document.objects.get()
        text = read_text(FINAL, markdown=True)
        twin = import_draft(text, department=out.department, by=official).document
        with pytest.raises(Invalid) as refusal:
            edit_header(twin, by=official, document_number=out.document_number, made_on=out.made_on)
    assert set(refusal.value.errors) == {"document_number"}


@pytest.mark.parametrize(("rule_id", "value"), [("A8", 2), ("A1-shortened", 1), ("A11", 1)])
def test_no_county_makes_a_term_of_a_day_of_it(administrator: User, rule_id: str, value: int) -> None:
    with pytest.raises(Invalid) as refusal:
        set_local_rule(rule_id, by=administrator, value=value, basis="云府办发〔2026〕3号")
    assert set(refusal.value.errors) == {"value"}
    with pytest.raises(Incomplete):
        set_local_rule(rule_id, by=administrator, value=20, basis="略")


def test_the_name_of_a_public_matter_is_changed_by_two(
    decision: Decision, official: User, editor: User
) -> None:
    with pytest.raises(Invalid) as refusal:
        edit_decision(decision, by=official, title="学校搬迁方案")
    assert set(refusal.value.errors) == {"title"}
    assert corrected(again(decision), by=official, confirmed_by=editor, title="农村集中供水管理办法")
    assert Decision.objects.get().title == "农村集中供水管理办法"


def test_a_matter_ends_by_two_and_for_good(decision: Decision, official: User, editor: User) -> None:
    with pytest.raises(Invalid):
        ended(decision, by=official, second=editor, reason="。")
    with pytest.raises(NotPermitted):
        ended(decision, by=editor, second=editor)
    Correction.objects.all().delete()
    row = ended(decision, by=official, second=editor)
    assert row.status == "terminated" and row.public_note == REPLACED


@pytest.mark.parametrize(
    "title",
    [
        "城区停车管理办法2026版",
        "停车管理办法。",
        "停车管理辦法",
        "停车管理办法及附件",
        "停车管理办法修改方案",
    ],
)
def test_a_few_characters_more_make_nothing_else_of_a_rule(title: str) -> None:
    assert is_named_as_rule(title)


@pytest.mark.parametrize(
    "title", ["关于调整城区自来水价格的方案", "城北片区集体土地征收补偿安置方案", "云岫县国土空间总体规划"]
)
def test_a_price_the_taking_of_land_and_a_plan_are_known_by_name_too(
    draft: Version, official: User, editor: User, title: str
) -> None:
    assert "concerns" in refused(other(draft, official, title=title), editor)


@pytest.mark.parametrize(
    "nature",
    [
        {"kind": "normative_document", "classification_note": NEITHER},
        {"kind": "major_decision", "concerns": ["demolition"]},
    ],
)
def test_what_the_law_has_announced_is_not_kept_from_the_public(
    official: User, department: Department, editor: User, nature: dict[str, Any]
) -> None:
    made = prepare_decision(by=official, slug="x", title="征收补偿工作", department=department, **nature)
    list_decision(made, by=editor)
    for stage in ("public_participation", "publication"):
        with pytest.raises(Invalid) as refusal:
            waive_stage(
                again(made), stage, by=official, ground="not_public", public_note="涉及国家秘密，依法不得公开。",
                document_name="县保密局审查意见〔2026〕3号",
            )  # fmt: skip
        assert set(refusal.value.errors) == {"ground"}


def test_what_a_meeting_suspended_the_head_does_not_resume(decision: Decision) -> None:
    matter = in_time_for(decision, "implementation")
    carried_on(matter, decided_by="meeting")
    with pytest.raises(Invalid) as refusal:
        carried_on(matter, kind="resumed", ground="")
    assert set(refusal.value.errors) == {"decided_by"}
    carried_on(matter, kind="resumed", ground="", decided_by="meeting")


def test_what_everybody_was_told_of_its_kind_is_changed_by_two(
    draft: Version, official: User, editor: User, department: Department
) -> None:
    said = prepare_decision(
        by=official,
        slug="m",
        title="评比活动",
        department=department,
        kind="other",
        classification_note=NEITHER,
    )
    list_decision(said, by=editor)
    now = "经县司法局复核，本事项只涉及内部评比，不属于目录事项。"
    with pytest.raises(Invalid) as refusal:
        edit_decision(again(said), by=official, classification_note=now)
    assert set(refusal.value.errors) == {"classification_note"}
    corrected(again(said), by=official, confirmed_by=editor, classification_note=now)
    assert again(said).classification_note == now
    notice = publish_consultation(other(draft, official), by=editor, default_known=True)
    corrected(notice, by=official, confirmed_by=editor, classification_note=now)
    assert Consultation.objects.get().classification_note == now
    with pytest.raises(Invalid):
        correct_published(
            Consultation.objects.get(), by=official, reason=WHY, changes={"classification_note": ""}
        )
