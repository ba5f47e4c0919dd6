"""What waits for one person in many matters agrees with what the policies say of each."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from consultations.decisions import policies
from consultations.decisions.actions import attach, edit_decision, list_decision, prepare_decision
from consultations.decisions.completion import lists_to_complete, publish_completion, record_completion
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.stages import begin_stage
from consultations.decisions.waiting import Hands, due_stages, going_on, to_confirm, to_record, to_send_anew
from consultations.documents.actions import import_draft, publish_version
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.documents.reading import read_text
from consultations.models import Version
from consultations.notices.actions import edit_consultation, prepare_consultation
from consultations.outcomes.actions import draft_feedback
from participation import clock
from participation.accounts.models import Department, SpecialUnit, User
from participation.accounts.queries import on_behalf_of
from participation.accounts.special_units import name_unit
from participation.notifications.models import Notification
from tests.cast import Role, Side, official_with
from tests.dossiers import recorded, sent_for_review, taken
from tests.drafts import DRAFT, SHORT, notice_fields

Stage = DecisionStage.Stage
STAGES = list(Stage)


@pytest.fixture
def matters(
    official: User, editor: User, department: Department, other_department: Department
) -> list[Decision]:
    """One of each unit, one that the unit decides itself."""
    drafter = official_with("drafter2", "赵承办", other_department, Role.DRAFTER)
    rows = [
        prepare_decision(by=official, slug="a", title="甲管理办法", department=department, is_technical=True),
        prepare_decision(
            by=drafter, slug="b", title="乙管理办法", department=other_department, affects_business=True
        ),
        prepare_decision(
            by=official,
            slug="c",
            title="丙管理办法",
            department=department,
            is_units_own=True,
            kind="normative_document",
        ),
    ]
    return [list_decision(row, by=editor) for row in rows]


def everybody() -> Iterator[User]:
    yield from User.objects.order_by("pk")


def test_it_agrees_with_the_policies_for_everybody_and_every_stage(
    matters: list[Decision], official: User, reviewer: User, moderator: User, auditor: User, administrator: User,
    office: Side, justice: Side, market: Side, department: Department, editor: User,
) -> None:  # fmt: skip
    both = official_with("both", "双角色", department, Role.DRAFTER, Role.EDITOR)
    edit_decision(matters[0], by=both, summary="改过的简介")
    for unit in (None, department):
        if unit is not None:  # the legality-review unit leads matters itself
            name_unit(
                "legality_review",
                unit,
                by=administrator,
                seen=SpecialUnit.objects.get(duty="legality_review"),
            )
        colleague = User.objects.get(pk=reviewer.pk)
        acting = [on_behalf_of(colleague, whose) for whose in (both, editor, official, justice.second)]
        for user in (*everybody(), *acting):
            hands = Hands(user)
            for row in Decision.objects.select_related("department"):
                for stage in STAGES:
                    assert hands.records(row, stage) == policies.can_record(user, row, stage), (
                        user,
                        row.slug,
                        stage,
                    )
                    waits = DecisionStage(
                        decision=row, stage=stage, recorded_by=official, entered_by=official
                    )
                    assert hands.confirms(waits) == policies.can_confirm_result(user, waits), (
                        user,
                        row.slug,
                        stage,
                    )


@pytest.mark.parametrize("wrote", ["first version", "clause of it", "notice", "notice again", "feedback"])
def test_who_wrote_of_a_matter_has_no_part_in_the_review_of_its_law_wherever_they_are_by_then(
    matters: list[Decision], wrote: str, official: User, editor: User, justice: Side, department: Department
) -> None:
    """Every version counts, also in a version that is not the newest, and what another wrote over since."""
    writer = official_with("writer", "调动者", department, Role.DRAFTER)
    row = matters[0]
    by = {name: writer if name == wrote else official for name in ("first version", "notice", "feedback")}
    text = import_draft(read_text(DRAFT, markdown=True), department=department, by=by["first version"])
    if wrote == "clause of it":
        reword_clause(text.passages.get(label="第四条"), Wording("第四条", "", "另有规定。"), by=writer)
    notice = prepare_consultation(text, by=by["notice"], slug="n", **notice_fields())
    if wrote == "notice again":
        edit_consultation(notice, by=writer, summary="水价上限写进办法第四条。")
    attach(row, notice, by=official)
    if wrote == "feedback":
        first = draft_feedback(notice, by=writer, asked="问了", said="说了", did="做了")
        draft_feedback(notice, by=official, asked="问了", said="说了什么", did="做了", seen=first)
    publish_version(text, by=editor)
    begin_revision(text, by=official)
    writer.memberships.update(department=justice.second.memberships.all()[0].department, role=Role.REVIEWER)
    waits = DecisionStage(decision=row, stage="legality_review", recorded_by=justice.recorder)
    for person, may in ((writer, False), (justice.second, True)):
        person, hands = User.objects.get(pk=person.pk), Hands(User.objects.get(pk=person.pk))
        assert policies.can_record(person, row, "legality_review") is may
        assert policies.can_confirm_result(person, waits) is may
        assert hands.records(row, "legality_review") is may and hands.confirms(waits) is may
        assert policies.can_record(person, matters[1], "legality_review"), "of other matters they do"
        assert hands.records(matters[1], "legality_review")


def test_what_was_recorded_on_behalf_of_somebody_does_not_wait_for_them(
    matters: list[Decision], official: User, reviewer: User, department: Department
) -> None:
    deputy = official_with("deputy", "代行者", department, Role.DRAFTER, Role.REVIEWER)
    away = official_with("away", "外出者", department, Role.DRAFTER, Role.REVIEWER)
    User.objects.filter(pk=away.pk).update(was_stood_in_for=True)
    away.refresh_from_db()
    begin_stage(matters[0], "agency_consultation", by=official)
    recorded(matters[0], "agency_consultation", by=on_behalf_of(deputy, away))
    assert to_confirm(away) == [] == to_confirm(on_behalf_of(reviewer, away))
    assert [row.stage for row in to_confirm(reviewer)] == ["agency_consultation"]


def test_what_is_due_follows_the_way_of_the_matter(
    matters: list[Decision], official: User, reviewer: User, office: Side, justice: Side
) -> None:
    row = matters[0]
    assert due_stages(fresh(row)) == [
        Stage.INITIATION,
        Stage.DRAFTING,
        Stage.AGENCY_CONSULTATION,
        Stage.EXPERT_REVIEW,
    ]
    recorded(row, "drafting", by=official)
    assert Stage.DRAFTING not in due_stages(fresh(row)), "it waits for a second person now"
    assert Stage.LEGALITY_REVIEW not in due_stages(fresh(row)), "it has not been sent"
    DecisionStage.objects.create(decision=row, stage="legality_review", begun_on=clock.today())
    assert Stage.LEGALITY_REVIEW in due_stages(fresh(row))
    assert Stage.COLLECTIVE_DECISION not in due_stages(fresh(row)), "the review has not found it lawful"
    DecisionStage.objects.filter(stage="legality_review").update(
        status="done", result="lawful", done_on=clock.today()
    )
    assert {Stage.COLLECTIVE_DECISION, Stage.PARTY_REPORT} <= set(due_stages(fresh(row)))
    Decision.objects.filter(pk=row.pk).update(status="decided")
    assert due_stages(fresh(row)) == [Stage.ARCHIVING]


def fresh(row: Decision) -> Decision:
    return Decision.objects.get(pk=row.pk)


def test_each_side_finds_what_is_its_own(
    matters: list[Decision], official: User, reviewer: User, office: Side, justice: Side, market: Side
) -> None:
    own = {row.slug: stages for row, stages in to_record(official)}
    assert Stage.DRAFTING in own["a"] and Stage.INITIATION not in own["a"] and Stage.INITIATION in own["c"]
    assert "b" not in own
    assert {row.slug: stages for row, stages in to_record(office.recorder)} == {
        "a": [Stage.INITIATION], "b": [Stage.INITIATION]
    }  # fmt: skip
    assert [row.slug for row, _stages in to_record(market.recorder)] == ["b"]
    assert to_record(justice.recorder) == [] and to_record(reviewer) == []
    taken(matters[0], "agency_consultation", by=official, second=reviewer)
    recorded(matters[0], "drafting", by=official)
    assert [row.stage for row in to_confirm(reviewer)] == ["drafting"] and to_confirm(official) == []


@pytest.mark.parametrize("result", ["to_be_changed", "unlawful", "returned"])
def test_what_the_review_did_not_pass_lies_with_the_lead_unit_until_it_is_sent_anew(
    result: str, matters: list[Decision], draft: Version, official: User, editor: User, justice: Side, office: Side,
    deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    attach(matters[2], draft.document, by=official)
    sent_for_review(matters[2], by=official)
    deliver_all()
    assert to_send_anew(official) == [] and told(official) == []
    back = taken(matters[2], "legality_review", result=result)
    deliver_all()
    assert to_send_anew(official) == [back] and told(official) == [back.pk]
    for other in (editor, justice.recorder, office.recorder):
        assert to_send_anew(other) == [] and told(other) == []
    begin_stage(fresh(matters[2]), "legality_review", by=official)
    deliver_all()
    assert to_send_anew(official) == [] and told(official) == []


@pytest.mark.parametrize("result", ["to_be_changed", "not_passed", "discuss_again"])
def test_what_the_meeting_did_not_pass_lies_with_the_lead_unit(
    result: str, matters: list[Decision], draft: Version, official: User, reviewer: User, office: Side,
    deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    row = matters[2]  # the unit decides it itself
    attach(row, draft.document, by=official)
    sent_for_review(row, by=official)
    taken(row, "legality_review", short_time_reason=SHORT)
    met = {"meeting": "units_own", "changes": None}
    back = taken(row, "collective_decision", by=official, second=reviewer, result=result, **met)
    deliver_all()
    assert to_send_anew(official) == [back] and told(official) == [back.pk]
    due = due_stages(fresh(row))
    assert Stage.PARTY_REPORT not in due, "nothing was passed"
    assert (Stage.COLLECTIVE_DECISION in due) is (result == "discuss_again")
    begin_stage(fresh(row), "legality_review", by=official)
    taken(row, "legality_review", short_time_reason=SHORT)
    deliver_all()
    assert to_send_anew(official) == [] and told(official) == []
    assert Stage.COLLECTIVE_DECISION in due_stages(fresh(row)), "it is discussed once more"


def told(person: User) -> list[int]:
    rows = Notification.objects.filter(person=person, matter="stage.send_anew", done_at=None)
    return list(rows.values_list("object_id", flat=True))


@pytest.mark.parametrize("many", [1, 30])
def test_it_costs_the_same_for_one_matter_and_for_thirty(
    many: int,
    official: User,
    editor: User,
    department: Department,
    office: Side,
    django_assert_num_queries: Any,
) -> None:
    for n in range(many):
        row = prepare_decision(by=official, slug=f"d{n}", title=f"第{n}号办法", department=department)
        recorded(list_decision(row, by=editor), "initiation")
    for user in (official, office.recorder, office.second):
        known = User.objects.get(pk=user.pk)
        with django_assert_num_queries(9, exact=False):
            hands = Hands(known)
            rows = going_on(known)
            to_record(known, hands, rows), to_send_anew(known, rows), to_confirm(known, hands)


def test_the_completion_of_a_list_is_due_from_december_on(
    department: Department, official: User, editor: User
) -> None:
    year = clock.today().year
    row = draft_list(department, year, [LISTED], by=official)
    publish_list(row, by=editor)
    row = ParticipationList.objects.get()
    with clock.at(clock.starts_at(date(year, 11, 30))):
        assert lists_to_complete(official) == []
    with clock.at(clock.starts_at(date(year, 12, 1))):
        assert lists_to_complete(official) == [row] and lists_to_complete(editor) == []
        record_completion(row, {1: ("completed", "")}, by=official)
        assert lists_to_complete(official) == [] and lists_to_complete(editor) == [row]
        publish_completion(ParticipationList.objects.get(), by=editor)
        assert lists_to_complete(editor) == []
    with clock.at(clock.starts_at(date(year + 1, 3, 1))):
        assert lists_to_complete(official) == [], "it is published"


LISTED = Listed("饮水办法", "公开征求意见", "住建局", "第四季度", "网上")
