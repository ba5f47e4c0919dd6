"""What is added or found after the meeting counts before the text is public; after the decision nothing contrary."""

from datetime import date, timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach, edit_decision, list_decision, prepare_decision
from consultations.decisions.gates import gates_of_text
from consultations.decisions.models import Decision
from consultations.decisions.policies import can_confirm_waiver
from consultations.decisions.publishing import publish_final
from consultations.decisions.stages import begin_stage
from consultations.decisions.waivers import confirm_waiver, waive_stage
from consultations.documents.actions import import_draft
from consultations.documents.reading import read_text
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Incomplete, Invalid, InvalidMove
from participation.text.reasons import is_name, is_reason
from tests.cast import Role, official_with
from tests.consultations.decisions.test_final_text import conclude, final, missing  # noqa: F401
from tests.dossiers import SECRECY, recorded, sent_for_review, taken
from tests.drafts import FINAL, SHORT, after_closing, decided, not_a_rule, notice_fields

WHY = "涉及国家秘密，依法不得公开征求意见。"


def fresh(matter: Decision) -> Decision:
    return Decision.objects.get(pk=matter.pk)


def test_a_nature_added_after_the_meeting_brings_its_duties_and_another_meeting(
    consultation: Consultation,
    final: Version,  # noqa: F811
    official: User,
    reviewer: User,
    editor: User,
) -> None:
    with after_closing(consultation):
        consultation = conclude(consultation, official, reviewer)
        matter = decided(consultation, official=official, reviewer=reviewer, editor=editor)
        edit_decision(fresh(matter), by=official, is_risky=True, is_technical=True, affects_business=True)
        asked = {
            "risk_assessment",
            "expert_review",
            "fair_competition_review",
            "engagements",
            "collective_decision",
        }
        assert missing(consultation, final, editor) == asked
        taken(fresh(matter), "risk_assessment", by=official, second=reviewer, result="uncontrollable")
        assert "risk_assessment" in missing(consultation, final, editor), "a bad result is no result"


def test_what_becomes_a_major_decision_on_the_way_is_in_the_directory_first(
    decision: Decision, official: User, editor: User, department: Department
) -> None:
    Decision.objects.filter(pk=decision.pk).update(kind="normative_document")
    edit_decision(fresh(decision), by=official, kind="major_decision")
    assert fresh(decision).kind == "major_decision", "this county has no directory yet"


def test_what_is_public_already_is_not_said_to_be_unpublishable(
    decision: Decision, consultation: Consultation, official: User
) -> None:
    """The notice is not tied to the dossier, its document is."""
    decision.consultations.clear()
    decision.documents.set([consultation.document])
    with pytest.raises((Invalid, InvalidMove)):
        waive_stage(
            fresh(decision),
            "public_participation",
            by=official,
            ground="not_public",
            document_name=SECRECY,
            public_note=WHY,
        )


def test_a_text_that_the_law_forbids_to_publish_has_no_public_final_text(
    notice: Consultation, official: User, reviewer: User, editor: User, department: Department
) -> None:
    made = prepare_decision(by=official, slug="secret", title="涉密事项处置办法", department=department)
    attach(made, notice.document, by=official)
    matter = list_decision(made, by=editor)
    row = waive_stage(
        matter,
        "public_participation",
        by=official,
        ground="not_public",
        document_name=SECRECY,
        public_note=WHY,
    )
    confirm_waiver(row, by=editor)
    asked = {gate.field: gate.met for gate in gates_of_text(fresh(matter), notice.draft_version)}
    assert asked["publication"] is False


def test_a_long_notice_on_one_text_does_not_stand_for_a_short_one_on_another(
    consultation: Consultation,
    final: Version,  # noqa: F811
    official: User,
    reviewer: User,
    editor: User,
    department: Department,
) -> None:
    other = import_draft(read_text(FINAL, markdown=True), department=department, by=official)
    fields = notice_fields(kind="other", closes_on=clock.today() + timedelta(days=8))
    short = publish_consultation(
        prepare_consultation(not_a_rule(other), by=official, slug="short", **fields),
        by=editor,
        default_known=True,
    )
    with after_closing(consultation):
        consultation = conclude(consultation, official, reviewer)
        short = conclude(short, official, reviewer)
        matter = decided(consultation, official=official, reviewer=reviewer, editor=editor)
        fresh(matter).consultations.add(short)
        heard = {
            text.pk: {gate.field: gate.met for gate in gates_of_text(fresh(matter), text)}[
                "public_participation"
            ]
            for text in (final, other)
        }
    assert heard == {final.pk: True, other.pk: False}


def test_a_decided_matter_gets_no_contrary_result_and_no_other_hearing_of_the_public(
    consultation: Consultation,
    final: Version,  # noqa: F811
    draft: Version,
    official: User,
    reviewer: User,
    editor: User,
) -> None:
    with after_closing(consultation):
        consultation = conclude(consultation, official, reviewer)
        matter = decided(consultation, official=official, reviewer=reviewer, editor=editor)
        publish_final(consultation, final, by=editor)
        for stage in ("legality_review", "collective_decision", "risk_assessment", "party_report"):
            with pytest.raises((InvalidMove, Incomplete)):
                recorded(fresh(matter), stage, by=official if stage == "risk_assessment" else None)
        with pytest.raises(InvalidMove):
            begin_stage(fresh(matter), "expert_review", by=official)
        with pytest.raises(InvalidMove):
            attach(fresh(matter), consultation, by=official)


def test_who_wrote_on_the_dossier_does_not_agree_to_leave_a_stage_out(
    decision: Decision, official: User, department: Department
) -> None:
    both = official_with("both", "双职", department, Role.DRAFTER, Role.REVIEWER)
    edit_decision(fresh(decision), by=both, summary="办法适用于农村集中供水。")
    row = waive_stage(fresh(decision), "expert_review", by=official, ground="not_technical", public_note=WHY)
    assert not can_confirm_waiver(both, row)


@pytest.mark.parametrize(
    "text", ["12345678", "abcdefgh", "qwertyui", "1234 5678 90", "……。。！！", "好好好好好好好好"]
)
def test_figures_and_one_word_of_letters_are_no_reason(text: str) -> None:
    assert not is_reason(text)


@pytest.mark.parametrize("text", ["测试", "暂无", "没有", "None", "无。", "N/A"])
def test_words_that_stand_for_nothing_are_no_name(text: str) -> None:
    assert not is_name(text)
    assert is_name("财政局") and is_reason("The storm damaged the main pipe.")


def test_no_text_is_found_lawful_before_the_public_was_told_what_became_of_its_comments(
    consultation: Consultation,
    official: User,
    reviewer: User,
    editor: User,
) -> None:
    matter = Decision.objects.get(pk=opened_around(consultation, official, editor).pk)
    with after_closing(consultation):
        with pytest.raises(Incomplete) as refused:
            sent_for_review(matter, by=official)
        assert set(refused.value.errors) == {"public_participation"}
        # one that was sent before this was asked for
        matter.stages.create(stage="legality_review", round=1, begun_on=clock.today())
        with pytest.raises(Incomplete) as refused:
            recorded(matter, "legality_review", short_time_reason=SHORT)
        assert set(refused.value.errors) == {"public_participation"}
        recorded(fresh(matter), "legality_review", result="returned")


def opened_around(consultation: Consultation, official: User, editor: User) -> Decision:
    made = prepare_decision(
        by=official, slug="around", title="农村饮水管理办法", department=consultation.department
    )
    attach(made, consultation, by=official)
    return list_decision(made, by=editor)


@pytest.mark.parametrize("paragraph", [".", "无", "😀", "暂无"])
def test_signs_are_no_feedback(
    consultation: Consultation, official: User, reviewer: User, paragraph: str
) -> None:
    with after_closing(consultation):
        row = draft_feedback(consultation, by=official, asked=paragraph, said="降价", did="已降")
        with pytest.raises(Incomplete) as refused:
            publish_feedback(row, by=reviewer)
    assert set(refused.value.errors) == {"asked"}


@pytest.mark.parametrize(("stage", "name"), [("initiation", "started_on"), ("party_report", "reported_on")])
def test_a_day_of_long_ago_is_a_slip(
    consultation: Consultation, official: User, editor: User, stage: str, name: str
) -> None:
    matter = opened_around(consultation, official, editor)
    with pytest.raises(Incomplete) as refused:
        said: dict[str, Any] = {name: date(1900, 1, 1)}
        recorded(matter, stage, **said)
    assert set(refused.value.errors) == {name}
