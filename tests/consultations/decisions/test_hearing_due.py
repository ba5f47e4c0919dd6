"""A hearing that was promised, or that a law prescribes, is held before the meeting; nobody waives it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from consultations.decisions.actions import edit_decision, list_decision, prepare_decision
from consultations.decisions.gates import gates_of_text
from consultations.decisions.hearings.announcing import announce_hearing
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision, ParticipationItem
from consultations.decisions.queries import needs, way_of
from consultations.decisions.waivers import confirm_waiver, refuse_waiver, waive_stage
from consultations.models import Version
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Incomplete, Invalid
from tests.dossiers import meeting_waits_for
from tests.drafts import corrected, taken_back
from tests.hearings import announced, held, prepared

ROW = Listed("农村饮水管理办法", "公开征求意见、听证", "住建局", "第四季度", "网上、听证会", None, True)
WHY = {"ground": "no_hearing_due", "public_note": "不直接涉及群众重大利益，也没有较大分歧。"}


@pytest.fixture
def promised(decision: Decision, official: User, editor: User, department: Department) -> Decision:
    """The unit's published list promises a hearing on it."""
    row = ROW._replace(decision=decision)
    publish_list(draft_list(department, 2026, [row], by=official), by=editor)
    return Decision.objects.get(pk=decision.pk)


def test_only_the_column_promises(
    decision: Decision, official: User, editor: User, department: Department
) -> None:
    row = ROW._replace(decision=decision, has_hearing=False)
    with pytest.raises(Invalid) as refused:
        draft_list(department, 2026, [row], by=official)
    assert "items" in refused.value.errors, "a row that names a hearing says that one will be held"
    row = row._replace(procedure="公开征求意见", ways="网上")
    publish_list(draft_list(department, 2026, [row], by=official), by=editor)
    assert not hearing_is_due(Decision.objects.get()) and not needs(Decision.objects.get(), "hearing")


def test_a_draft_of_a_list_promises_nothing(
    decision: Decision, official: User, department: Department
) -> None:
    draft_list(department, 2026, [ROW._replace(decision=decision)], by=official)
    assert not hearing_is_due(Decision.objects.get())


def test_a_promised_hearing_is_a_stage_of_the_matter(promised: Decision) -> None:
    assert needs(promised, "hearing")
    assert "hearing" in [step.stage for step in way_of(promised)]
    assert [each.code for each in hearing_is_due(promised)] == ["promised"]


def test_a_later_edition_does_not_take_the_promise_back(
    promised: Decision, official: User, editor: User, department: Department
) -> None:
    last = promised.listed_in.get().list
    row = ROW._replace(decision=promised, procedure="公开征求意见", ways="网上", has_hearing=False)
    with pytest.raises(Invalid):
        draft_list(department, 2026, [row], by=official, seen=last)
    assert hearing_is_due(Decision.objects.get())


@pytest.mark.parametrize("title", ["农村饮水管理办法", "《农村饮水管理办法》"])
def test_a_promise_finds_its_matter_by_name(
    official: User, editor: User, department: Department, draft: Version, title: str
) -> None:
    publish_list(draft_list(department, 2026, [ROW._replace(matter=title)], by=official), by=editor)
    made = prepare_decision(by=official, slug="water", title="农村饮水管理办法", department=department)
    assert not hearing_is_due(made)
    assert hearing_is_due(list_decision(made, by=editor)), "the list came first"
    again = draft_list(department, 2027, [ROW._replace(matter=title)], by=official)
    publish_list(again, by=editor)
    assert again.items.get().decision == made, "the matter came first"


def test_the_meeting_and_the_final_text_wait_for_it(
    promised: Decision, draft: Version, official: User, editor: User, reviewer: User
) -> None:
    assert "hearing" in meeting_waits_for(promised)
    gate = next(each for each in gates_of_text(promised, draft) if each.field == "hearing")
    assert not gate.met and "第十六条" in gate.basis
    row = announced(promised, by=official, editor=editor)
    assert "hearing" in meeting_waits_for(promised)
    taken_back(row, by=official, confirmed_by=editor)
    assert "hearing" in meeting_waits_for(promised), "called off, it was not held"
    held(promised, by=official, editor=editor, reviewer=reviewer)
    assert "hearing" not in meeting_waits_for(promised)
    assert all(each.met for each in gates_of_text(promised, draft) if each.field == "hearing")


def test_an_announced_hearing_is_waited_for_though_none_was_due(
    decision: Decision, official: User, editor: User
) -> None:
    prepared(decision, by=official)
    assert "hearing" not in meeting_waits_for(decision)
    decision.hearings.all().delete()
    row = announced(decision, by=official, editor=editor)
    assert "hearing" in meeting_waits_for(decision)
    taken_back(row, by=official, confirmed_by=editor)
    assert "hearing" not in meeting_waits_for(decision)


def test_nobody_waives_what_was_promised(
    decision: Decision, official: User, editor: User, reviewer: User, department: Department
) -> None:
    row = waive_stage(decision, "hearing", by=official, **WHY)
    publish_list(draft_list(department, 2026, [ROW._replace(decision=decision)], by=official), by=editor)
    with pytest.raises(Incomplete) as refused:
        confirm_waiver(row, by=reviewer)
    assert "ground" in refused.value.errors, "promised between the proposal and the second person"
    row.refresh_from_db()
    assert row.status == "proposed"


def test_what_was_waived_before_the_promise_counts_no_more(
    decision: Decision, official: User, editor: User, reviewer: User, department: Department
) -> None:
    confirm_waiver(waive_stage(decision, "hearing", by=official, **WHY), by=reviewer)
    assert "hearing" not in meeting_waits_for(decision)
    publish_list(draft_list(department, 2026, [ROW._replace(decision=decision)], by=official), by=editor)
    assert "hearing" in meeting_waits_for(decision)


def test_a_round_from_before_is_believed(promised: Decision, official: User) -> None:
    today = clock.today()
    promised.stages.create(
        stage="hearing", status="done", begun_on=today - timedelta(days=9), held_on=today, done_on=today
    )
    assert "hearing" not in meeting_waits_for(promised)


def test_a_price_waits_for_a_hearing_over_which_the_price_authority_presides(
    decision: Decision, official: User, editor: User, reviewer: User
) -> None:
    edit_decision(decision, by=official, concerns=["price"])
    [due] = hearing_is_due(decision)
    assert due.is_price and "价格法" in due.basis and "第二十三条" in due.basis and needs(decision, "hearing")
    assert "第二十三条" in str(meeting_waits_for(decision)["hearing"])
    row = prepared(decision, by=official)
    with pytest.raises(Incomplete) as refused:
        announce_hearing(row, by=editor)
    assert set(refused.value.errors) == {"price_authority"}
    row.delete()
    held(decision, by=official, editor=editor, reviewer=reviewer, price_authority="县发展和改革局")
    assert "hearing" not in meeting_waits_for(decision)


def test_a_hearing_without_the_price_authority_is_none_on_a_price(
    decision: Decision, official: User, editor: User, reviewer: User
) -> None:
    held(decision, by=official, editor=editor, reviewer=reviewer)
    assert "hearing" not in meeting_waits_for(decision)
    edit_decision(Decision.objects.get(), by=official, concerns=["price"])
    assert "hearing" in meeting_waits_for(decision)


@pytest.mark.parametrize(
    ("concern", "law", "article"),
    [("land", "土地管理法", "第四十七条"), ("demolition", "国有土地上房屋征收与补偿条例", "第十一条")],
)
def test_a_hearing_is_due_where_most_of_those_affected_object(
    decision: Decision, draft: Version, official: User, editor: User, reviewer: User, concern: str,
    law: str, article: str,
) -> None:  # fmt: skip
    edit_decision(decision, by=official, concerns=[concern])
    assert not hearing_is_due(decision), "nobody has objected yet"
    edit_decision(decision, by=official, concerns=[concern, "objected"])
    [due] = hearing_is_due(decision)
    assert law in due.basis and article in due.basis and not due.is_price
    assert article in str(meeting_waits_for(decision)["hearing"])
    assert not all(
        each.met for each in gates_of_text(Decision.objects.get(), draft) if each.field == "hearing"
    )
    held(decision, by=official, editor=editor, reviewer=reviewer)
    assert "hearing" not in meeting_waits_for(decision)


@pytest.mark.parametrize("concerns", [["price"], ["land", "objected"], ["demolition", "objected"]])
def test_nobody_waives_what_a_law_prescribes(
    decision: Decision, official: User, editor: User, reviewer: User, concerns: list[str]
) -> None:
    row = waive_stage(decision, "hearing", by=official, **WHY)
    edit_decision(Decision.objects.get(), by=official, concerns=concerns)
    with pytest.raises(Incomplete) as late:
        confirm_waiver(row, by=reviewer)
    assert "ground" in late.value.errors
    refuse_waiver(row, by=official)
    with pytest.raises(Invalid) as refused:
        waive_stage(decision, "hearing", by=official, **WHY)
    assert "ground" in refused.value.errors
    traits = ["major_decision", *(set(concerns) - {"price", "objected"})]
    corrected(
        Decision.objects.get(), by=official, confirmed_by=editor, reason="情况有误，已经核实。", traits=traits
    )
    waive_stage(decision, "hearing", by=official, **WHY)


def test_old_rows_promised_a_hearing_where_they_named_one(
    promised: Decision, official: User, department: Department
) -> None:
    ParticipationItem.objects.update(has_hearing=False)
    other = ROW._replace(procedure="不举行听证", ways="网上", has_hearing=True)
    draft_list(department, 2027, [other], by=official)
    ParticipationItem.objects.update(has_hearing=False)
    state = MigrationExecutor(connection).loader.project_state().apps
    import_module("consultations.migrations.0012_hearings").promise_in_words(state, None)
    assert list(ParticipationItem.objects.order_by("id").values_list("has_hearing", flat=True)) == [
        True,
        False,
    ]
