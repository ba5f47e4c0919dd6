"""What is done with a decision: put on record, moved through its stages, stopped with a public note."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions import gates
from consultations.decisions.models import Decision, DecisionStage, ParticipationItem, ParticipationList
from consultations.decisions.policies import (
    can_draft_list,
    can_handle,
    can_list,
    can_prepare,
    can_publish_list,
    can_review_law,
    can_stop,
)
from consultations.documents.models import Document
from consultations.notices.models import Consultation
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import has_done, record
from participation.locks import lock
from participation.text.cleaning import plain
from participation.transitions import as_seen, edit, transition

Status = Decision.Status
Stage = DecisionStage.Stage
MOVES = {
    Status.DRAFT: [Status.UNDER_WAY],
    Status.UNDER_WAY: [Status.DECIDED, Status.SUSPENDED, Status.TERMINATED],
    Status.SUSPENDED: [Status.UNDER_WAY, Status.TERMINATED],
}
RIGID = (Stage.LEGALITY_REVIEW, Stage.COLLECTIVE_DECISION)  # never "not needed"
RESULTS = {
    Stage.LEGALITY_REVIEW: ("lawful", "unlawful", "to_be_changed"),
    Stage.RISK_ASSESSMENT: ("controllable", "uncontrollable"),
    Stage.COLLECTIVE_DECISION: ("passed", "not_passed", "to_be_changed", "discuss_again"),
}


def prepare_decision(*, by: User, slug: str, title: str, department: Department, **fields: Any) -> Decision:
    """Open a dossier; it is public once an editor lists it. Raises NotPermitted, Invalid."""
    if not can_prepare(by, department):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    decision = Decision(
        slug=slug, title=plain(title), department=department, created_at=clock.now(), created_by=by, **fields
    )
    if not decision.title:
        raise Invalid(_("Write a title."), errors={"title": [_("Write a title.")]})
    with transaction.atomic():
        if Decision.objects.filter(slug=slug).exists():
            raise Invalid(_("This address is taken."), errors={"slug": [_("This address is taken.")]})
        decision.save()
        record("decision.prepared", decision, by=by)
    return decision


EDITABLE = (
    "title", "kind", "decision_authority", "summary", "legal_basis", "planned_on", "affects_business",
    "is_technical", "is_risky",
)  # fmt: skip


def edit_decision(decision: Decision, *, by: User, **fields: Any) -> Decision:
    """Change what the dossier says of the matter, before it is decided. Raises NotPermitted, Invalid, InvalidMove."""
    if not can_handle(by, decision):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(unknown)
    new = {name: plain(value) if isinstance(value, str) else value for name, value in fields.items()}
    if not new.get("title", decision.title):
        raise Invalid(_("Write a title."), errors={"title": [_("Write a title.")]})
    with edit(decision, by=by, act="decision.edited", fields=EDITABLE) as change:
        if change.row.status not in (Status.DRAFT, Status.UNDER_WAY, Status.SUSPENDED):
            raise InvalidMove(_("This matter is not under way."))
        vars(change.row).update(new)
    return decision


def list_decision(decision: Decision, *, by: User) -> Decision:
    """Make the dossier public (decree 713, article 3). Raises NotPermitted for whoever prepared it, Conflict."""
    if not can_list(by, decision) or has_done(by, decision, "decision.edited"):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    with transition(decision, Status.UNDER_WAY, by=by, table={Status.DRAFT: [Status.UNDER_WAY]},
                event="decision.listed") as move:  # fmt: skip
        move.row.published_at = clock.now()
    return decision


def attach(decision: Decision, what: Document | Consultation, *, by: User | None) -> None:
    """Tie a document or a consultation to its matter. `by=None` is the operator at the command line."""
    if by is not None and not can_handle(by, decision):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    with transaction.atomic():
        if isinstance(what, Document):
            decision.documents.add(what)
        else:
            decision.consultations.add(what)
        record("decision.attached", decision, by=by, note={what._meta.model_name or "": what.pk})


def begin_stage(
    decision: Decision, stage: str, *, by: User, on: date | None = None, inside_note: str = ""
) -> DecisionStage:
    """Begin a stage: a review goes to the reviewer, a hearing's materials go out. A new round after a result that asks
    for one. Raises NotPermitted, InvalidMove, Conflict while a round is running."""
    _handling(decision, stage, by, beginning=True)
    with transaction.atomic():
        locked = lock(decision)
        _under_way(locked)
        last = gates.latest(locked, stage)
        if last is not None and last.status == DecisionStage.Status.BEGUN:
            raise Conflict(_("This stage is under way already."))
        row = DecisionStage.objects.create(
            decision=locked, stage=stage, round=last.round + 1 if last else 1, begun_on=on or clock.today(),
            inside_note=plain(inside_note), entered_by=by,
        )  # fmt: skip
        record("decision.stage_begun", locked, by=by, note={"stage": stage, "round": row.round})
    return row


def complete_stage(
    decision: Decision, stage: str, *, by: User, result: str = "", held_on: date | None = None,
    public_note: str = "", inside_note: str = "", document_name: str = "",
) -> DecisionStage:  # fmt: skip
    """Record that a stage was taken, with its result. What the law asks for before it must be there.

    Raises Incomplete (decree 713, articles 16, 25, 26, 29, 32; decree 783, article 16), Invalid (a result that this
    stage does not have), NotPermitted (the drafter does not record the legality review), Conflict, InvalidMove.
    """
    _handling(decision, stage, by)
    if result not in RESULTS.get(Stage(stage), ("",)):
        message = _("Choose one of the results offered.")
        raise Invalid(message, errors={"result": [message]})
    with transaction.atomic():
        locked = lock(decision)
        _under_way(locked)
        gates.require(locked, stage, held_on or clock.today())
        row = gates.latest(locked, stage)
        if row is None or row.status != DecisionStage.Status.BEGUN:
            row = begin_stage(locked, stage, by=by)
        table = {DecisionStage.Status.BEGUN: [DecisionStage.Status.DONE]}
        with transition(
            row, DecisionStage.Status.DONE, by=by, table=table, event="decision.stage_done"
        ) as move:
            done = move.row
            done.result, done.held_on, done.done_on = result, held_on, held_on or clock.today()
            done.document_name, done.public_note = plain(document_name)[:200], plain(public_note)
            done.inside_note, done.entered_by = plain(inside_note) or done.inside_note, by
            move.note.update({"decision": locked.pk, "stage": stage, "result": result})
        if stage == Stage.PUBLICATION:
            decide(locked, by=by)
    return row


def waive_stage(decision: Decision, stage: str, *, by: User, public_note: str) -> DecisionStage:
    """Say publicly why a stage is not needed; legality review and collective decision always are."""
    if stage in RIGID:
        raise InvalidMove(_("No decision goes without this stage."))
    _handling(decision, stage, by)
    if not (note := plain(public_note)):
        message = _("Say publicly why it is not needed.")
        raise Invalid(message, errors={"public_note": [message]})
    with transaction.atomic():
        locked = lock(decision)
        _under_way(locked)
        last = gates.latest(locked, stage)
        row = DecisionStage.objects.create(
            decision=locked, stage=stage, round=last.round + 1 if last else 1, begun_on=clock.today(),
            status=DecisionStage.Status.NOT_NEEDED, public_note=note, entered_by=by,
        )  # fmt: skip
        record("decision.stage_waived", locked, by=by, note={"stage": stage})
    return row


def decide(decision: Decision, *, by: User) -> Decision:
    """The decision is made and published; carrying out and evaluation may follow."""
    with transition(decision, Status.DECIDED, by=by, table=MOVES, event="decision.decided"):
        pass
    return decision


def stop_decision(decision: Decision, *, by: User, public_note: str, for_good: bool = False) -> Decision:
    """Suspend the matter or end it without a decision, with a public note. Raises Invalid, NotPermitted, Conflict."""
    if not can_stop(by, decision):
        raise NotPermitted(_("Only an editor may stop a decision."))
    if not (note := plain(public_note)):
        message = _("Say publicly why.")
        raise Invalid(message, errors={"public_note": [message]})
    to = Status.TERMINATED if for_good else Status.SUSPENDED
    with transition(decision, to, by=by, table=MOVES, event=f"decision.{to}") as move:
        move.row.public_note = note
    return decision


def resume_decision(decision: Decision, *, by: User) -> Decision:
    """Take a suspended matter up again. Raises NotPermitted, InvalidMove, Conflict."""
    if not can_stop(by, decision):
        raise NotPermitted(_("Only an editor may take a matter up again."))
    table = {Status.SUSPENDED: [Status.UNDER_WAY]}
    with transition(decision, Status.UNDER_WAY, by=by, table=table, event="decision.resumed") as move:
        move.row.public_note = ""
    return decision


class Listed(NamedTuple):
    """One row of the yearly list as it is handed in."""

    matter: str
    procedure: str
    unit: str
    planned: str
    ways: str
    decision: Decision | None = None


def draft_list(
    department: Department,
    year: int,
    items: Sequence[Listed],
    *,
    by: User,
    seen: ParticipationList | None = None,
) -> ParticipationList:
    """Draw up or rewrite the draft of a department's yearly list; a published one gets a new edition.

    `seen` is the newest edition as the writer saw it, None when there was none. Raises NotPermitted, Invalid,
    Overwritten when somebody else has drawn it up meanwhile.
    """
    if not can_draft_list(by, department):
        raise NotPermitted(_("Only a drafter of the department draws up its list."))
    for n, item in enumerate(items, 1):
        if not all(plain(text) for text in item[:5]):
            message = _("Row %(row)d is not complete.") % {"row": n}
            raise Invalid(message, errors={"items": [message]})
    with transaction.atomic():
        lock(department)
        draft = _draft_to_write(department, year, seen, by)
        with edit(draft, by=by, act="participation_list.drafted", fields=["created_by"]) as change:
            change.row.created_by, change.is_changed = by, True
            _write_items(change.row, items)
            change.note["items"] = len(items)
    return draft


def _draft_to_write(
    department: Department, year: int, seen: ParticipationList | None, by: User
) -> ParticipationList:
    """The newest edition if it is a draft, else a new edition; the writer has seen the newest."""
    last = ParticipationList.objects.filter(department=department, year=year).order_by("-edition").first()
    seen = as_seen(last, seen)
    if seen is not None and seen.status == ParticipationList.Status.DRAFT:
        return seen
    edition = last.edition + 1 if last else 1
    return ParticipationList.objects.create(department=department, year=year, edition=edition, created_by=by)


def _write_items(row: ParticipationList, items: Sequence[Listed]) -> None:
    row.items.all().delete()
    ParticipationItem.objects.bulk_create(
        ParticipationItem(
            list=row, ordinal=n, matter=plain(item.matter)[:300], procedure=plain(item.procedure)[:300],
            unit=plain(item.unit)[:160], planned=plain(item.planned)[:60], ways=plain(item.ways)[:300],
            decision=item.decision,
        )
        for n, item in enumerate(items, 1)
    )  # fmt: skip


def publish_list(participation_list: ParticipationList, *, by: User) -> ParticipationList:
    """Publish a yearly list; earlier editions stay readable. Raises NotPermitted for whoever drew it up, Conflict."""
    row = participation_list
    if not can_publish_list(by, row) or has_done(by, row, "participation_list.drafted"):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    table = {"draft": ["published"]}
    with transition(row, "published", by=by, table=table, event="participation_list.published") as move:
        if not move.row.items.exists():
            raise InvalidMove(_("The list is empty."))
        move.row.published_at = clock.now()
    return row


def _handling(decision: Decision, stage: str, by: User, *, beginning: bool = False) -> None:
    if stage not in Stage.values:
        raise Invalid(_("There is no such stage."), errors={"stage": [_("There is no such stage.")]})
    concluding_law = stage == Stage.LEGALITY_REVIEW and not beginning
    if not (can_review_law if concluding_law else can_handle)(by, decision):
        raise NotPermitted(_("This stage is recorded by another office."))


def _under_way(decision: Decision) -> None:
    if decision.status not in (Status.UNDER_WAY, Status.DECIDED):
        raise InvalidMove(_("This matter is not under way."))
