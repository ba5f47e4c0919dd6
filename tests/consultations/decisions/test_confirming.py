"""A recorded result counts, and is public, once a second person of the recording side has confirmed it."""

from functools import partial

import pytest

from consultations.decisions.actions import edit_decision, stop_decision
from consultations.decisions.confirming import confirm_result, refuse_result
from consultations.decisions.gates import gates, latest
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.policies import waiting_for
from consultations.decisions.stages import begin_stage
from consultations.decisions.waivers import waive_stage
from participation.accounts.models import Department, User
from participation.errors import Conflict, Incomplete, InvalidMove, NotPermitted, Overwritten
from participation.ledger.audit import trail
from tests.at_once import at_once, one_won
from tests.cast import Role, Side, official_with
from tests.dossiers import papers, recorded, sent_for_review, taken


def fresh(row: DecisionStage) -> DecisionStage:
    return DecisionStage.objects.get(pk=row.pk)


@pytest.fixture
def row(decision: Decision, official: User) -> DecisionStage:
    """An assessment that a drafter of the lead unit recorded."""
    return recorded(
        decision, "risk_assessment", by=official, public_note="风险低。", document_name="评估报告", show=True
    )


def test_until_then_nothing_of_it_stands_where_the_public_reads(row: DecisionStage, official: User) -> None:
    assert (row.status, row.result, row.public_note, row.document_name, row.particulars, row.done_on) == (
        "begun", "", "", "", {}, None,
    )  # fmt: skip
    assert row.is_waiting and row.recorded_by == official


def test_with_the_second_person_it_is_done_as_recorded(
    row: DecisionStage, official: User, reviewer: User
) -> None:
    done = confirm_result(row, by=reviewer)
    assert (done.status, done.result, done.public_note, done.document_name) == (
        "done", "controllable", "风险低。", "评估报告",
    )  # fmt: skip
    assert (done.entered_by, done.confirmed_by, done.pending) == (official, reviewer, None)
    assert done.particulars["risks"] and done.files.get().is_public
    acts = [entry.act for entry in trail(done)]
    assert acts == ["decision.stage_recorded", "decision.stage_done"]


def test_whoever_recorded_or_prepared_it_does_not_confirm_it(
    decision: Decision, department: Department, official: User, editor: User
) -> None:
    both = official_with("both", "全能", department, Role.DRAFTER, Role.REVIEWER)
    row = recorded(decision, "risk_assessment", by=both)
    for user in (both, official):
        with pytest.raises(NotPermitted):
            confirm_result(row, by=user)
    writer = official_with("writer", "改写人", department, Role.DRAFTER, Role.EDITOR)
    edit_decision(Decision.objects.get(pk=decision.pk), by=writer, summary="水价写进办法，简介已改。")
    with pytest.raises(NotPermitted):
        confirm_result(row, by=writer)
    assert confirm_result(row, by=editor).status == "done"


def test_a_second_tap_confirms_nothing_again(row: DecisionStage, reviewer: User, editor: User) -> None:
    stale = fresh(row)
    confirm_result(row, by=reviewer)
    with pytest.raises(Conflict):
        confirm_result(stale, by=editor)
    with pytest.raises(Conflict):
        refuse_result(stale, by=editor)


def test_what_was_recorded_anew_meanwhile_is_not_confirmed_unseen(
    row: DecisionStage, decision: Decision, official: User, reviewer: User
) -> None:
    seen = fresh(row)
    refuse_result(row, by=official)
    recorded(decision, "risk_assessment", by=official, risks="另有更大的风险点。")
    with pytest.raises(Overwritten):
        confirm_result(seen, by=reviewer)


together = pytest.mark.django_db(transaction=True)


@together
def test_of_two_who_confirm_at_once_one_is_told(row: DecisionStage, reviewer: User, editor: User) -> None:
    one_won(
        at_once(
            partial(confirm_result, fresh(row), by=reviewer), partial(confirm_result, fresh(row), by=editor)
        )
    )
    assert fresh(row).status == "done"


@together
def test_confirming_and_taking_back_at_once_end_in_one_of_the_two(
    row: DecisionStage, official: User, reviewer: User
) -> None:
    one_won(
        at_once(
            partial(confirm_result, fresh(row), by=reviewer), partial(refuse_result, fresh(row), by=official)
        )
    )
    now = fresh(row)
    assert (now.status == "done") == (now.confirmed_by is not None) and not now.is_waiting


@together
def test_of_two_records_at_once_one_waits(decision: Decision, department: Department, official: User) -> None:
    second = official_with("second", "徐同事", department, Role.DRAFTER)
    copies = [Decision.objects.get(pk=decision.pk) for _ in range(2)]
    one_won(
        at_once(
            partial(recorded, copies[0], "risk_assessment", by=official),
            partial(recorded, copies[1], "risk_assessment", by=second),
        )
    )
    assert decision.stages.filter(stage="risk_assessment").count() == 1


def test_refused_it_goes_on_and_what_was_written_is_still_there(
    row: DecisionStage, decision: Decision, official: User, reviewer: User
) -> None:
    begun_on = row.begun_on
    refuse_result(row, by=reviewer, reason="未写明处置预案。")
    assert (row.status, row.is_waiting, row.begun_on) == ("begun", False, begun_on)
    assert (
        row.pending and row.pending["refused"] == "未写明处置预案。" and row.pending["particulars"]["risks"]
    )
    again = recorded(
        decision, "risk_assessment", by=official, files=[], measures="补充了处置预案和责任分工。"
    )
    assert again.round == 1 and again.files.count() == 1, "its document is still there"
    assert confirm_result(fresh(again), by=reviewer).particulars["measures"] == "补充了处置预案和责任分工。"


def test_another_document_takes_the_place_of_the_refused_one(
    row: DecisionStage, decision: Decision, official: User, reviewer: User
) -> None:
    first = row.files.get()
    refuse_result(row, by=reviewer)
    again = recorded(decision, "risk_assessment", by=official, files=papers("risk_assessment"))
    assert again.files.get() != first


def test_only_who_may_confirm_it_or_recorded_it_refuses(
    row: DecisionStage, other_official: User, moderator: User, justice: Side
) -> None:
    for user in (other_official, moderator, justice.second):
        with pytest.raises(NotPermitted):
            refuse_result(row, by=user)


def test_while_it_waits_nothing_else_is_done_with_the_stage(
    row: DecisionStage, decision: Decision, official: User
) -> None:
    with pytest.raises(Conflict):
        recorded(decision, "risk_assessment", by=official)
    with pytest.raises(Conflict):
        begin_stage(decision, "risk_assessment", by=official)
    with pytest.raises(InvalidMove):
        waive_stage(
            decision,
            "risk_assessment",
            by=official,
            ground="no_adverse_effect",
            public_note="不会造成不利影响，理由充分。",
        )


def test_it_opens_no_gate_until_then(decision: Decision, official: User, reviewer: User) -> None:
    decision.is_risky = True
    decision.save()

    def met() -> bool:
        fresh_one = Decision.objects.get(pk=decision.pk)
        return next(g.met for g in gates(fresh_one, "collective_decision") if g.field == "risk_assessment")

    row = recorded(decision, "risk_assessment", by=official)
    assert not met()
    confirm_result(row, by=reviewer)
    assert met()


def test_a_gate_that_closed_meanwhile_refuses_the_confirmation(
    decision: Decision, official: User, reviewer: User, office: Side, justice: Side
) -> None:
    row = DecisionStage.objects.create(
        decision=decision, stage="collective_decision", begun_on="2026-01-05", recorded_by=office.recorder,
        pending={"result": "passed", "held_on": "2026-01-05", "public_note": "", "document_name": "",
                 "particulars": {}, "texts": {}},
    )  # fmt: skip
    with pytest.raises(Incomplete) as refused:
        confirm_result(row, by=office.second)
    assert {"public_participation", "legality_review"} <= set(refused.value.errors)
    assert fresh(row).status == "begun"


def test_a_suspended_matter_confirms_nothing(
    row: DecisionStage, decision: Decision, editor: User, reviewer: User
) -> None:
    stop_decision(decision, by=editor, public_note="上位法将修订，暂缓。")
    with pytest.raises(InvalidMove):
        confirm_result(fresh(row), by=reviewer)


def test_it_waits_on_the_list_of_whoever_may_confirm_it(
    row: DecisionStage, decision: Decision, official: User, reviewer: User, editor: User, justice: Side
) -> None:
    assert list(waiting_for(reviewer)) == list(waiting_for(editor)) == [row]
    assert list(waiting_for(official)) == []
    sent_for_review(decision, by=official)
    review = recorded(decision, "legality_review")
    assert review in waiting_for(justice.second) and review not in waiting_for(justice.recorder)
    confirm_result(row, by=reviewer)
    assert row not in waiting_for(editor)


def test_what_was_recorded_before_second_persons_were_asked_for_is_believed(decision: Decision) -> None:
    decision.affects_business = True
    decision.save()
    DecisionStage.objects.create(
        decision=decision,
        stage="fair_competition_review",
        status="done",
        begun_on="2026-01-05",
        done_on="2026-01-05",
    )
    met = {
        gate.field: gate.met for gate in gates(Decision.objects.get(pk=decision.pk), "collective_decision")
    }
    assert met["fair_competition_review"]


def test_the_days_of_the_review_run_from_when_it_was_sent_anew(
    decision: Decision, official: User, justice: Side
) -> None:
    sent_for_review(decision, by=official)
    taken(decision, "legality_review", result="returned")
    with pytest.raises(InvalidMove):
        recorded(decision, "legality_review")
    second = sent_for_review(decision, by=official)
    assert second.round == 2
    assert latest(Decision.objects.get(pk=decision.pk), "legality_review") == second
