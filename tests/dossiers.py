"""Stages of a matter for tests, recorded and confirmed by the right people with everything the law wants said."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.decisions.confirming import confirm_result
from consultations.decisions.execution.actions import confirm_change, record_change
from consultations.decisions.gates import AFTER_THE_DECISION
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.particulars import papers_of
from consultations.decisions.recorders import recorder_of
from consultations.decisions.stages import RESULTS, begin_stage, complete_stage
from participation import clock
from participation.accounts.models import User
from participation.corrections.actions import confirm_correction, withdraw_published
from participation.errors import Incomplete, Message
from tests.cast import side_of

SECRECY = "《保守国家秘密法》第九条"  # on what a matter is kept from the public
PDF = b"%PDF-1.4\n% a page\n"


def particulars(stage: str, result: str = "") -> dict[str, Any]:
    """Everything that is asked of a stage with this result, said well."""
    today = clock.today()
    said: dict[str, dict[str, Any]] = {
        "initiation": {"proposer": "unit", "studied": "问题突出，有必要统一规范。", "lead_unit": "住房和城乡建设局",
                       "started_on": today - timedelta(days=60)},  # before any notice of a test
        "agency_consultation": {"units": "财政局、水务局、各乡镇"},
        "expert_review": {"experts": "程远，给排水工程师，市设计院", "signed": True, "avoidance": True,
                          "conclusion": "方案总体可行，管网分期建设更稳妥。", "adopted": "建议三条，全部采纳。"},
        "risk_assessment": {"assessor": "住房和城乡建设局", "units": "公安局、信访局", "risks": "部分用户水费上升。",
                            "measures": "低保户减半，设过渡期。"},
        "fair_competition_review": {"first_opinion": "未发现排除、限制竞争的内容。", "heard": "听取供水企业3家意见。",
                                    "conclusion": "未排除、限制竞争，符合审查标准。"},
        "legality_review": {"counsel": "法律顾问罗律师"},
        "collective_decision": {"meeting": "executive", "chair": "县长", "head_spoke_last": True, "dissent": "无"},
        "party_report": {"reported_to": "县委", "reported_on": today},
        "implementation": {"executing_units": "住房和城乡建设局"},
        "post_evaluation": {"occasion": "organ", "evaluator": "省社会科学院", "involved": "座谈会两场，问卷三百份。",
                            "conclusion": "水质和水价总体达到预期目标。"},
    }  # fmt: skip
    by_result: dict[str, dict[str, Any]] = {
        "lawful": {"authority": True, "procedure": True, "content": True},
        "exploratory": {"authority": True, "procedure": True, "unsettled": "国家对此尚无明确规定。",
                        "legal_risk": "收费方式可能被认为缺少上位法依据。"},
        "to_be_changed": {"changes": "第四条改为不超过二元五角。"},
        "unlawful": {"changes": "第四条超越法定权限。"},
        "excepted": {"exception": "public_good", "effects": "限定两年内由一家企业供水。", "no_alternative": True,
                     "term": "二年"},
        "not_compliant": {"violated": "第八条第三项。"},
    }  # fmt: skip
    if result == "returned":
        return {"lacking": "缺少征求意见采纳情况。"}
    return {**said.get(stage, {}), **by_result.get(result, {})}


def papers(stage: str, result: str = "") -> list[SimpleUploadedFile]:
    """The document that the stage needs."""
    needed = papers_of(stage).required and result != "returned"
    return [SimpleUploadedFile("文书.pdf", PDF)] if needed else []


def recorded(
    decision: Decision, stage: str, *, by: User | None = None, result: str = "", held_on: date | None = None,
    **changes: Any,
) -> DecisionStage:  # fmt: skip
    """Recorded by the right person, complete but for `changes`; it waits for a second person."""
    duty = recorder_of(decision, stage).duty
    if duty:
        by = by or side_of(duty).recorder
    assert by is not None, "the lead unit's own drafter"
    result = result or (RESULTS.get(DecisionStage.Stage(stage)) or ("",))[0]
    held = held_on or (clock.today() if stage == "collective_decision" else None)
    own = {
        name: changes.pop(name)
        for name in ("public_note", "inside_note", "document_name", "show")
        if name in changes
    }
    files = changes.pop("files", papers(stage, result))
    if stage == "party_report" and not decision.stages.filter(stage="legality_review").exists():
        as_if_reviewed(decision)
    if stage == "legality_review" and result in ("lawful", "exploratory"):
        as_if_heard(decision)
    if duty != "market_supervision":
        changes.setdefault("first_opinion", None)
    said = {
        name: value for name, value in {**particulars(stage, result), **changes}.items() if value is not None
    }
    return complete_stage(
        decision, stage, by=by, result=result, held_on=held, particulars=said, files=files, **own
    )


def sent_for_review(decision: Decision, *, by: User, **how: Any) -> DecisionStage:
    """Sent for the review of law; the public as if heard, where a test tells nothing of it."""
    as_if_heard(decision)
    return begin_stage(Decision.objects.get(pk=decision.pk), "legality_review", by=by, **how)


def as_if_heard(decision: Decision) -> None:
    """Where a test tells nothing of hearing the public: it was left out, before the text was reviewed."""
    if (
        not decision.consultations.exists()
        and not decision.stages.filter(stage="public_participation").exists()
    ):
        DecisionStage.objects.create(
            decision=decision, stage="public_participation", round=1, begun_on=clock.today(), done_on=clock.today(),
            status="not_needed", ground="not_public", public_note="涉及国家秘密，依法不得公开。",
        )  # fmt: skip


def as_if_reviewed(decision: Decision) -> None:
    """Where a test tells nothing of the review: it was a while ago, before its texts were kept."""
    DecisionStage.objects.create(
        decision=decision, stage="legality_review", round=1, begun_on=clock.today() - timedelta(days=60),
        done_on=clock.today() - timedelta(days=40), status="done", result="lawful",
    )  # fmt: skip


def in_time_for(decision: Decision, stage: str) -> Decision:
    """The matter when it is time for this stage: decided, for what comes after the decision."""
    if stage in AFTER_THE_DECISION:
        Decision.objects.filter(pk=decision.pk).update(status="decided")
    return Decision.objects.get(pk=decision.pk)


def suspension(**changes: Any) -> dict[str, Any]:
    """An urgent suspension of the execution, as it is recorded."""
    if changes.get("decided_by") == "meeting":
        changes.setdefault("files", [SimpleUploadedFile("会议纪要.pdf", PDF)])
    return {
        "kind": "suspended", "ground": "circumstances", "decided_by": "head", "decided_on": clock.today(),
        "document_name": "县长专题会议纪要〔2026〕9号", "public_note": "水源地突发污染，暂按原价收费。", **changes,
    }  # fmt: skip


def carried_on(decision: Decision, **changes: Any) -> Any:
    """A change of its execution, recorded and confirmed by two of the government office; suspended, by default."""
    side = side_of(recorder_of(decision, "collective_decision").duty or "")
    row = record_change(Decision.objects.get(pk=decision.pk), by=side.recorder, **suspension(**changes))
    return confirm_change(row, by=side.second)


REPLACED = "上位法已经作出规定，不再另行制定。"


def ended(decision: Decision, *, by: User, second: User, reason: str = REPLACED) -> Decision:
    """It ends without a decision: proposed by one, confirmed by another."""
    proposal = withdraw_published(Decision.objects.get(pk=decision.pk), by=by, reason=reason)
    confirm_correction(proposal, by=second)
    return Decision.objects.get(pk=decision.pk)


def started(decision: Decision, *, by: User, second: User) -> None:
    """The government decided to start it, and the units concerned were consulted."""
    taken(decision, "initiation")
    taken(decision, "agency_consultation", by=by, second=second)


def taken(
    decision: Decision, stage: str, *, by: User | None = None, second: User | None = None, **how: Any
) -> DecisionStage:
    """Recorded, and confirmed by a second person of the same side."""
    row = recorded(decision, stage, by=by, **how)
    duty = recorder_of(decision, stage).duty
    if duty:
        second = second or side_of(duty).second
    assert second is not None, "the lead unit's own reviewer"
    return confirm_result(DecisionStage.objects.get(pk=row.pk), by=second)


def meeting_waits_for(decision: Decision, held_on: date | None = None) -> dict[str, list[Message]]:
    """What the meeting is refused for, by field."""
    with pytest.raises(Incomplete) as refused:
        recorded(Decision.objects.get(pk=decision.pk), "collective_decision", held_on=held_on)
    return refused.value.errors
