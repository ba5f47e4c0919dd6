"""What steps, deadlines, audit and ledger keep of one synthetic question, act by act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from frontend.load.batches import Record
from frontend.load.question_plans import QuestionPlan, Unit
from participation import clock
from participation.accounts.models import Department, User
from participation.deadlines.actions import Approval, event_of, note_of
from participation.deadlines.models import DeadlineEvent, TimeRequest
from participation.deadlines.requests import note_of_request
from participation.ledger.audit import entry_of
from participation.ledger.leaves import leaf_of
from participation.ledger.receipts import receipt_of
from responses.models import Question, QuestionStep, Reply

Status, Kind = Question.Status, DeadlineEvent.Kind


@dataclass
class Acts:
    """Gathers what the acts of one batch write beside the rows themselves."""

    county: Department
    router: User
    pauses: Mapping[int, TimeRequest] = field(default_factory=dict)  # by their deadlines
    kept: Record = field(default_factory=Record)
    steps: list[QuestionStep] = field(default_factory=list)
    events: list[DeadlineEvent] = field(default_factory=list)

    def step(
        self, row: Question, step: str, department: Department | None = None, note: str = "", **data: object
    ) -> None:
        """One step that everybody may read."""
        self.steps.append(
            QuestionStep(question=row, at=clock.now(), step=step, department=department, note=note, data=data)
        )

    def move_deadline(
        self,
        row: Question,
        kind: DeadlineEvent.Kind,
        by: User,
        old: str,
        new: str,
        reason: str = "",
        approval: Approval | None = None,
    ) -> None:
        """One move of its clock, which leaves the due day where it is."""
        deadline = row.deadline
        assert deadline is not None
        due = deadline.due_on
        on = clock.today()
        self.events.append(
            event_of(deadline, kind, by=by, on=on, reason=reason, before=due, approval=approval)
        )
        note = note_of(deadline, reason, due)
        self.audit(f"deadline.{kind}", deadline, by, old, new, note)

    def audit(
        self, act: str, row: object, by: User | None, old: str = "", new: str = "", note: object = None
    ) -> None:
        """One entry."""
        self.kept.entries.append(entry_of(act, row, by=by, old=old, new=new, note=note))  # type: ignore[arg-type]


def record_question(acts: Acts, plan: QuestionPlan, row: Question, reply: Reply | None) -> None:
    """Everything that happened with it, in order."""
    _submitted(acts, plan, row)
    if plan.merged_at and plan.into:
        with clock.at(plan.merged_at):
            _closed(acts, row, acts.router)
            into = row.merged_into
            assert into is not None
            acts.step(row, "merged", into.department, into=into.number)
            acts.audit("question.merged", row, acts.router, Status.SUBMITTED, Status.MERGED)
    if plan.assigned_at:
        _assigned(acts, plan, row, plan.assigned_at)
    if reply is not None:
        _replied(acts, plan, row, reply)


def _submitted(acts: Acts, plan: QuestionPlan, row: Question) -> None:
    assert row.deadline is not None
    with clock.at(plan.submitted_at):
        on = row.deadline.started_on
        acts.events.append(event_of(row.deadline, Kind.STARTED, by=None, on=on, before=None))
        acts.step(row, "submitted")
        acts.audit("question.received", row, None, new=Status.SUBMITTED)
        leaf = leaf_of("question", row, step="first")
        acts.kept.leaves.append(leaf)
        acts.kept.receipts.append(receipt_of(row.number, "question", row.pk, leaf))


def _assigned(acts: Acts, plan: QuestionPlan, row: Question, at: datetime) -> None:
    assert plan.unit is not None
    unit, proposed = plan.unit, plan.clause.document.department if plan.clause else None
    with clock.at(at):
        if (proposed or acts.county) != unit.department:
            acts.move_deadline(row, Kind.HANDED_OVER, acts.router, "running", "running")
        acts.step(row, "assigned", unit.department, plan.assign_note)
        note = {"from": proposed.pk if proposed else None, "to": unit.department.pk}
        acts.audit("question.assigned", row, acts.router, Status.SUBMITTED, Status.ASSIGNED, note)
    if plan.paused_at:
        with clock.at(plan.paused_at):
            _paused(acts, plan, row, unit)
    if plan.declined_at:
        with clock.at(plan.declined_at):
            _closed(acts, row, unit.answerer)
            acts.step(row, "declined", unit.department, plan.said)
            acts.audit("question.declined", row, unit.answerer, Status.ASSIGNED, Status.DECLINED)


def _paused(acts: Acts, plan: QuestionPlan, row: Question, unit: Unit) -> None:
    assert row.deadline is not None and plan.paused_until is not None
    request = acts.pauses[row.deadline.pk]
    note, waiting = note_of_request(request), TimeRequest.Status.WAITING
    acts.audit("timerequest.asked", request, unit.answerer, new=waiting, note=note)
    approval = Approval(unit.reviewer, None)
    acts.move_deadline(row, Kind.PAUSED, unit.answerer, "running", "paused", plan.said, approval)
    acts.audit("timerequest.granted", request, unit.reviewer, waiting, request.status, note)
    data = {"ground": request.ground, "until": plan.paused_until.isoformat()}
    acts.step(row, "paused", unit.department, plan.said, **data)
    acts.audit("question.paused", row, unit.reviewer, Status.ASSIGNED, Status.PAUSED)


def _replied(acts: Acts, plan: QuestionPlan, row: Question, reply: Reply) -> None:
    assert plan.unit is not None and plan.drafted_at is not None
    unit, draft, sent = plan.unit, Reply.Status.DRAFT, Reply.Status.SUBMITTED
    with clock.at(plan.drafted_at):
        acts.audit("reply.drafted", reply, unit.answerer, note={"old": {"body": ""}})
    if plan.sent_at:
        with clock.at(plan.sent_at):
            acts.audit("reply.submitted", reply, unit.answerer, draft, sent)
    if plan.answered_at:
        with clock.at(plan.answered_at):
            _closed(acts, row, unit.reviewer)
            acts.step(row, "answered", unit.department)
            acts.audit("question.answered", row, unit.reviewer, Status.ASSIGNED, Status.ANSWERED)
            acts.audit("reply.published", reply, unit.reviewer, sent, Reply.Status.PUBLISHED)
            acts.kept.leaves.append(leaf_of("reply", reply, step="first"))
    if plan.rated_at:
        with clock.at(plan.rated_at):
            old = {"rating": None, **({"rating_note": ""} if plan.rating_note else {})}
            acts.audit("question.rated", row, None, note={"old": old, "rating": plan.rating})


def _closed(acts: Acts, row: Question, by: User) -> None:
    acts.move_deadline(row, Kind.STOPPED, by, "running", "stopped")
