"""Decree 713 as the software holds it: each gate has a test that refuses and one that passes."""

from datetime import date, timedelta

import pytest

from consultations.decisions.actions import (
    attach,
    edit_decision,
    list_decision,
    prepare_decision,
    resume_decision,
    stop_decision,
)
from consultations.decisions.confirming import confirm_result
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision
from consultations.decisions.policies import visible_to
from consultations.decisions.stages import begin_stage, complete_stage
from consultations.models import Consultation, Version
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted
from tests.cast import Role, Side, official_with
from tests.dossiers import ended, recorded, sent_for_review, started, taken
from tests.drafts import after_closing


def heard(decision: Decision, consultation: Consultation, official: User, reviewer: User) -> None:
    attach(decision, consultation, by=official)
    with after_closing(consultation):
        feedback = draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了")
        publish_feedback(feedback, by=reviewer)


def lawful(decision: Decision, official: User, on: date) -> None:
    with clock.at(clock.starts_at(on)):
        sent_for_review(decision, by=official)
    taken(decision, "legality_review")


def test_a_dossier_being_prepared_is_not_public(
    official: User, department: Department, stranger: User
) -> None:
    made = prepare_decision(by=official, slug="secret", title="尚未公布", department=department)
    assert made not in visible_to(stranger)
    assert made in visible_to(official)


def test_nobody_lists_what_they_prepared_themselves(decision: Decision, official: User) -> None:
    with pytest.raises(NotPermitted):
        list_decision(decision, by=official)


def test_the_meeting_is_refused_before_the_public_was_heard_and_the_law_reviewed(
    decision: Decision, official: User
) -> None:
    with pytest.raises(Incomplete) as refused:
        recorded(decision, "collective_decision")
    assert set(refused.value.errors) == {
        "initiation", "agency_consultation", "public_participation", "legality_review",
    }  # fmt: skip
    assert "第二十五条" in str(refused.value.errors["legality_review"])


def test_the_meeting_passes_once_everything_is_there(
    decision: Decision, consultation: Consultation, official: User, reviewer: User
) -> None:
    started(decision, by=official, second=reviewer)
    heard(decision, consultation, official, reviewer)
    day = consultation.closes_on + timedelta(days=1)
    with clock.at(clock.starts_at(day)):
        lawful(decision, official, on=day)
    with clock.at(clock.starts_at(day + timedelta(days=20))):
        row = taken(decision, "collective_decision")
    assert row.status == "done"


def test_the_legality_review_must_have_seven_working_days(
    decision: Decision, consultation: Consultation, official: User, reviewer: User
) -> None:
    started(decision, by=official, second=reviewer)
    heard(decision, consultation, official, reviewer)
    day = consultation.closes_on + timedelta(days=1)
    with clock.at(clock.starts_at(day)):
        lawful(decision, official, on=day)
        with pytest.raises(Incomplete) as refused:
            recorded(decision, "collective_decision", held_on=day)
    assert list(refused.value.errors) == ["held_on"]


@pytest.mark.parametrize(
    ("flag", "stage"),
    [
        ("is_technical", "expert_review"),
        ("is_risky", "risk_assessment"),
        ("affects_business", "fair_competition_review"),
    ],
)
def test_what_a_matter_needs_is_asked_for_before_the_meeting(
    decision: Decision, official: User, reviewer: User, market: Side, flag: str, stage: str
) -> None:
    setattr(decision, flag, True)
    decision.save()
    with pytest.raises(Incomplete) as refused:
        recorded(decision, "collective_decision")
    assert stage in refused.value.errors
    row = recorded(decision, stage, by=None if stage == "fair_competition_review" else official)
    with pytest.raises(Incomplete) as refused:
        recorded(decision, "collective_decision")
    assert stage in refused.value.errors, "it waits for a second person"
    confirm_result(row, by=market.second if stage == "fair_competition_review" else reviewer)
    with pytest.raises(Incomplete) as refused:
        recorded(decision, "collective_decision")
    assert stage not in refused.value.errors


def test_the_drafter_does_not_record_the_legality_review(decision: Decision, official: User) -> None:
    sent_for_review(decision, by=official)
    with pytest.raises(NotPermitted):
        complete_stage(decision, "legality_review", by=official, result="lawful")


def test_a_result_belongs_to_its_stage(decision: Decision, official: User) -> None:
    with pytest.raises(Invalid) as refused:
        complete_stage(decision, "risk_assessment", by=official, result="passed")
    assert list(refused.value.errors) == ["result"]


def test_a_stage_under_way_is_not_begun_twice(decision: Decision, official: User) -> None:
    begin_stage(decision, "expert_review", by=official)
    with pytest.raises(Conflict):
        begin_stage(decision, "expert_review", by=official)


def test_stopping_says_publicly_why(decision: Decision, official: User, editor: User) -> None:
    with pytest.raises(NotPermitted):
        stop_decision(decision, by=official, public_note="上位法正在修订，暂缓办理。")
    with pytest.raises(Invalid):
        stop_decision(decision, by=editor, public_note="")
    assert stop_decision(decision, by=editor, public_note="上位法将修订，暂缓。").status == "suspended"


def test_a_published_list_is_kept_and_an_update_is_a_new_edition(
    department: Department, official: User, editor: User
) -> None:
    row = Listed("农村饮水管理办法", "公开征求意见", "住建局", "第四季度", "网上、座谈会")
    first = draft_list(department, 2026, [row], by=official)
    with pytest.raises(NotPermitted):
        publish_list(first, by=official)
    publish_list(first, by=editor)
    second = draft_list(department, 2026, [row, row], by=official, seen=first)
    assert (second.edition, first.items.count(), second.items.count()) == (2, 1, 2)


def test_a_row_of_the_list_is_complete(department: Department, official: User) -> None:
    with pytest.raises(Invalid) as refused:
        draft_list(department, 2026, [Listed("办法", "", "局", "年内", "网上")], by=official)
    assert list(refused.value.errors) == ["items"]


def test_who_prepared_the_matter_does_not_review_its_lawfulness(
    department: Department, editor: User, draft: Version
) -> None:
    both = official_with("both", "全能", department, Role.DRAFTER, Role.REVIEWER)
    made = prepare_decision(by=both, slug="own", title="自拟自审", department=department)
    list_decision(made, by=editor)
    attach(made, draft.document, by=both)
    sent_for_review(made, by=both)
    with pytest.raises(NotPermitted):
        complete_stage(made, "legality_review", by=both, result="lawful")


def test_who_wrote_on_a_dossier_or_a_list_is_not_its_second_person(
    department: Department, official: User
) -> None:
    both = official_with("both", "全能", department, Role.DRAFTER, Role.EDITOR)
    made = prepare_decision(by=official, slug="shared", title="办法", department=department)
    edit_decision(made, by=both, summary="水价写进办法，简介已改。")
    with pytest.raises(NotPermitted):
        list_decision(made, by=both)
    row = Listed("办法", "公开征求意见", "住建局", "第四季度", "网上")
    first = draft_list(department, 2026, [row], by=both)
    drafted = draft_list(department, 2026, [row, row], by=official, seen=first)
    with pytest.raises(NotPermitted):
        publish_list(drafted, by=both)


def test_a_dossier_is_edited_by_its_drafters_until_it_is_decided(
    decision: Decision, official: User, editor: User
) -> None:
    with pytest.raises(NotPermitted):
        edit_decision(decision, by=editor, title="别的")
    with pytest.raises(Invalid):
        edit_decision(decision, by=official, title=" ")
    with pytest.raises(TypeError):
        edit_decision(decision, by=official, status="decided")
    assert edit_decision(decision, by=official, decision_authority="县政府").decision_authority == "县政府"
    decision = ended(decision, by=official, second=editor)
    with pytest.raises(InvalidMove):
        edit_decision(decision, by=official, decision_authority="又改")


def test_only_a_suspended_matter_is_taken_up_again(decision: Decision, editor: User, official: User) -> None:
    with pytest.raises(Conflict):
        resume_decision(decision, by=editor)
    stop_decision(decision, by=editor, public_note="上位法正在修订，暂缓办理。")
    with pytest.raises(NotPermitted):
        resume_decision(decision, by=official)
    assert resume_decision(decision, by=editor).status == "under_way"
