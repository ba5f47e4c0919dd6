"""Whoever rewrites what the public reads of a dossier, past the actions, is found out."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from consultations.decisions.actions import edit_decision, resume_decision, stop_decision
from consultations.decisions.hearings.corrections import LIST, RECORD
from consultations.decisions.hearings.recording import publish_record
from consultations.decisions.lists import Listed, draft_list, publish_list, tie_listed
from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.stages import begin_stage
from consultations.decisions.waivers import confirm_waiver, waive_stage
from consultations.models import Engagement, Hearing
from participation import clock
from participation.accounts.models import User
from participation.ledger.leaves import Fault, verify
from participation.ledger.models import Leaf
from tests.dossiers import recorded, taken
from tests.drafts import corrected, taken_back
from tests.hearings import engaged, held, on_its_day
from tests.hearings import recorded as hearing_recorded

ROW = Listed("农村饮水管理办法", "公开征求意见", "住建局", "第四季度", "网上")


def tampered(table: str, column: str, value: Any) -> set[tuple[str, str]]:
    """What `ledger verify` says once somebody has written this past the actions."""
    assert list(verify()) == []
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE consultations_{table} SET {column} = %s", [value])
        assert cursor.rowcount
    return {(fault.kind, fault.problem) for fault in verify()}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "别的"), ("kind", "other"), ("status", "decided"), ("public_note", "别的"),
        ("affects_business", True),
        ("is_technical", True), ("is_risky", True), ("concerns", '["price"]'), ("execution", "ended"),
        ("legal_basis", "无"), ("summary", "别的"), ("decision_authority", "某某"), ("planned_on", "2030-01-01"),
    ],
)  # fmt: skip
def test_a_matter_that_was_rewritten_is_found(decision: Decision, column: str, value: Any) -> None:
    assert tampered("decision", column, value) == {("decision", "altered")}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stage", "drafting"), ("round", 2), ("status", "called_off"), ("result", "uncontrollable"),
        ("public_note", "别的"), ("document_name", "别的"), ("particulars", "{}"), ("texts", '{"1": "x"}'),
        ("ground", "not_technical"), ("begun_on", "2020-01-01"), ("held_on", "2020-01-01"), ("done_on", "2020-01-01"),
    ],
)  # fmt: skip
def test_a_stage_that_was_rewritten_is_found(
    decision: Decision, official: User, reviewer: User, column: str, value: Any
) -> None:
    taken(decision, "risk_assessment", by=official, second=reviewer, public_note="风险可控。")
    assert tampered("decisionstage", column, value) == {("stage", "altered")}


def test_a_document_of_a_stage_that_was_exchanged_is_found(
    decision: Decision, official: User, reviewer: User
) -> None:
    taken(decision, "risk_assessment", by=official, second=reviewer)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE participation_storedfile SET sha256 = %s", ["0" * 64])
    assert {(fault.kind, fault.problem) for fault in verify()} == {("stage", "altered")}


def test_a_round_that_runs_or_was_left_out_is_committed_to_as_well(
    decision: Decision, official: User, reviewer: User
) -> None:
    begin_stage(decision, "drafting", by=official)
    proposed = waive_stage(
        decision,
        "expert_review",
        by=official,
        ground="not_technical",
        public_note="只是程序性规定，不涉及技术。",
    )
    assert list(verify()) == [], "what is only proposed owes nothing"
    confirm_waiver(DecisionStage.objects.get(pk=proposed.pk), by=reviewer)
    recorded(decision, "risk_assessment", by=official)
    assert list(verify()) == [], "what waits for a second person is not public"
    DecisionStage.objects.filter(stage="expert_review").update(public_note="别的。")
    DecisionStage.objects.filter(stage="drafting").update(begun_on="2020-01-01")
    assert [fault.problem for fault in verify()] == ["altered", "altered"]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        *(("hearing", name, "别的") for name in (
            "title", "about", "organiser", "price_authority", "place", "sides", "selection", "how_to_apply", "phone",
            "presider", "recorder", "summary")),
        *(("hearing", name, "2020-01-01") for name in ("held_on", "apply_until", "materials_sent_on")),
        ("hearing", "held_at", "07:00"), ("hearing", "seats", 1), ("hearing", "concluded_at", "2020-01-01 00:00Z"),
        *(("hearingparticipant", name, "别的") for name in (
            "name", "side", "represents", "said", "reason", "remark")),
        ("hearingparticipant", "kind", "expert"), ("hearingparticipant", "result", "explained"),
        *(("hearingparticipant", name, False) for name in ("attended", "has_signed")),
    ],
)  # fmt: skip
def test_a_hearing_that_was_rewritten_is_found(
    decision: Decision, official: User, editor: User, reviewer: User, table: str, column: str, value: Any
) -> None:
    held(decision, by=official, editor=editor, reviewer=reviewer)
    assert tampered(table, column, value) == {("hearing", "altered")}


def test_what_is_put_right_or_taken_back_of_a_hearing_is_in_order(
    ready: Hearing, official: User, editor: User, reviewer: User
) -> None:
    with clock.at(clock.starts_at(ready.apply_until + timedelta(days=3))):
        row = corrected(Hearing.objects.get(), by=official, confirmed_by=editor, place="县礼堂")
        assert list(verify()) == []
        taken_back(row, by=official, confirmed_by=editor, kind=LIST)
        assert list(verify()) == []
        taken_back(Hearing.objects.get(), by=official, confirmed_by=editor)
    assert list(verify()) == []


def test_a_record_taken_back_is_in_order_and_not_in_the_leaf(
    ready: Hearing, official: User, editor: User, reviewer: User
) -> None:
    hearing_recorded(ready, by=official)
    assert list(verify()) == [], "a record that is being written is not public"
    with on_its_day(ready):
        row = publish_record(Hearing.objects.get(), by=reviewer)
        taken_back(row, by=official, confirmed_by=reviewer, kind=RECORD)
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("engagement", "kind", "other"), ("engagement", "held_on", "2020-01-01"), ("engagement", "until", "2030-01-01"),
        ("engagement", "place", "别处"), ("engagement", "said", "别的"), ("engagement", "outcome", "别的"),
        ("engagement", "status", "withdrawn"), ("engagementparty", "number", 99), ("engagementparty", "who", "别人"),
        ("engagementparty", '"group"', "media"),
    ],
)  # fmt: skip
def test_a_record_of_hearing_people_that_was_rewritten_is_found(
    decision: Decision, official: User, reviewer: User, table: str, column: str, value: Any
) -> None:
    row = engaged(decision, by=official, second=reviewer)
    corrected(Engagement.objects.get(pk=row.pk), by=official, confirmed_by=reviewer, place="县总工会")
    assert tampered(table, column, value) == {("engagement", "altered")}


@pytest.mark.parametrize(
    ("column", "value"),
    [*((name, "别的") for name in ("matter", "procedure", "unit", "planned", "ways")), ("has_hearing", True)],
)
def test_a_row_of_a_published_list_that_was_rewritten_is_found(
    decision: Decision, official: User, editor: User, column: str, value: Any
) -> None:
    draft = draft_list(decision.department, 2026, [ROW], by=official)
    assert list(verify()) == [], "a draft owes nothing"
    publish_list(draft, by=editor)
    tie_listed(decision)
    assert tampered("participationitem", column, value) == {("participation_list", "altered")}


def test_every_act_on_a_public_matter_leaves_it_in_order(
    decision: Decision, official: User, editor: User
) -> None:
    row = edit_decision(decision, by=official, summary="水价写进办法，摘要已改。", affects_business=True)
    row = stop_decision(row, by=editor, public_note="上位法将修订，暂缓。")
    resume_decision(row, by=editor)
    fresh, why = Decision.objects.get(), "经核实不涉及经营主体的生产经营。"
    corrected(fresh, by=official, confirmed_by=editor, reason=why, traits=["major_decision"])
    assert list(verify()) == []
    assert Leaf.objects.filter(kind="decision").count() == 5


def test_what_was_public_before_owes_nothing_and_what_came_since_does(
    decision: Decision, official: User, reviewer: User
) -> None:
    Leaf.objects.all().delete()
    engaged(decision, by=official, second=reviewer)
    Leaf.objects.all().delete()
    assert list(verify()) == [], "as in a database from before"
    begin_stage(decision, "drafting", by=official)
    with clock.at(clock.now() + timedelta(days=2)):
        row = begin_stage(decision, "agency_consultation", by=official)
        assert list(verify()) == []
        Leaf.objects.filter(kind="stage", object_id=row.pk).delete()
        assert list(verify()) == [Fault("stage", row.pk, "no leaf")]
    assert not ParticipationList.objects.exists()
