"""A hearing of a matter, and another way of hearing people."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from consultations.decisions.engagements import policies as engagement_policies
from consultations.decisions.engagements.actions import Party, edit_engagement, publish_engagement
from consultations.decisions.hearings import policies
from consultations.decisions.hearings.announcing import (
    announce_hearing,
    draft_hearing,
    drop_hearing,
    edit_hearing,
    note_materials,
    publish_list,
    write_list,
)
from consultations.decisions.hearings.corrections import LIST, RECORD
from consultations.decisions.hearings.files import attach_files
from consultations.decisions.hearings.recording import publish_record, write_record
from consultations.models import Decision, Engagement, Hearing
from participation import clock
from participation.accounts.models import Membership
from tests import hearings
from tests.cast import official_with
from tests.permissions.matrix import EVERYBODY, INSIDE, Table, Verb, World, confirm, seen, states

STATUSES = ("draft", "announced", "listed", "recorded", "concluded", "called_off")
OUT = STATUSES[1:]
HEAD = {"presider": "王主持", "recorder": "李记录", "summary": "双方就水价充分陈述。"}


def _row(world: World) -> Hearing:
    return Hearing.objects.select_related("decision__department").get()


def _on(act: Callable[[World, Any], Any], days: Callable[[Hearing], Any]) -> Callable[[World, Any], Any]:
    """The act on the day on which it is time for it."""

    def do(world: World, by: Any) -> Any:
        with clock.at(clock.starts_at(days(_row(world)))):
            return act(world, by)

    return do


def _after_applying(row: Hearing) -> Any:
    return row.apply_until + timedelta(days=1)


HEARING = (
    Verb("read it", lambda w, by: seen(policies.visible_to(by), _row(w)),
         {**states(EVERYBODY, *OUT), "draft": INSIDE}),
    Verb("prepare another", lambda w, by: draft_hearing(w.decision, by=by, **hearings.hearing_fields()),
         states("drafter", "concluded", "called_off")),
    Verb("edit it", lambda w, by: edit_hearing(_row(w), by=by, place="县礼堂"), states("drafter", "draft")),
    Verb("attach a file", lambda w, by: attach_files(
        _row(w), [hearings.a_file()], by=by, purpose="hearing_material"), states("drafter", "draft")),
    Verb("announce it", lambda w, by: announce_hearing(_row(w), by=by), states("editor", "draft")),
    Verb("give it up", lambda w, by: drop_hearing(_row(w), by=by), states("drafter", "draft")),
    Verb("draw up the list", lambda w, by: write_list(_row(w), hearings.LISTED, by=by),
         states("drafter", "announced")),
    Verb("publish the list", _on(lambda w, by: publish_list(_row(w), by=by), _after_applying),
         states("editor", "announced")),
    Verb("record that the materials are out", _on(lambda w, by: note_materials(_row(w), by=by), _after_applying),
         states("drafter", "listed")),
    Verb("write the record", _on(lambda w, by: write_record(_row(w), by=by, statements={}, **HEAD),
                                 lambda row: row.held_on), states("drafter", "recorded")),
    Verb("publish the record", _on(lambda w, by: publish_record(_row(w), by=by), lambda row: row.held_on),
         states("editor reviewer", "recorded")),
    Verb("confirm a correction of it", lambda w, by: confirm(w, _row(w), by, {"place": "县礼堂"}, "hearing"),
         states("editor", "announced", "listed")),
    Verb("confirm that it is called off", lambda w, by: confirm(w, _row(w), by, kind="hearing"),
         states("editor", "announced", "listed")),
    Verb("confirm that the list is taken back", lambda w, by: confirm(w, _row(w), by, kind=LIST),
         states("editor", "listed", "recorded")),
    Verb("confirm that the record is taken back", lambda w, by: confirm(w, _row(w), by, kind=RECORD),
         states("editor reviewer", "concluded")),
)  # fmt: skip
PARTIES = [Party("residents", "坪上村村民", 31)]


def _heard(world: World) -> Engagement:
    return Engagement.objects.select_related("decision__department").get()


ENGAGEMENT = (
    Verb("read it", lambda w, by: seen(engagement_policies.visible_to(by), _heard(w)),
         {**states(EVERYBODY, "published", "withdrawn"), "draft": INSIDE}),
    Verb("write another", lambda w, by: hearings.engaged(w.decision, by=by),
         states("drafter", "draft", "published", "withdrawn")),
    Verb("edit it", lambda w, by: edit_engagement(_heard(w), by=by, parties=PARTIES), states("drafter", "draft")),
    Verb("publish it", lambda w, by: publish_engagement(_heard(w), by=by), states("editor reviewer", "draft")),
    Verb("confirm a correction of it", lambda w, by: confirm(w, _heard(w), by, {"place": "县礼堂"}),
         states("editor reviewer", "published")),
    Verb("confirm that it is taken back", lambda w, by: confirm(w, _heard(w), by),
         states("editor reviewer", "published")),
)  # fmt: skip


@contextmanager
def turn(world: World, state: str) -> Any:
    """A hearing that the colleague has written, announced and recorded by others where it is further."""
    by, editor = _colleague(world)
    row = hearings.prepared(world.decision, by=by)
    if state != "draft":
        row = write_list(hearings.announce_hearing(row, by=editor), hearings.LISTED, by=by)
    if state in ("listed", "recorded", "concluded"):
        row = hearings.listed(row, by=by, editor=editor)
    if state in ("recorded", "concluded"):
        row = hearings.recorded(hearings.sent(row, by=by), by=by)
    if state == "concluded":
        with clock.at(clock.starts_at(row.held_on)):
            publish_record(row, by=editor)
    if state == "called_off":
        confirm(world, row, editor, kind="hearing")
    yield


@contextmanager
def turn_engagement(world: World, state: str) -> Any:
    by, editor = _colleague(world)
    row = hearings.engaged(world.decision, by=by)
    if state != "draft":
        row = publish_engagement(row, by=editor)
    if state == "withdrawn":
        confirm(world, row, editor)
    yield


def _colleague(world: World) -> Any:
    """Who wrote it, and an editor whom nobody tries; the matter is under way."""
    Decision.objects.filter(pk=world.decision.pk).update(status="under_way", published_at=clock.now())
    world.decision.refresh_from_db()
    county = world.department.parent
    assert county is not None
    return world.colleague, official_with("second", "第二人", county, Membership.Role.EDITOR)


TABLE = Table("A hearing, by what was published of it", STATUSES, HEARING, turn)
ENGAGEMENT_TABLE = Table(
    "Another way of hearing people, by its status",
    ("draft", "published", "withdrawn"),
    ENGAGEMENT,
    turn_engagement,
)
