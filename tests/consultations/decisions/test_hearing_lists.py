"""Decree 713, article 16: who takes part is listed with every side, and has the materials seven days before."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.hearings.announcing import (
    Listed,
    note_materials,
    publish_list,
    write_list,
)
from consultations.decisions.hearings.corrections import LIST
from consultations.decisions.hearings.models import Hearing
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published, withdraw_published
from participation.errors import (
    Incomplete,
    Invalid,
    InvalidMove,
    NotPermitted,
)
from tests.at_once import at_once
from tests.cast import Role, official_with
from tests.drafts import taken_back
from tests.hearings import (
    LISTED,
    SUPPLIERS,
    USERS,
    fields_of,
    fresh,
    listed,
    on_its_day,
    sent,
)

together = pytest.mark.django_db(transaction=True)
WHY = "名单有误，需要更正。"


def test_participants_are_chosen_after_the_time_to_apply(
    hearing: Hearing, official: User, editor: User
) -> None:
    write_list(hearing, LISTED, by=official)
    with clock.at(clock.starts_at(hearing.apply_until)):
        with pytest.raises(Incomplete) as refused:
            publish_list(hearing, by=editor)
    assert fields_of(refused) == {"apply_until"}


def test_every_side_is_represented_on_the_list(hearing: Hearing, official: User, editor: User) -> None:
    with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
        with pytest.raises(Incomplete) as empty:
            publish_list(hearing, by=editor)
        write_list(hearing, LISTED[:1], by=official)
        with pytest.raises(Incomplete) as one_side:
            publish_list(hearing, by=editor)
        write_list(hearing, LISTED * 5, by=official)
        with pytest.raises(Incomplete) as too_many:
            publish_list(hearing, by=editor)
    assert all(fields_of(each) == {"participants"} for each in (empty, one_side, too_many))
    assert SUPPLIERS in str(one_side.value.errors) and "第十六条" in str(one_side.value.errors)


@pytest.mark.parametrize(
    "row",
    [
        Listed("", "public", USERS, "坪上村用水户"),
        Listed("朱德发", "public", USERS, ""),
        Listed("朱德发", "mayor", USERS, "坪上村用水户"),
        Listed("朱德发", "public", "别的方面", "坪上村用水户"),
    ],
)
def test_a_row_that_says_too_little_is_refused(hearing: Hearing, official: User, row: Listed) -> None:
    with pytest.raises(Invalid) as refused:
        write_list(hearing, [row], by=official)
    assert fields_of(refused) == {"participants"}


def test_no_list_shows_a_mobile_number(hearing: Hearing, official: User, editor: User) -> None:
    rows = [LISTED[0]._replace(represents="坪上村用水户，13800001234"), LISTED[1]]
    with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
        write_list(hearing, rows, by=official)
        with pytest.raises(Incomplete) as refused:
            publish_list(hearing, by=editor)
    assert fields_of(refused) == {"participants"}


def test_the_list_is_published_by_who_did_not_draw_it_up_and_then_stands(
    hearing: Hearing, official: User, editor: User, department: Department
) -> None:
    both = official_with("both", "两职", department, Role.DRAFTER, Role.EDITOR)
    with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
        write_list(hearing, LISTED, by=both)
        for by in (both, official):
            with pytest.raises(NotPermitted):
                publish_list(hearing, by=by)
        publish_list(hearing, by=editor)
        with pytest.raises(InvalidMove):
            write_list(hearing, LISTED[:1], by=official)
        with pytest.raises(InvalidMove):
            publish_list(hearing, by=editor)


def test_the_list_comes_before_the_day_of_the_hearing(hearing: Hearing, official: User, editor: User) -> None:
    with clock.at(clock.starts_at(hearing.held_on)):
        write_list(hearing, LISTED, by=official)
        with pytest.raises(Incomplete) as refused:
            publish_list(hearing, by=editor)
    assert fields_of(refused) == {"held_on"}


def test_the_materials_go_to_those_on_the_published_list_seven_days_before(
    hearing: Hearing, official: User, editor: User
) -> None:
    with pytest.raises(InvalidMove):
        note_materials(hearing, by=official)
    row = listed(hearing, by=official, editor=editor)
    with clock.at(clock.starts_at(row.held_on - timedelta(days=6))), pytest.raises(Incomplete) as refused:
        note_materials(row, by=official)
    assert fields_of(refused) == {"held_on"} and "第十六条" in str(refused.value.errors["held_on"])
    with pytest.raises(NotPermitted):
        note_materials(row, by=editor)
    row = sent(row, by=official, on=row.held_on - timedelta(days=7))
    assert row.materials_sent_on == row.held_on - timedelta(days=7), "the day of the entry itself"
    with pytest.raises(InvalidMove):
        note_materials(row, by=official)


def test_a_list_taken_back_asks_for_the_materials_anew(ready: Hearing, official: User, editor: User) -> None:
    taken_back(ready, by=official, confirmed_by=editor, reason="漏列一方代表，重新公布。", kind=LIST)
    row = fresh(ready)
    assert row.list_published_at is None and row.materials_sent_on is None
    with pytest.raises(Invalid):
        correct_published(
            listed(row, by=official, editor=editor), by=official, reason=WHY, kind=LIST, changes={"participants": "x"}
        )  # fmt: skip


def test_the_list_stands_from_the_day_of_the_hearing_on(ready: Hearing, official: User) -> None:
    with on_its_day(ready), pytest.raises(InvalidMove):
        withdraw_published(ready, by=official, reason="漏列一方代表，重新公布。", kind=LIST)


@together
def test_the_list_is_published_as_it_was_seen(hearing: Hearing, official: User, editor: User) -> None:
    with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
        write_list(hearing, LISTED, by=official)
    mine, theirs = fresh(hearing), fresh(hearing)

    def publish() -> Any:
        with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
            return publish_list(mine, by=editor)

    def write() -> Any:
        with clock.at(clock.starts_at(hearing.apply_until + timedelta(days=1))):
            return write_list(theirs, LISTED[:1], by=official)

    outcomes = at_once(publish, write)
    refusals = [each for each in outcomes if isinstance(each, Exception)]
    assert len(refusals) == 1
    row = fresh(hearing)
    assert row.list_published_at is None or row.participants.count() == len(LISTED)
