"""After the decision (decree 713, articles 33 to 37): nothing of it before it is decided, and its execution is changed
only as the deciding organ decided."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from consultations.decisions.execution.actions import confirm_change, record_change, refuse_change
from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.execution.policies import changes_waiting_for
from consultations.decisions.models import Decision
from consultations.decisions.stages import begin_stage
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from participation import clock
from participation.accounts.models import User
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted, Overwritten
from participation.ledger.audit import trail
from tests.cast import Side, side_of
from tests.dossiers import carried_on, recorded, suspension
from tests.drafts import FINAL, after_closing, made_final


@pytest.fixture
def matter(consultation: Consultation, official: User, reviewer: User, editor: User) -> Iterator[Decision]:
    """Decided today, its final text published."""
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        made_final(consultation, final, official=official, reviewer=reviewer, editor=editor)
        yield Decision.objects.get()


@pytest.fixture
def office() -> Side:
    return side_of("government_office")


@pytest.mark.parametrize("stage", ["implementation", "post_evaluation"])
def test_what_is_not_decided_is_neither_carried_out_nor_evaluated(
    decision: Decision, office: Side, official: User, stage: str
) -> None:
    begins = official if stage == "implementation" else office.recorder
    for act in (lambda: begin_stage(decision, stage, by=begins), lambda: recorded(decision, stage, by=None if stage == "post_evaluation" else official)):  # fmt: skip  # noqa: E501
        with pytest.raises(Incomplete) as refused:
            act()
        [message] = refused.value.errors["stage"]
        assert ("三十四" if stage == "implementation" else "三十六") in str(message)
    assert not decision.stages.exists()


def test_an_archive_is_begun_before_and_completed_after_the_decision(
    decision: Decision, official: User
) -> None:
    begin_stage(decision, "archiving", by=official)
    with pytest.raises(Incomplete):
        recorded(decision, "archiving", by=official)
    Decision.objects.filter(pk=decision.pk).update(status="decided")
    recorded(Decision.objects.get(pk=decision.pk), "archiving", by=official)


def test_an_urgent_suspension_counts_once_a_second_person_of_the_office_confirmed_it(
    matter: Decision, office: Side, official: User, reviewer: User, editor: User
) -> None:
    row = record_change(matter, by=office.recorder, **suspension())
    assert Decision.objects.get().execution == "", "it counts for nothing yet"
    assert list(changes_waiting_for(office.second)) == [row]
    assert not changes_waiting_for(office.recorder) and not changes_waiting_for(reviewer)
    for nobody in (office.recorder, official, reviewer, editor):
        with pytest.raises(NotPermitted):
            confirm_change(row, by=nobody)
    confirm_change(row, by=office.second)
    assert Decision.objects.get().execution == "suspended"
    assert trail(Decision.objects.get()).last().act == "decision.execution_changed"  # type: ignore[union-attr]


def test_nobody_but_the_office_records_it(
    matter: Decision, official: User, reviewer: User, editor: User, other_official: User
) -> None:
    side_of("government_office")
    for nobody in (official, reviewer, editor, other_official):
        with pytest.raises(NotPermitted):
            record_change(matter, by=nobody, **suspension())


def test_a_units_own_matter_is_the_units(matter: Decision, official: User, reviewer: User) -> None:
    Decision.objects.update(is_units_own=True, kind="normative_document")
    own = Decision.objects.get()
    row = record_change(own, by=official, **suspension())
    with pytest.raises(NotPermitted):
        confirm_change(row, by=official)
    assert list(changes_waiting_for(reviewer)) == [row]
    confirm_change(row, by=reviewer)


@pytest.mark.parametrize("kind", ["adjusted", "ended"])
def test_the_head_alone_neither_adjusts_nor_ends_it(matter: Decision, office: Side, kind: str) -> None:
    with pytest.raises(Invalid) as refused:
        record_change(matter, by=office.recorder, **suspension(kind=kind))
    assert "第三十七条" in str(refused.value.errors["decided_by"][0])
    if kind == "adjusted":  # its new text was passed by a meeting of its own
        passed = matter.stages.get(stage="collective_decision")
        again = {
            "round": passed.round + 1,
            "begun_on": clock.today(),
            "done_on": clock.today(),
            "held_on": clock.today(),
        }
        matter.stages.create(stage="collective_decision", status="done", result="passed", **again)
    carried_on(matter, kind=kind, decided_by="meeting")
    assert Decision.objects.get().execution == ("ended" if kind == "ended" else "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "x"), ("ground", ""), ("ground", "x"), ("decided_by", ""), ("decided_by", "x"),
        ("decided_on", None), ("decided_on", "2026-01-01"), ("document_name", "  "), ("public_note", ""),
        ("public_note", "停停停停停停停停停停"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_named_by_its_field(
    matter: Decision, office: Side, field: str, value: Any
) -> None:
    with pytest.raises((Invalid, Incomplete)) as refused:
        record_change(matter, by=office.recorder, **suspension(**{field: value}))
    assert list(refused.value.errors) == [field]
    assert not ExecutionChange.objects.exists()


@pytest.mark.parametrize("days", [1, -1])
def test_it_was_decided_after_the_matter_and_not_tomorrow(matter: Decision, office: Side, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        record_change(
            matter, by=office.recorder, **suspension(decided_on=clock.today() + timedelta(days=days))
        )
    assert list(refused.value.errors) == ["decided_on"]


def test_only_what_is_suspended_is_resumed_and_what_ended_stays_so(matter: Decision, office: Side) -> None:
    def refuses(kind: str) -> None:
        with pytest.raises(InvalidMove) as refused:
            carried_on(matter, kind=kind, decided_by="meeting")
        assert list(refused.value.errors) == ["kind"]

    refuses("resumed")
    carried_on(matter)
    refuses("suspended")
    carried_on(matter, kind="resumed", ground="")
    assert Decision.objects.get().execution == ""
    carried_on(matter, kind="ended", decided_by="meeting")
    for kind in ExecutionChange.Kind.values:
        refuses(kind)


def test_nothing_is_recorded_of_what_is_not_decided(decision: Decision, office: Side) -> None:
    with pytest.raises(InvalidMove):
        record_change(decision, by=office.recorder, **suspension())


def test_one_record_waits_at_a_time(matter: Decision, office: Side) -> None:
    record_change(matter, by=office.recorder, **suspension())
    with pytest.raises(Conflict):
        record_change(matter, by=office.recorder, **suspension())
    with pytest.raises(IntegrityError):
        ExecutionChange.objects.bulk_create(
            [ExecutionChange(decision=matter, kind="ended", decided_by="meeting", decided_on=clock.today())]
        )


def test_refused_it_is_recorded_anew_and_confirmed_once(matter: Decision, office: Side, editor: User) -> None:
    row = record_change(matter, by=office.recorder, **suspension())
    with pytest.raises(NotPermitted):
        refuse_change(row, by=editor)
    refuse_change(row, by=office.second, reason="文号有误。")
    assert Decision.objects.get().execution == ""
    row = record_change(Decision.objects.get(), by=office.recorder, **suspension())
    stale = ExecutionChange.objects.get(pk=row.pk)
    confirm_change(row, by=office.second)
    with pytest.raises((Conflict, Overwritten)):
        confirm_change(stale, by=office.second)
