"""Decree 713, articles 16 and 17: a hearing is announced, its participants listed, its record signed and shown."""

from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest

from consultations.decisions.gates import latest
from consultations.decisions.hearings.announcing import (
    Listed,
    announce_hearing,
    draft_hearing,
    drop_hearing,
    edit_hearing,
    note_materials,
    publish_list,
    write_list,
)
from consultations.decisions.hearings.corrections import LIST, RECORD
from consultations.decisions.hearings.files import attach_files, remove_file
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import visible_to
from consultations.decisions.hearings.recording import Statement, publish_record, write_record
from consultations.decisions.models import Decision
from consultations.decisions.queries import missing
from consultations.decisions.stages import begin_stage, complete_stage
from consultations.decisions.waivers import waive_stage
from consultations.models import Consultation
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction, correct_published, withdraw_published
from participation.errors import (
    Conflict,
    Incomplete,
    Invalid,
    InvalidMove,
    NotPermitted,
    Overwritten,
    WindowClosed,
)
from tests.at_once import at_once, one_won
from tests.cast import Role, official_with
from tests.drafts import taken_back
from tests.hearings import (
    LISTED,
    REFUSED,
    SAID,
    SUPPLIERS,
    USERS,
    a_file,
    announced,
    hearing_fields,
    held,
    listed,
    prepared,
    recorded,
    sent,
)

HEAD = {"presider": "王主持", "recorder": "李记录", "summary": "双方就水价充分陈述。"}


def fields_of(refused: Any) -> set[str]:
    return set(refused.value.errors)


def fresh(row: Hearing) -> Hearing:
    return Hearing.objects.get(pk=row.pk)


@pytest.fixture
def hearing(matter: Decision, official: User, editor: User) -> Hearing:
    """Announced today, to be held in thirty days."""
    return announced(matter, by=official, editor=editor)


@pytest.fixture
def ready(hearing: Hearing, official: User, editor: User) -> Hearing:
    """With its list published and the materials out."""
    return sent(listed(hearing, by=official, editor=editor), by=official)


def on_its_day(row: Hearing) -> Any:
    return clock.at(clock.starts_at(row.held_on) + timedelta(hours=17))


def test_nobody_records_the_stage_by_hand(matter: Decision, official: User) -> None:
    with pytest.raises(InvalidMove):
        begin_stage(matter, "hearing", by=official)
    with pytest.raises(InvalidMove):
        complete_stage(matter, "hearing", by=official, held_on=clock.today())


def test_the_stage_follows_the_hearing_from_its_announcement_to_its_record(
    matter: Decision, official: User, editor: User, reviewer: User, stranger: User
) -> None:
    row = prepared(matter, by=official)
    assert latest(matter, "hearing") is None and row not in visible_to(stranger)
    row = announce_hearing(row, by=editor)
    begun = latest(Decision.objects.get(), "hearing")
    assert begun is not None and (begun.status, begun.begun_on) == ("begun", clock.today())
    assert row in visible_to(stranger)
    row = recorded(sent(listed(row, by=official, editor=editor), by=official), by=official)
    with clock.at(clock.starts_at(row.held_on + timedelta(days=1))):
        publish_record(row, by=reviewer)
    done = latest(Decision.objects.get(), "hearing")
    assert done is not None
    assert (done.status, done.held_on, done.done_on) == (
        "done", row.held_on, row.held_on + timedelta(days=1),
    )  # fmt: skip
    assert fresh(row).stage == done and fresh(row).status == "concluded"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": ""}, "about"),
        ({"place": ""}, "place"),
        ({"sides": USERS}, "sides"),
        ({"sides": f"{USERS}\n{USERS}"}, "sides"),
        ({"seats": 1}, "seats"),
        ({"selection": ""}, "selection"),
        ({"how_to_apply": " "}, "how_to_apply"),
        ({"phone": ""}, "phone"),
    ],
)
def test_the_announcement_says_what_everybody_must_know(
    matter: Decision, official: User, editor: User, changes: dict[str, Any], field: str
) -> None:
    row = prepared(matter, by=official, **changes)
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert fields_of(refused) == {field}


def test_draft_and_note_are_laid_out_before_it(
    matter: Decision, official: User, editor: User, consultation: Consultation
) -> None:
    row = draft_hearing(matter, by=official, **hearing_fields())
    attach_files(row, [a_file("draft.pdf")], by=official, purpose="hearing_draft")
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert fields_of(refused) == {"consultation"} and "第十六条" in str(refused.value.errors["consultation"])
    with pytest.raises(Invalid) as wrong:
        edit_hearing(row, by=official, consultation=consultation)
    assert fields_of(wrong) == {"consultation"}, "it belongs to another matter"
    matter.consultations.add(consultation)
    announce_hearing(edit_hearing(row, by=official, consultation=consultation), by=editor)


def test_there_is_time_to_apply_and_to_prepare(matter: Decision, official: User, editor: User) -> None:
    today = clock.today()
    row = prepared(matter, by=official, apply_until=today, held_on=today + timedelta(days=6))
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert fields_of(refused) == {"apply_until", "held_on"}


def test_the_price_authority_presides_over_a_hearing_on_prices(
    matter: Decision, official: User, editor: User
) -> None:
    row = announced(matter, by=official, editor=editor, price_authority="县发展和改革局")
    assert row.is_price


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"organiser": ""}, "organiser"),
        ({"held_on": "明天"}, "held_on"),
        ({"held_at": None}, "held_at"),
        ({"seats": -1}, "seats"),
        ({"seats": True}, "seats"),
        ({"seats": 501}, "seats"),
        ({"sides": "长" * 121}, "sides"),
    ],
)
def test_what_no_column_takes_is_refused_by_its_field(
    matter: Decision, official: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        draft_hearing(matter, by=official, **hearing_fields(**changes))
    assert fields_of(refused) == {field}
    assert not Hearing.objects.exists()


def test_a_second_person_announces_it(matter: Decision, official: User, department: Department) -> None:
    both = official_with("both", "两职", department, Role.DRAFTER, Role.EDITOR)
    row = prepared(matter, by=official)
    with pytest.raises(NotPermitted):
        announce_hearing(row, by=official)
    with pytest.raises(NotPermitted):
        announce_hearing(edit_hearing(row, by=both, place="县礼堂"), by=both)
    assert fresh(row).status == "draft"


def test_who_attached_a_file_is_no_second_person(
    matter: Decision, official: User, department: Department
) -> None:
    both = official_with("both", "两职", department, Role.DRAFTER, Role.EDITOR)
    row = prepared(matter, by=official)
    attach_files(row, [a_file()], by=both, purpose="hearing_material")
    with pytest.raises(NotPermitted):
        announce_hearing(row, by=both)


def test_another_unit_prepares_no_hearing_here(matter: Decision, other_official: User, editor: User) -> None:
    for by in (other_official, editor):
        with pytest.raises(NotPermitted):
            draft_hearing(matter, by=by, **hearing_fields())


def test_there_is_one_hearing_at_a_time(hearing: Hearing, official: User) -> None:
    with pytest.raises(Conflict):
        draft_hearing(hearing.decision, by=official, **hearing_fields())


def test_an_announcement_that_is_out_is_not_edited(hearing: Hearing, official: User) -> None:
    with pytest.raises(InvalidMove):
        edit_hearing(hearing, by=official, place="县礼堂")
    with pytest.raises(InvalidMove):
        attach_files(hearing, [a_file()], by=official, purpose="hearing_draft")


def test_who_writes_over_what_they_have_not_seen_is_told(matter: Decision, official: User) -> None:
    row = prepared(matter, by=official)
    mine, theirs = fresh(row), fresh(row)
    remove_file(theirs, theirs.files.first().token, by=official)  # type: ignore[union-attr]
    with pytest.raises(Overwritten):
        edit_hearing(mine, by=official, place="县文化馆")


def test_a_draft_is_given_up_unseen(matter: Decision, official: User, stranger: User, editor: User) -> None:
    row = prepared(matter, by=official)
    with pytest.raises(NotPermitted):
        drop_hearing(row, by=editor)
    drop_hearing(row, by=official)
    assert row not in visible_to(stranger)
    prepared(matter, by=official)


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
        write_record(ready, by=official, **HEAD, statements={2: Statement(remark="因病请假，书面意见附后")})
        publish_record(ready, by=reviewer)


def test_a_hearing_to_which_nobody_came_was_none(ready: Hearing, official: User, reviewer: User) -> None:
    with on_its_day(ready):
        gone = Statement(remark="未到场")
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


def test_a_hearing_is_postponed_by_two_and_never_brought_forward(
    ready: Hearing, official: User, editor: User
) -> None:
    for day in (ready.held_on - timedelta(days=1), clock.today()):
        with pytest.raises(Invalid) as refused:
            correct_published(ready, by=official, reason="会场检修。", changes={"held_on": day})
        assert fields_of(refused) == {"held_on"}
    later = ready.held_on + timedelta(days=3)
    changes = {"held_on": later, "held_at": time(14, 30), "place": "县文化馆"}
    proposal = correct_published(ready, by=official, reason="会场检修。", changes=changes)
    assert fresh(ready).held_on != later
    with pytest.raises(NotPermitted):
        confirm_correction(proposal, by=official)
    confirm_correction(proposal, by=editor)
    row = fresh(ready)
    assert (row.held_on, row.held_at, row.place) == (later, time(14, 30), "县文化馆")


@pytest.mark.parametrize("name", ["title", "about", "place", "how_to_apply", "phone"])
def test_a_correction_leaves_nothing_unsaid(hearing: Hearing, official: User, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        correct_published(hearing, by=official, reason="笔误。", changes={name: " "})
    assert fields_of(refused) == {name}


def test_a_day_that_has_come_meanwhile_is_not_confirmed(
    hearing: Hearing, official: User, editor: User
) -> None:
    later = hearing.held_on + timedelta(days=2)
    proposal = correct_published(hearing, by=official, reason="会场检修。", changes={"held_on": later})
    with clock.at(clock.starts_at(later)), pytest.raises(Conflict):
        confirm_correction(proposal, by=editor)


def test_a_hearing_called_off_counts_for_nothing_and_another_can_follow(
    hearing: Hearing, official: User, editor: User, stranger: User
) -> None:
    taken_back(hearing, by=official, confirmed_by=editor, reason="起草单位重新论证。")
    row = fresh(hearing)
    assert row.status == "called_off" and row in visible_to(stranger)
    assert row.stage is not None and row.stage.status == "called_off"
    again = announced(hearing.decision, by=official, editor=editor)
    assert again.stage is not None and again.stage.round == 2


def test_a_list_taken_back_asks_for_the_materials_anew(ready: Hearing, official: User, editor: User) -> None:
    taken_back(ready, by=official, confirmed_by=editor, reason="漏列一方代表。", kind=LIST)
    row = fresh(ready)
    assert row.list_published_at is None and row.materials_sent_on is None
    with pytest.raises(Invalid):
        correct_published(
            listed(row, by=official, editor=editor), by=official, reason="改", kind=LIST, changes={"participants": "x"}
        )  # fmt: skip


def test_the_list_stands_from_the_day_of_the_hearing_on(ready: Hearing, official: User) -> None:
    with on_its_day(ready), pytest.raises(InvalidMove):
        withdraw_published(ready, by=official, reason="漏列一方代表。", kind=LIST)


def test_what_was_held_is_not_called_off(ready: Hearing, official: User) -> None:
    row = recorded(ready, by=official)
    with on_its_day(row), pytest.raises(InvalidMove):
        withdraw_published(row, by=official, reason="不算。")


def test_a_record_taken_back_opens_the_stage_anew(
    matter: Decision, official: User, editor: User, reviewer: User
) -> None:
    row = held(matter, by=official, editor=editor, reviewer=reviewer)
    with clock.at(clock.starts_at(row.held_on + timedelta(days=3))):
        taken_back(row, by=official, confirmed_by=editor, reason="遗漏一位参加人的意见。", kind=RECORD)
        again = latest(Decision.objects.get(), "hearing")
        assert again is not None and (again.status, again.round) == ("begun", 2)
        row = fresh(row)
        assert row.status == "announced" and row.stage == again
        write_record(row, by=official, **HEAD, statements={2: REFUSED._replace(said="补记。")})
        publish_record(row, by=reviewer)
        done = latest(Decision.objects.get(), "hearing")
        assert done is not None and done.status == "done"


def test_a_record_is_not_taken_back_while_another_hearing_runs(
    matter: Decision, official: User, editor: User, reviewer: User
) -> None:
    row = held(matter, by=official, editor=editor, reviewer=reviewer)
    prepared(matter, by=official)
    with pytest.raises(InvalidMove):
        withdraw_published(row, by=official, reason="遗漏。", kind=RECORD)


def test_no_hearing_is_announced_while_it_is_said_not_to_be_needed(
    matter: Decision, official: User, editor: User
) -> None:
    row = prepared(matter, by=official)
    waive_stage(
        matter, "hearing", by=official, ground="no_hearing_due", public_note="不直接涉及群众重大利益，也没有较大分歧。"
    )  # fmt: skip
    with pytest.raises(Conflict):
        announce_hearing(row, by=editor)


def test_the_checklist_says_what_comes_next(hearing: Hearing, official: User, editor: User) -> None:
    matter = Decision.objects.get()
    assert {gate.field for gate in missing(matter)["hearing"]} == {"participants", "apply_until"}  # type: ignore[index]
    row = listed(hearing, by=official, editor=editor)
    assert {gate.field for gate in missing(Decision.objects.get())["hearing"]} == {"held_on"}  # type: ignore[index]
    with on_its_day(row):
        found = {gate.field for gate in missing(Decision.objects.get())["hearing"]}  # type: ignore[index]
    assert {"held_on", "files", "presider"} <= found


def test_a_round_begun_by_hand_before_ends_as_it_began(matter: Decision, official: User) -> None:
    today = clock.today()
    matter.stages.create(stage="hearing", begun_on=today - timedelta(days=6), entered_by=official)
    with pytest.raises(Incomplete) as refused:
        complete_stage(matter, "hearing", by=official, held_on=today)
    assert fields_of(refused) == {"held_on"}
    with clock.at(clock.now() + timedelta(days=1)):
        assert complete_stage(matter, "hearing", by=official, held_on=clock.today()).status == "done"
    with pytest.raises(InvalidMove):
        begin_stage(matter, "hearing", by=official)


together = pytest.mark.django_db(transaction=True)


@together
def test_two_editors_announce_it_once(matter: Decision, official: User, editor: User) -> None:
    row = prepared(matter, by=official)
    one_won(at_once(*(partial(announce_hearing, fresh(row), by=editor) for _ in range(2))))
    assert matter.stages.filter(stage="hearing").count() == 1


@together
def test_two_drafters_prepare_one_hearing(matter: Decision, official: User) -> None:
    drafts = (partial(draft_hearing, matter, by=official, **hearing_fields()) for _ in range(2))
    one_won(at_once(*drafts))
    assert Hearing.objects.count() == 1


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


@together
def test_a_record_is_published_once(ready: Hearing, official: User, editor: User, reviewer: User) -> None:
    row = recorded(ready, by=official)

    def publish(by: User, seen: Hearing) -> Any:
        with on_its_day(row):
            return publish_record(seen, by=by)

    one_won(at_once(*(partial(publish, by, fresh(row)) for by in (editor, reviewer))))


@together
def test_a_postponement_and_a_calling_off_are_not_both_proposed(
    hearing: Hearing, official: User, editor: User
) -> None:
    later = hearing.held_on + timedelta(days=2)
    one_won(
        at_once(
            partial(
                correct_published, fresh(hearing), by=official, reason="改期。", changes={"held_on": later}
            ),
            partial(withdraw_published, fresh(hearing), by=editor, reason="取消。"),
        )
    )
