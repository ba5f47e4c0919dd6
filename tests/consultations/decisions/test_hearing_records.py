"""Decree 713, articles 17 and 18: the record is complete, confirmed, signed and published."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from consultations.decisions.gates import latest
from consultations.decisions.hearings import gates
from consultations.decisions.hearings.corrections import RECORD
from consultations.decisions.hearings.files import attach_files, remove_file
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.recording import Statement, publish_record, write_record
from consultations.decisions.models import Decision
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import withdraw_published
from participation.errors import (
    Conflict,
    Incomplete,
    Invalid,
    InvalidMove,
    NotPermitted,
    WindowClosed,
)
from tests.at_once import at_once, one_won
from tests.cast import Role, official_with
from tests.drafts import taken_back
from tests.hearings import (
    HEAD,
    REFUSED,
    SAID,
    a_file,
    fields_of,
    fresh,
    held,
    listed,
    on_its_day,
    prepared,
    recorded,
)

together = pytest.mark.django_db(transaction=True)


def test_nothing_is_recorded_before_the_hearing_or_without_list_and_materials(
    hearing: Hearing, official: User, editor: User
) -> None:

    def write(row: Hearing) -> Hearing:
        return write_record(row, by=official, **HEAD, statements={})

    with pytest.raises(WindowClosed):
        write(hearing)
    with on_its_day(hearing), pytest.raises(Incomplete) as refused:
        write(hearing)
    assert fields_of(refused) == {"participants", "held_on"}
    row = listed(hearing, by=official, editor=editor)
    with on_its_day(row), pytest.raises(Incomplete) as late:
        write(row)
    assert fields_of(late) == {"held_on"}


def test_the_record_is_complete_confirmed_and_signed(ready: Hearing, official: User, reviewer: User) -> None:
    with on_its_day(ready):
        with pytest.raises(Incomplete) as nothing:
            publish_record(ready, by=reviewer)
        assert fields_of(nothing) == {"presider", "summary", "statements", "files"}
        write_record(ready, by=official, **HEAD, statements={1: SAID, 2: Statement()})
        with pytest.raises(Incomplete) as absent:
            publish_record(ready, by=reviewer)
        assert fields_of(absent) == {"statements", "files"} and "龙秀英" in str(absent.value.errors)
        attach_files(ready, [a_file()], by=official, purpose="hearing_signed")
        for bad in (
            REFUSED._replace(reason=""), REFUSED._replace(result=""), REFUSED._replace(said=""),
            REFUSED._replace(has_signed=False), REFUSED._replace(said="打13800001234。"),
        ):  # fmt: skip
            write_record(ready, by=official, **HEAD, statements={1: SAID, 2: bad})
            with pytest.raises(Incomplete) as refused:
                publish_record(ready, by=reviewer)
            assert fields_of(refused) == {"statements"}, bad
        alone = {2: Statement(remark="因病请假，书面意见附后")}
        write_record(ready, by=official, **HEAD, statements=alone)
        with pytest.raises(Incomplete) as one_side:
            publish_record(ready, by=reviewer)
        assert "只有一方到会" in str(one_side.value.errors["statements"])
        write_record(ready, by=official, **HEAD, statements={2: REFUSED})
        publish_record(ready, by=reviewer)


@pytest.mark.parametrize("remark", [".", "请假", "。。。。。。。。"])
def test_an_absence_is_accounted_for(ready: Hearing, official: User, reviewer: User, remark: str) -> None:
    with on_its_day(ready):
        write_record(ready, by=official, **HEAD, statements={1: SAID, 2: Statement(remark=remark)})
        attach_files(ready, [a_file()], by=official, purpose="hearing_signed")
        with pytest.raises(Incomplete) as refused:
            publish_record(ready, by=reviewer)
    assert fields_of(refused) == {"statements"} and "龙秀英" in str(refused.value.errors)


def test_of_an_empty_list_nothing_is_done_but_that_it_is_empty(hearing: Hearing) -> None:
    asked = [each for each in gates.participants(hearing) if each.field == "participants"]
    assert [each.met for each in asked] == [False]
    said = [each for each in gates.record(hearing) if each.field == "statements"]
    assert not any(each.met for each in said if each.holds != "不含个人号码"), said


def test_a_hearing_without_sides_has_no_seat_for_each(decision: Decision, official: User) -> None:
    row = prepared(decision, by=official, sides="", seats=9)
    assert [
        (each.field, each.met) for each in gates.announcement(row) if each.field in ("sides", "seats")
    ] == [("sides", False)]


def test_a_hearing_to_which_nobody_came_was_none(ready: Hearing, official: User, reviewer: User) -> None:
    with on_its_day(ready):
        gone = Statement(remark="临时出差，未能到场参加。")
        write_record(ready, by=official, **HEAD, statements={1: gone, 2: gone})
        attach_files(ready, [a_file()], by=official, purpose="hearing_signed")
        with pytest.raises(Incomplete) as refused:
            publish_record(ready, by=reviewer)
    assert fields_of(refused) == {"statements"}


@pytest.mark.parametrize("statements", [{3: SAID}, {1: SAID._replace(result="好")}])
def test_a_statement_of_nobody_on_the_list_or_with_an_unknown_result_is_refused(
    ready: Hearing, official: User, statements: dict[int, Statement]
) -> None:
    with on_its_day(ready), pytest.raises(Invalid) as refused:
        write_record(ready, by=official, **HEAD, statements=statements)
    assert fields_of(refused) == {"statements"}


def test_who_wrote_the_record_or_attached_its_pages_does_not_publish_it(
    ready: Hearing, official: User, department: Department
) -> None:
    both = official_with("both", "两职", department, Role.DRAFTER, Role.REVIEWER)
    row = recorded(ready, by=both)
    with on_its_day(row):
        for by in (both, official):
            with pytest.raises(NotPermitted):
                publish_record(row, by=by)


def test_the_signed_pages_are_attached_once_it_was_held(ready: Hearing, official: User) -> None:
    with pytest.raises(InvalidMove):
        attach_files(ready, [a_file()], by=official, purpose="hearing_signed")
    with on_its_day(ready):
        with pytest.raises(Invalid) as refused:
            attach_files(ready, [a_file()], by=official, purpose="hearing_draft")
        assert fields_of(refused) == {"purpose"}
        with pytest.raises(Invalid) as empty:
            attach_files(ready, [], by=official, purpose="hearing_signed")
        assert fields_of(empty) == {"files"}
        with pytest.raises(Conflict):
            remove_file(ready, "forged", by=official)


def test_what_was_held_is_not_called_off(ready: Hearing, official: User) -> None:
    row = recorded(ready, by=official)
    with on_its_day(row), pytest.raises(InvalidMove):
        withdraw_published(row, by=official, reason="程序有误，本次听证不算。")


def test_a_record_taken_back_opens_the_stage_anew(
    decision: Decision, official: User, editor: User, reviewer: User
) -> None:
    row = held(decision, by=official, editor=editor, reviewer=reviewer)
    with clock.at(clock.starts_at(row.held_on + timedelta(days=3))):
        taken_back(row, by=official, confirmed_by=editor, reason="遗漏一位参加人的意见。", kind=RECORD)
        again = latest(Decision.objects.get(), "hearing")
        assert again is not None and (again.status, again.round) == ("begun", 2)
        row = fresh(row)
        assert row.status == "announced" and row.stage == again
        write_record(
            row, by=official, **HEAD, statements={2: REFUSED._replace(said="补记：水价应当分两步调整。")}
        )
        publish_record(row, by=reviewer)
        done = latest(Decision.objects.get(), "hearing")
        assert done is not None and done.status == "done"


def test_a_record_is_not_taken_back_while_another_hearing_runs(
    decision: Decision, official: User, editor: User, reviewer: User
) -> None:
    row = held(decision, by=official, editor=editor, reviewer=reviewer)
    prepared(decision, by=official)
    with pytest.raises(InvalidMove):
        withdraw_published(row, by=official, reason="遗漏两位代表的发言内容。", kind=RECORD)


@together
def test_a_record_is_published_once(ready: Hearing, official: User, editor: User, reviewer: User) -> None:
    row = recorded(ready, by=official)

    def publish(by: User, seen: Hearing) -> Any:
        with on_its_day(row):
            return publish_record(seen, by=by)

    one_won(at_once(*(partial(publish, by, fresh(row)) for by in (editor, reviewer))))
