"""Whatever awaits somebody in the house: somebody is told, and whoever is told may do it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from consultations.decisions.actions import attach, list_decision, prepare_decision
from consultations.decisions.execution.actions import record_change
from consultations.decisions.execution.policies import can_confirm_change, changes_waiting_for
from consultations.decisions.hearings.announcing import publish_list, write_list
from consultations.decisions.hearings.work_mails import tell_when_it_is_time
from consultations.decisions.policies import can_confirm_result, can_confirm_waiver, waiting_for
from consultations.decisions.waiting import to_send_anew
from consultations.documents.actions import revise
from consultations.documents.headers import clear_for_publication
from consultations.documents.queries import digest_of
from consultations.documents.reading import read_text
from consultations.models import Consultation, Decision, Feedback, Hearing, Version
from consultations.outcomes.actions import draft_feedback
from consultations.outcomes.policies import can_publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.models import Correction
from participation.corrections.policies import confirmable
from participation.deadlines.models import TimeRequest
from participation.notifications import words
from participation.notifications.models import Kind, Notification
from participation.notifications.registry import all_matters, matter_of
from responses.models import Chaser, Duty, Interpretation, Question
from tests import hearings
from tests.cast import Role, official_with, side_of
from tests.dossiers import in_time_for, sent_for_review, suspension, taken
from tests.drafts import FINAL
from tests.one_of_each import _Maker

CONSENT = (Kind.SECOND_PERSON, Kind.PUBLICATION)
LATER = {"final_text.publish", "hearing.list"}  # made and published in one go in this world; told of below


@pytest.fixture
def everything(
    official: User, reviewer: User, moderator: User, editor: User, supervisor: User, administrator: User,
    resident: User, department: Department, other_department: Department, settings: Settings, tmp_path: Path,
    deliver_all: Callable[[], int],
) -> list[User]:  # fmt: skip
    """One of each thing in each of its states, and all that was to be told has been told."""
    settings.MEDIA_ROOT = tmp_path
    official_with("second-drafter", "何起草", department, Role.DRAFTER)
    people = [official, reviewer, moderator, editor, supervisor, administrator]
    maker = _Maker(department, **{each.username: each for each in people})
    maker.consultations(resident)
    maker.questions(resident)
    maker.interpretations()
    maker.decisions()
    maker.supervision_and_law()
    maker.directories()
    matter = in_time_for(Decision.objects.get(slug="begun"), "implementation")
    record_change(matter, by=side_of("government_office").recorder, **suspension())
    complete(maker, official, editor)
    deliver_all()
    return [*people, *User.objects.filter(username__contains="-")]


def complete(maker: _Maker, official: User, editor: User) -> None:
    """What waits only for a second person: a feedback, a final text, a hearing's announcement and list."""
    row = maker.open("ready", days_ago=50)
    for opinion in row.opinions.all():
        dispose_opinion(opinion, "adopted", by=official, changed_clause=opinion.comment.clause)
    draft_feedback(row, by=official, asked="问了", said="说了", did="做了")
    matter = prepare_decision(by=official, slug="heard", title="供水范围", department=maker.department)
    listed = list_decision(matter, by=editor, outside_note="因汛期提前，须在年内作出决定，临时启动")
    hearings.prepared(listed, by=official)
    write_list(Hearing.objects.get(decision__slug="hearing-announced"), hearings.LISTED, by=official)
    back = prepare_decision(by=official, slug="came-back", title="供水时段", department=maker.department)
    attach(back, maker.text().document, by=official)
    list_decision(back, by=editor, outside_note="因汛期提前，须在年内作出决定，临时启动")
    sent_for_review(back, by=official)
    taken(back, "legality_review", result="to_be_changed")
    text = Consultation.objects.get(slug="without-final").draft_version
    revise(text, read_text(FINAL, markdown=True), by=official)


def open_to(person: User, matter: str) -> set[int]:
    rows = Notification.objects.filter(person=person, matter=matter, done_at=None)
    return set(rows.values_list("object_id", flat=True))


def test_whoever_is_told_may_do_it_and_it_waits(everything: list[User]) -> None:
    rows = Notification.objects.filter(done_at=None).select_related("person")
    assert rows.count() > 40
    for row in rows:
        matter = matter_of(row.matter)
        assert matter is not None
        about = matter.model._default_manager.select_related(*matter.related).get(pk=row.object_id)
        assert matter.waits(about) and matter.may(row.person, about), row


def test_somebody_is_told_of_everything_that_takes_two(everything: list[User]) -> None:
    told = set(Notification.objects.values_list("matter", flat=True))
    assert {matter.name for matter in all_matters() if matter.kind in CONSENT} - told <= LATER


def test_what_the_desk_lists_for_a_person_they_were_told_of(everything: list[User]) -> None:
    n = 0
    for person in everything:
        for stage in waiting_for(person):
            waives = stage.status == "proposed"
            if (can_confirm_waiver if waives else can_confirm_result)(person, stage):
                assert stage.pk in open_to(person, "stage.waive" if waives else "stage.confirm"), (
                    person,
                    stage,
                )
                n += 1
        for change in changes_waiting_for(person):
            if can_confirm_change(person, change):
                assert change.pk in open_to(person, "execution.confirm")
                n += 1
        for back in to_send_anew(person):
            assert back.pk in open_to(person, "stage.send_anew")
            n += 1
        for correction in confirmable(person, Correction.objects.filter(status="proposed")):
            assert correction.pk in open_to(person, "correction.confirm")
            n += 1
    assert n > 5


def test_nothing_that_awaits_is_told_to_nobody(everything: list[User]) -> None:
    awaiting = {
        "time.decide": TimeRequest.objects.filter(status="waiting"),
        "reply.sign": Question.objects.filter(reply__status="submitted"),
        "question.route": Question.objects.filter(status="submitted"),
        "question.answer": Question.objects.filter(status="assigned").exclude(reply__status="submitted"),
        "interpretation.publish": Interpretation.objects.filter(status="draft"),
        "decision.list": Decision.objects.filter(status="draft"),
        "duty.confirm": Duty.objects.filter(status="reported"),
        "push.order": Chaser.objects.filter(kind="order", answered_at=None, deadline__state="running"),
        "final_text.clear": Version.objects.filter(
            status="draft", document__consultations__slug="without-final"
        ),
    }
    for matter, rows in awaiting.items():
        told = set(
            Notification.objects.filter(matter=matter, done_at=None).values_list("object_id", flat=True)
        )
        ids = (
            rows.values_list("reply", flat=True)
            if matter == "reply.sign"
            else rows.values_list("pk", flat=True)
        )
        assert set(ids) <= told, matter
    for row in Consultation.objects.filter(status="draft"):
        assert Notification.objects.filter(matter="consultation.publish", object_id=row.pk).exists()
    for feedback in Feedback.objects.filter(status="draft", consultation__slug="ready"):
        people = User.objects.filter(
            notifications__matter="feedback.publish", notifications__object_id=feedback.pk
        )
        assert people and all(can_publish_feedback(each, feedback) for each in people)


def test_a_final_text_waits_for_who_examines_it_and_then_for_who_publishes_it(
    everything: list[User], official: User, reviewer: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    version = Version.objects.get(status="draft", document__consultations__slug="without-final")
    assert version.pk in open_to(reviewer, "final_text.clear") and version.pk in open_to(
        editor, "final_text.clear"
    )
    assert version.pk not in open_to(official, "final_text.clear")
    clear_for_publication(version, by=reviewer, text_seen=digest_of(version))
    deliver_all()
    assert version.pk not in open_to(reviewer, "final_text.clear")
    assert version.pk in open_to(editor, "final_text.publish")


def test_a_list_drawn_up_while_one_may_apply_waits_from_the_day_on_which_it_can_be_published(
    everything: list[User], official: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    row = Hearing.objects.get(decision__slug="hearing-announced")
    with clock.at(clock.starts_at(row.apply_until)):
        write_list(row, hearings.LISTED[::-1], by=official)
        deliver_all()
        assert row.pk not in open_to(editor, "hearing.list")
    morning = clock.starts_at(row.apply_until + timedelta(days=1)) + timedelta(hours=7)
    with clock.at(morning):
        for _again in range(2):
            list(tell_when_it_is_time(morning) or ())
        assert row.pk in open_to(editor, "hearing.list") and row.pk not in open_to(official, "hearing.list")
        assert (
            Notification.objects.filter(matter="hearing.list", object_id=row.pk, person=editor).count() == 1
        )
        publish_list(row, by=editor)
        deliver_all()
        assert row.pk not in open_to(editor, "hearing.list")


def test_every_matter_reads_in_the_language_of_its_reader(everything: list[User]) -> None:
    for matter in all_matters():
        with translation.override("zh-hans"):
            said = re.sub(
                r"%\(\w+\)[sd]", "", translation.gettext(matter.words) + translation.gettext(matter.why)
            )
        assert said and not re.search("[A-Za-z]", said), matter.name
    rows = {row.matter: row for row in Notification.objects.filter(done_at=None)}
    assert len(rows) > 15
    for row in rows.values():
        for language in ("zh-hans", "en"):
            with translation.override(language):
                texts = [words.what(row), words.subject(row), words.due(row), words.why(row)]
            assert texts[0] and texts[3] and not any("%(" in each for each in texts), texts
