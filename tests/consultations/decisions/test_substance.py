"""What the law wants said is said: a full stop, a figure, one word over and over satisfy none of the fields."""

from collections.abc import Callable
from typing import Any

import pytest

from consultations.decisions.actions import edit_decision, stop_decision
from consultations.decisions.hearings.announcing import announce_hearing, edit_hearing
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.particulars import PARTICULARS, Particular, checked
from consultations.models import Consultation, Hearing
from consultations.notices.actions import edit_consultation, publish_consultation
from consultations.notices.changes import extend_period, resume_consultation, suspend_consultation
from participation.accounts.models import User
from participation.corrections.actions import correct_published, withdraw_published
from participation.errors import Incomplete, Invalid
from tests.drafts import notice_fields
from tests.hearings import prepared

pytestmark = pytest.mark.django_db
NOTHING = [".", "1", "。。。。。。。。。。"]
WRITTEN = [
    pytest.param(stage, each, id=f"{stage}-{each.key}")
    for stage, all_asked in PARTICULARS.items()
    for each in all_asked
    if each.kind in ("text", "long", "list")
]


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize(("stage", "asked"), WRITTEN)
def test_no_particular_is_satisfied_by_a_sign(
    decision: Decision, stage: DecisionStage.Stage, asked: Particular, text: str
) -> None:
    if asked.duty:
        decision.is_units_own = False
    given: dict[str, Any] = {asked.key: text}
    if asked.given:
        given[asked.given] = True if asked.given == "overrode" else "减免部分由谁承担没有谈妥。"
    _kept, errors = checked(decision, stage, asked.results[0] if asked.results else "", given)
    assert errors[asked.key] and str(errors[asked.key][0]).startswith("请")


@pytest.mark.parametrize("text", ["无", "无。", "有委员建议缓行。"])
def test_that_nobody_dissented_may_be_said_in_a_word(decision: Decision, text: str) -> None:
    kept, errors = checked(decision, "collective_decision", "passed", {"dissent": text})
    assert kept["dissent"] == text and "dissent" not in errors


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("field", ["title", "drafting_note", "summary", "phone"])
def test_no_notice_goes_out_with_signs(
    notice: Consultation, official: User, editor: User, field: str, text: str
) -> None:
    edit_consultation(notice, by=official, **notice_fields(**{field: text}))
    with pytest.raises(Incomplete) as refused:
        publish_consultation(Consultation.objects.get(), by=editor)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("text", NOTHING)
def test_no_change_of_a_period_is_explained_by_a_sign(
    consultation: Consultation, official: User, editor: User, text: str
) -> None:
    acts: tuple[Callable[[], Any], ...] = (
        lambda: extend_period(consultation, consultation.closes_on.replace(year=2027), by=editor, note=text),
        lambda: suspend_consultation(consultation, by=editor, note=text),
    )
    for act in acts:
        with pytest.raises(Invalid) as refused:
            act()
        assert list(refused.value.errors) == ["note"]
    with pytest.raises(Invalid) as refused:
        withdraw_published(consultation, by=official, reason=text)
    assert list(refused.value.errors) == ["reason"]
    stopped = suspend_consultation(consultation, by=editor, note="核对数据，暂停征集意见。")
    with pytest.raises(Invalid):
        resume_consultation(stopped, by=editor, note=text)
    assert consultation.changes.count() == 1


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("field", ["summary", "drafting_note"])
def test_a_correction_takes_no_account_out_of_a_notice(
    consultation: Consultation, official: User, field: str, text: str
) -> None:
    with pytest.raises(Invalid) as refused:
        correct_published(consultation, by=official, reason="更正", changes={field: text})
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("text", NOTHING)
def test_a_matter_is_not_stopped_and_not_described_by_a_sign(
    decision: Decision, official: User, editor: User, text: str
) -> None:
    with pytest.raises(Invalid) as refused:
        stop_decision(decision, by=editor, public_note=text)
    assert list(refused.value.errors) == ["public_note"]
    for field in ("title", "summary", "decision_authority", "legal_basis"):
        with pytest.raises(Invalid) as refused:
            edit_decision(decision, by=official, **{field: text})
        assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("field", ["about", "place", "selection", "how_to_apply", "phone"])
def test_no_hearing_is_announced_with_signs(
    decision: Decision, official: User, editor: User, field: str, text: str
) -> None:
    row = prepared(decision, by=official, **{field: text})
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("field", ["title", "organiser", "sides", "price_authority"])
def test_what_names_a_hearing_is_a_name(decision: Decision, official: User, field: str) -> None:
    row = prepared(decision, by=official)
    with pytest.raises(Invalid) as refused:
        edit_hearing(row, by=official, **{field: "."})
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("text", NOTHING)
def test_a_hearing_is_not_postponed_or_called_off_for_a_sign(
    hearing: Hearing, official: User, text: str
) -> None:
    for act in (
        lambda: correct_published(hearing, by=official, reason=text, changes={"place": "县礼堂"}),
        lambda: withdraw_published(hearing, by=official, reason=text),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert list(refused.value.errors) == ["reason"]
