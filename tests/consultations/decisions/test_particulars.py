"""What the law wants said of each stage: without it nothing is recorded (713-10 to 36, 783-12 to 18)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.decisions.actions import attach
from consultations.decisions.gates import gates
from consultations.decisions.models import Decision
from consultations.decisions.particulars import PAPERS, PARTICULARS
from consultations.models import Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import User
from participation.errors import Incomplete, Invalid
from tests.dossiers import in_time_for, recorded, sent_for_review, started, taken
from tests.drafts import SHORT, after_closing

ALWAYS = [
    (stage.value, each.key) for stage, asked in PARTICULARS.items() for each in asked if each.is_always_asked
]
WITH_RESULT = [
    ("fair_competition_review", "excepted", key) for key in ("exception", "effects", "no_alternative", "term")
] + [
    ("fair_competition_review", "not_compliant", "violated"),
    ("legality_review", "lawful", "counsel"),
    ("legality_review", "lawful", "authority"),
    ("legality_review", "lawful", "procedure"),
    ("legality_review", "lawful", "content"),
    ("legality_review", "unlawful", "changes"),
    ("legality_review", "to_be_changed", "changes"),
    ("legality_review", "returned", "lacking"),
    ("legality_review", "exploratory", "unsettled"),
    ("legality_review", "exploratory", "legal_risk"),
]


@pytest.fixture
def open_gates(decision: Decision, consultation: Consultation, official: User, reviewer: User) -> Decision:
    """The public was heard and the review has begun; the meeting's own gates are tried elsewhere."""
    started(decision, by=official, second=reviewer)
    attach(decision, consultation, by=official)
    with after_closing(consultation):
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了"), by=reviewer
        )
    with clock.at(clock.now() - timedelta(days=30)):
        sent_for_review(decision, by=official)
    return Decision.objects.get(pk=decision.pk)


def wrong(decision: Decision, stage: str, official: User, **how: Any) -> set[str]:
    with pytest.raises((Invalid, Incomplete)) as refused:
        recorded(decision, stage, by=official if stage in LEAD else None, **how)
    return set(refused.value.errors)


LEAD = ("drafting", "agency_consultation", "expert_review", "risk_assessment", "implementation")


@pytest.mark.parametrize(("stage", "key"), ALWAYS)
def test_what_is_always_asked_is_never_left_out(
    open_gates: Decision, official: User, units: object, stage: str, key: str
) -> None:
    if stage in ("collective_decision", "party_report"):
        taken(open_gates, "legality_review", short_time_reason=SHORT)
    assert wrong(in_time_for(open_gates, stage), stage, official, **{key: None}) == {key}


@pytest.mark.parametrize("nothing", ["", "  ", "\n\t"])
def test_blanks_say_nothing(decision: Decision, official: User, nothing: str) -> None:
    assert wrong(decision, "risk_assessment", official, risks=nothing) == {"risks"}


@pytest.mark.parametrize(("stage", "result", "key"), WITH_RESULT)
def test_what_a_result_asks_is_never_left_out(
    open_gates: Decision, official: User, units: object, stage: str, result: str, key: str
) -> None:
    assert wrong(open_gates, stage, official, result=result, **{key: None}) == {key}


@pytest.mark.parametrize("stage", [stage.value for stage, rule in PAPERS.items() if rule.required])
def test_a_document_that_the_law_wants_is_attached(
    open_gates: Decision, official: User, units: object, stage: str
) -> None:
    if stage in ("collective_decision", "party_report"):
        taken(open_gates, "legality_review", short_time_reason=SHORT)
    assert wrong(in_time_for(open_gates, stage), stage, official, files=[]) == {"files"}


def test_a_file_that_cannot_be_taken_is_no_document(decision: Decision, official: User) -> None:
    assert wrong(decision, "risk_assessment", official, files=[SimpleUploadedFile("a.exe", b"MZ")]) == {
        "files"
    }
    assert not decision.stages.exists()


@pytest.mark.parametrize(
    ("stage", "key", "value"),
    [
        ("expert_review", "signed", "on"),
        ("expert_review", "experts", ["程远"]),
        ("expert_review", "experts", "长" * 2001),
        ("risk_assessment", "assessor", "长" * 201),
        ("drafting", "options", "2"),
        ("drafting", "options", -1),
        ("drafting", "options", True),
        ("initiation", "proposer", "nobody"),
        ("initiation", "started_on", "2026-01-01"),
        ("fair_competition_review", "heard", 7),
    ],
)
def test_what_is_of_another_kind_is_refused(
    decision: Decision, official: User, units: object, stage: str, key: str, value: Any
) -> None:
    assert wrong(decision, stage, official, **{key: value}) == {key}


def test_a_day_to_come_is_not_recorded(decision: Decision, official: User, units: object) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    assert wrong(decision, "initiation", official, started_on=tomorrow) == {"started_on"}


def test_what_nobody_asks_is_a_mistake_of_the_caller(decision: Decision, official: User) -> None:
    with pytest.raises(TypeError):
        recorded(decision, "drafting", by=official, verdict="合法")


def test_disagreement_is_reported_with_each_sides_opinion(decision: Decision, official: User) -> None:
    assert wrong(decision, "agency_consultation", official, disagreement="减免部分由谁承担没有谈妥。") == {
        "resolved"
    }


def test_a_head_who_overrode_the_majority_says_why(
    open_gates: Decision, official: User, units: object
) -> None:
    taken(open_gates, "legality_review", short_time_reason=SHORT)
    assert wrong(open_gates, "collective_decision", official, overrode=True) == {"override_reason"}


def test_a_government_matter_is_not_passed_by_a_meeting_of_the_unit(
    open_gates: Decision, official: User, units: object
) -> None:
    taken(open_gates, "legality_review", short_time_reason=SHORT)
    assert wrong(open_gates, "collective_decision", official, meeting="units_own") == {"meeting"}


@pytest.mark.parametrize("evaluator", ["市设计院", "市设计院（第二分院）", " 市 设计院"])
def test_who_reviewed_it_before_does_not_evaluate_it(
    decision: Decision, official: User, reviewer: User, office: object, evaluator: str
) -> None:
    taken(decision, "expert_review", by=official, second=reviewer, institution="市设计院")
    fresh = in_time_for(decision, "post_evaluation")
    assert wrong(fresh, "post_evaluation", official, evaluator=evaluator) == {"evaluator"}
    assert recorded(fresh, "post_evaluation", evaluator="省社会科学院").is_waiting


def gate(decision: Decision, field: str, on: Any = None) -> Any:
    fresh = Decision.objects.get(pk=decision.pk)
    return next(each for each in gates(fresh, "collective_decision", on) if each.field == field)


@pytest.mark.parametrize(
    ("result", "met", "words"),
    [
        ("compliant", True, "已经公平竞争审查"),
        ("excepted", True, "适用例外规定"),
        ("not_compliant", False, "不得出台"),
    ],
)
def test_what_restricts_competition_without_an_exception_does_not_go_to_the_meeting(
    decision: Decision, official: User, units: object, result: str, met: bool, words: str
) -> None:
    decision.affects_business = True
    decision.save()
    taken(decision, "fair_competition_review", result=result)
    found = gate(decision, "fair_competition_review")
    assert found.met is met and words in (found.holds if met else found.words)


@pytest.mark.parametrize(
    ("result", "met", "words"),
    [
        ("lawful", True, "经合法性审查认为合法"),
        ("exploratory", True, "按探索性改革事项送审，已明示法律风险"),
        ("returned", False, "退回"),
        ("unlawful", False, "没有认定合法"),
        ("to_be_changed", False, "没有认定合法"),
    ],
)
def test_each_result_of_the_review_says_at_the_gate_what_is_true(
    open_gates: Decision, official: User, units: object, result: str, met: bool, words: str
) -> None:
    taken(open_gates, "legality_review", result=result)
    found = gate(open_gates, "legality_review")
    assert found.met is met and words in (found.holds if met else found.words)


def test_fewer_working_days_want_the_reviewing_units_reason(
    decision: Decision, official: User, units: object
) -> None:
    today = clock.today()
    sent_for_review(decision, by=official)
    taken(decision, "legality_review")
    assert not gate(decision, "held_on", today).met
    sent_for_review(decision, by=official)
    assert wrong(decision, "legality_review", official, short_time_reason="急") == {"short_time_reason"}
    reason = "汛期将至，且仅修改一条，三个工作日内已完成审查。"
    row = taken(decision, "legality_review", short_time_reason=reason)
    found = gate(decision, "held_on", today)
    assert found.met and "少于一般期限" in found.holds and row.particulars["short_time_reason"] == reason
