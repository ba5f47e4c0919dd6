"""Decree 713, article 16: a hearing is announced with all that people must know; its stage follows from it."""

from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest

from consultations.decisions.gates import latest
from consultations.decisions.hearings.announcing import (
    announce_hearing,
    draft_hearing,
    drop_hearing,
    edit_hearing,
)
from consultations.decisions.hearings.files import attach_files, remove_file
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import visible_to
from consultations.decisions.hearings.recording import publish_record
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
)
from tests.at_once import at_once, one_won
from tests.cast import Role, official_with
from tests.dossiers import taken
from tests.drafts import taken_back
from tests.hearings import (
    USERS,
    a_file,
    announced,
    fields_of,
    fresh,
    hearing_fields,
    listed,
    on_its_day,
    prepared,
    recorded,
    sent,
)

together = pytest.mark.django_db(transaction=True)


def test_nobody_records_the_stage_by_hand(decision: Decision, official: User) -> None:
    with pytest.raises(InvalidMove):
        begin_stage(decision, "hearing", by=official)
    with pytest.raises(InvalidMove):
        complete_stage(decision, "hearing", by=official, held_on=clock.today())


def test_the_stage_follows_the_hearing_from_its_announcement_to_its_record(
    decision: Decision, official: User, editor: User, reviewer: User, stranger: User
) -> None:
    row = prepared(decision, by=official)
    assert latest(decision, "hearing") is None and row not in visible_to(stranger)
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
    decision: Decision, official: User, editor: User, changes: dict[str, Any], field: str
) -> None:
    row = prepared(decision, by=official, **changes)
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert fields_of(refused) == {field}


def test_draft_and_note_are_laid_out_before_it(
    decision: Decision, official: User, editor: User, consultation: Consultation
) -> None:
    row = draft_hearing(decision, by=official, **hearing_fields())
    attach_files(row, [a_file("draft.pdf")], by=official, purpose="hearing_draft")
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert fields_of(refused) == {"consultation"} and "第十六条" in str(refused.value.errors["consultation"])
    with pytest.raises(Invalid) as wrong:
        edit_hearing(row, by=official, consultation=consultation)
    assert fields_of(wrong) == {"consultation"}, "it belongs to another matter"
    decision.consultations.add(consultation)
    row = edit_hearing(row, by=official, consultation=consultation)
    Consultation.objects.update(status="withdrawn")
    with pytest.raises(Incomplete):
        announce_hearing(Hearing.objects.get(), by=editor)
    Consultation.objects.update(status="published")
    announce_hearing(Hearing.objects.get(), by=editor)


def test_there_is_time_to_apply_and_to_prepare(decision: Decision, official: User, editor: User) -> None:
    today = clock.today()
    row = prepared(decision, by=official, apply_until=today, held_on=today + timedelta(days=6))
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert fields_of(refused) == {"apply_until", "held_on"}


def test_the_price_authority_presides_over_a_hearing_on_prices(
    decision: Decision, official: User, editor: User
) -> None:
    row = announced(decision, by=official, editor=editor, price_authority="县发展和改革局")
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
    decision: Decision, official: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        draft_hearing(decision, by=official, **hearing_fields(**changes))
    assert fields_of(refused) == {field}
    assert not Hearing.objects.exists()


def test_a_second_person_announces_it(decision: Decision, official: User, department: Department) -> None:
    both = official_with("both", "两职", department, Role.DRAFTER, Role.EDITOR)
    row = prepared(decision, by=official)
    with pytest.raises(NotPermitted):
        announce_hearing(row, by=official)
    with pytest.raises(NotPermitted):
        announce_hearing(edit_hearing(row, by=both, place="县礼堂"), by=both)
    assert fresh(row).status == "draft"


def test_who_attached_a_file_is_no_second_person(
    decision: Decision, official: User, department: Department
) -> None:
    both = official_with("both", "两职", department, Role.DRAFTER, Role.EDITOR)
    row = prepared(decision, by=official)
    attach_files(row, [a_file()], by=both, purpose="hearing_material")
    with pytest.raises(NotPermitted):
        announce_hearing(row, by=both)


def test_another_unit_prepares_no_hearing_here(
    decision: Decision, other_official: User, editor: User
) -> None:
    for by in (other_official, editor):
        with pytest.raises(NotPermitted):
            draft_hearing(decision, by=by, **hearing_fields())


def test_there_is_one_hearing_at_a_time(hearing: Hearing, official: User) -> None:
    with pytest.raises(Conflict):
        draft_hearing(hearing.decision, by=official, **hearing_fields())


def test_an_announcement_that_is_out_is_not_edited(hearing: Hearing, official: User) -> None:
    with pytest.raises(InvalidMove):
        edit_hearing(hearing, by=official, place="县礼堂")
    with pytest.raises(InvalidMove):
        attach_files(hearing, [a_file()], by=official, purpose="hearing_draft")


def test_who_writes_over_what_they_have_not_seen_is_told(decision: Decision, official: User) -> None:
    row = prepared(decision, by=official)
    mine, theirs = fresh(row), fresh(row)
    remove_file(theirs, theirs.files.first().token, by=official)  # type: ignore[union-attr]
    with pytest.raises(Overwritten):
        edit_hearing(mine, by=official, place="县文化馆")


def test_a_draft_is_given_up_unseen(decision: Decision, official: User, stranger: User, editor: User) -> None:
    row = prepared(decision, by=official)
    with pytest.raises(NotPermitted):
        drop_hearing(row, by=editor)
    drop_hearing(row, by=official)
    assert row not in visible_to(stranger)
    prepared(decision, by=official)


def test_a_hearing_is_postponed_by_two_and_never_brought_forward(
    ready: Hearing, official: User, editor: User
) -> None:
    for day in (ready.held_on - timedelta(days=1), clock.today()):
        with pytest.raises(Invalid) as refused:
            correct_published(ready, by=official, reason="会场检修，改期另行举行。", changes={"held_on": day})
        assert fields_of(refused) == {"held_on"}
    later = ready.held_on + timedelta(days=3)
    changes = {"held_on": later, "held_at": time(14, 30), "place": "县文化馆"}
    proposal = correct_published(ready, by=official, reason="会场检修，改期另行举行。", changes=changes)
    assert fresh(ready).held_on != later
    with pytest.raises(NotPermitted):
        confirm_correction(proposal, by=official)
    confirm_correction(proposal, by=editor)
    row = fresh(ready)
    assert (row.held_on, row.held_at, row.place) == (later, time(14, 30), "县文化馆")


@pytest.mark.parametrize("name", ["title", "about", "place", "how_to_apply", "phone"])
def test_a_correction_leaves_nothing_unsaid(hearing: Hearing, official: User, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        correct_published(hearing, by=official, reason="公告中有笔误，予以更正。", changes={name: " "})
    assert fields_of(refused) == {name}


def test_a_day_that_has_come_meanwhile_is_not_confirmed(
    hearing: Hearing, official: User, editor: User
) -> None:
    later = hearing.held_on + timedelta(days=2)
    proposal = correct_published(
        hearing, by=official, reason="会场检修，改期另行举行。", changes={"held_on": later}
    )
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


def test_no_hearing_is_announced_while_it_is_said_not_to_be_needed(
    decision: Decision, official: User, editor: User
) -> None:
    row = prepared(decision, by=official)
    waive_stage(
        decision, "hearing", by=official, ground="no_hearing_due",
        public_note="不直接涉及群众重大利益，也没有较大分歧。",
    )  # fmt: skip
    with pytest.raises(Conflict):
        announce_hearing(row, by=editor)


def test_the_checklist_says_what_comes_next(hearing: Hearing, official: User, editor: User) -> None:
    decision = Decision.objects.get()
    assert {gate.field for gate in missing(decision)["hearing"]} == {"participants", "apply_until"}  # type: ignore[index]
    row = listed(hearing, by=official, editor=editor)
    assert {gate.field for gate in missing(Decision.objects.get())["hearing"]} == {"held_on"}  # type: ignore[index]
    with on_its_day(row):
        found = {gate.field for gate in missing(Decision.objects.get())["hearing"]}  # type: ignore[index]
    assert {"held_on", "files", "presider"} <= found


def test_a_round_begun_by_hand_before_ends_as_it_began(
    decision: Decision, official: User, reviewer: User
) -> None:
    today = clock.today()
    decision.stages.create(stage="hearing", begun_on=today - timedelta(days=6), entered_by=official)
    with pytest.raises(Incomplete) as refused:
        complete_stage(decision, "hearing", by=official, held_on=today)
    assert fields_of(refused) == {"held_on"}
    with clock.at(clock.now() + timedelta(days=1)):
        row = taken(decision, "hearing", by=official, second=reviewer, held_on=clock.today())
    assert row.status == "done"
    with pytest.raises(InvalidMove):
        begin_stage(decision, "hearing", by=official)


@together
def test_two_editors_announce_it_once(decision: Decision, official: User, editor: User) -> None:
    row = prepared(decision, by=official)
    one_won(at_once(*(partial(announce_hearing, fresh(row), by=editor) for _ in range(2))))
    assert decision.stages.filter(stage="hearing").count() == 1


@together
def test_two_drafters_prepare_one_hearing(decision: Decision, official: User) -> None:
    drafts = (partial(draft_hearing, decision, by=official, **hearing_fields()) for _ in range(2))
    one_won(at_once(*drafts))
    assert Hearing.objects.count() == 1


@together
def test_a_postponement_and_a_calling_off_are_not_both_proposed(
    hearing: Hearing, official: User, editor: User
) -> None:
    later = hearing.held_on + timedelta(days=2)
    one_won(
        at_once(
            partial(
                correct_published,
                fresh(hearing),
                by=official,
                reason="会场检修，改期另行举行。",
                changes={"held_on": later},
            ),
            partial(withdraw_published, fresh(hearing), by=editor, reason="会场检修，取消本次听证。"),
        )
    )
