"""A decision's dossier with its stages, and the yearly list."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from consultations.decisions import actions as decisions
from consultations.decisions import completion, confirming, lists, stages, waivers
from consultations.decisions import policies as decision_policies
from consultations.decisions.execution import actions as execution
from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.models import Consultation
from participation import clock
from participation.accounts.models import Department
from participation.corrections.actions import withdraw_published
from tests import dossiers
from tests.dossiers import suspension
from tests.drafts import after_closing
from tests.permissions.matrix import EVERYBODY, INSIDE, Table, Verb, World, confirm, seen, states

STATUSES = ("draft", "under_way", "decided", "suspended", "terminated")
LISTED = STATUSES[1:]
WAIVED = {"ground": "no_hearing_due", "public_note": "不直接涉及群众重大利益，也没有较大分歧。"}
ROW = lists.Listed("农村饮水管理办法", "公开征求意见", "住建局", "第四季度", "网上")
LINE = ROW._replace(ways="", legal_basis="《水法》第三条")
DONE = {1: ("under_way", "")}


def _closed(world: World, do: Any) -> Any:
    """Once nobody is asked to comment any more."""
    with after_closing(world.consultation):
        return do()


def _answered(world: World, do: Any) -> Any:
    """Once everybody who commented was told what became of it."""
    Consultation.objects.update(status="concluded", concluded_at=clock.now())
    return _closed(world, do)


def _stop(world: World, by: Any, why: str) -> Any:
    return _closed(world, lambda: decisions.stop_decision(world.decision, by=by, public_note=why))


DECISION = (
    Verb("read the dossier", lambda w, by: seen(decision_policies.visible_to(by), w.decision),
         {**states(EVERYBODY, *LISTED), "draft": INSIDE}),
    Verb("open one", lambda w, by: decisions.prepare_decision(
        by=by, slug="another", title="办法", department=w.department), states("drafter", *STATUSES)),
    Verb("edit it", lambda w, by: decisions.edit_decision(w.decision, by=by, summary="水价写进办法，简介已改。"),
         states("drafter", "draft", "under_way", "suspended")),
    Verb("put it on public record", lambda w, by: decisions.list_decision(w.decision, by=by),
         states("editor", "draft")),
    Verb("tie a text to it", lambda w, by: decisions.attach(w.decision, w.consultation.document, by=by),
         states("drafter", "draft", "under_way", "terminated")),
    Verb("begin a stage", lambda w, by: stages.begin_stage(w.decision, "risk_assessment", by=by),
         states("drafter", "under_way", "decided")),
    Verb("record a stage of the lead unit", lambda w, by: dossiers.recorded(w.decision, "agency_consultation", by=by),
         states("drafter", "under_way", "decided")),
    Verb("confirm its result", lambda w, by: confirming.confirm_result(_recorded(w), by=by),
         states("editor reviewer", "under_way", "decided")),
    Verb("refuse its result", lambda w, by: confirming.refuse_result(_recorded(w), by=by),
         states("editor reviewer", *STATUSES)),
    Verb("propose that a stage is not needed",
         lambda w, by: waivers.waive_stage(w.decision, "hearing", by=by, **WAIVED),
         states("drafter", "under_way", "decided")),
    Verb("agree that a stage is not needed", lambda w, by: waivers.confirm_waiver(_proposed(w), by=by),
         states("editor reviewer", "under_way", "decided")),
    Verb("refuse that a stage is not needed", lambda w, by: waivers.refuse_waiver(_proposed(w), by=by),
         states("editor reviewer", *STATUSES)),
    Verb("record the legality review", lambda w, by: dossiers.recorded(w.decision, "legality_review", by=by),
         states("lawyer", "under_way", "decided")),
    Verb("record that the government starts it", lambda w, by: dossiers.recorded(
        w.decision, "initiation", by=by), states("secretary", "under_way", "decided")),
    Verb("record the fair-competition review", lambda w, by: dossiers.recorded(
        w.decision, "fair_competition_review", by=by), states("market", "under_way", "decided")),
    Verb("record that its execution is suspended", lambda w, by: execution.record_change(
        w.decision, by=by, **suspension()), states("secretary", "decided")),
    Verb("suspend it", lambda w, by: _stop(w, by, "上位法正在修订，暂缓。"),
         states("editor", "under_way")),
    Verb("take it up again", lambda w, by: decisions.resume_decision(w.decision, by=by),
         states("editor", "suspended")),
    Verb("propose to end it without a decision, or another name",
         lambda w, by: _answered(w, lambda: withdraw_published(w.decision, by=by, reason=dossiers.REPLACED)),
         states("drafter editor", "under_way", "suspended")),
    Verb("confirm that it ends without a decision", lambda w, by: _answered(w, lambda: confirm(w, w.decision, by)),
         states("editor", "under_way", "suspended")),
)  # fmt: skip
YEARLY_LIST = (
    Verb(
        "draw it up, or its next edition",
        lambda w, by: lists.draft_list(w.department, w.yearly_list.year, [ROW], by=by, seen=w.yearly_list),
        states("drafter", "draft", "published"),
    ),
    Verb("publish it", lambda w, by: lists.publish_list(w.yearly_list, by=by), states("editor", "draft")),
    Verb(
        "record its completion",
        lambda w, by: completion.record_completion(w.yearly_list, DONE, by=by),
        states("drafter", "published"),
    ),
    Verb(
        "publish its completion",
        lambda w, by: completion.publish_completion(_completed(w), by=by),
        states("editor", "published"),
    ),
)
DIRECTORY = (
    Verb("draw it up, or its next edition", lambda w, by: lists.draft_list(
        _county(w), 2025, [LINE], by=by, seen=_directory(w)), states("secretary", "draft", "published")),
    Verb("publish it: an editor of the government office, none of these",
         lambda w, by: lists.publish_list(_directory(w), by=by), {}),
    Verb("record its completion", lambda w, by: completion.record_completion(_directory(w), DONE, by=by),
         states("secretary", "published")),
)  # fmt: skip  # fmt: skip


def _proposed(world: World) -> DecisionStage:
    """A hearing that a colleague said not to be needed."""
    return DecisionStage.objects.create(
        decision=world.decision, stage="hearing", begun_on=clock.today(), status="proposed", entered_by=world.colleague,
        **WAIVED,
    )  # fmt: skip


def _recorded(world: World) -> DecisionStage:
    """Departments heard, as a colleague recorded it."""
    return DecisionStage.objects.create(
        decision=world.decision, stage="agency_consultation", begun_on=clock.today(), recorded_by=world.colleague,
        pending={"result": "", "held_on": None, "public_note": "", "document_name": "", "texts": None,
                 "particulars": {}},
    )  # fmt: skip


def turn(world: World, state: str) -> Any:
    at = None if state == "draft" else clock.now()
    note = "停" if state in ("suspended", "terminated") else ""
    Decision.objects.filter(pk=world.decision.pk).update(status=state, published_at=at, public_note=note)
    world.decision.documents.add(world.consultation.document)
    DecisionStage.objects.create(
        decision=world.decision, stage="legality_review", round=1,
        begun_on=clock.today() - timedelta(days=30), entered_by=world.colleague,
    )  # fmt: skip
    return nullcontext()


def _county(world: World) -> Department:
    return Department.objects.get(parent=None)


def _directory(world: World) -> ParticipationList:
    return ParticipationList.objects.select_related("department").get(kind="directory")


def _completed(world: World) -> ParticipationList:
    """A completion that a colleague recorded, of a year that is over."""
    ParticipationList.objects.filter(pk=world.yearly_list.pk).update(
        year=2025, completion={"1": ["under_way", ""]}, completion_by=world.colleague
    )
    return ParticipationList.objects.select_related("department").get(pk=world.yearly_list.pk)


def turn_directory(world: World, state: str) -> Any:
    at = clock.now() if state == "published" else None
    row = ParticipationList.objects.create(
        kind="directory",
        department=_county(world),
        year=2025,
        status=state,
        published_at=at,
        created_by=world.colleague,
    )
    row.items.create(
        ordinal=1, matter="办法", procedure="公开征求意见", unit="住建局", planned="年底", legal_basis="水法"
    )
    return nullcontext()


def turn_list(world: World, state: str) -> Any:
    at = clock.now() if state == "published" else None
    ParticipationList.objects.filter(pk=world.yearly_list.pk).update(status=state, published_at=at)
    return nullcontext()


TABLE = Table("A decision, by its status", STATUSES, DECISION, turn)
LIST_TABLE = Table("A yearly list, by its status", ("draft", "published"), YEARLY_LIST, turn_list)
DIRECTORY_TABLE = Table(
    "The county's directory, by its status", ("draft", "published"), DIRECTORY, turn_directory
)
