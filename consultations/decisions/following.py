"""The stages that follow from what happened: a consultation that was held, a text that was published."""

from datetime import date

from django.db import transaction

from consultations.decisions import gates
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.nature import matters_of
from consultations.decisions.stages import closing_round
from consultations.documents.models import Document
from consultations.notices.models import Consultation
from participation import clock
from participation.accounts.models import User
from participation.delivery.registry import Payload, on
from participation.ledger.audit import record
from participation.ledger.leaves import commit
from participation.locks import lock
from participation.transitions import transition

Stage = DecisionStage.Stage
Status = DecisionStage.Status


@on(
    "consultation.published", "consultation.concluded", "consultation.reopened", "consultation.withdrawn",
    name="decisions.follow_participation",
)  # fmt: skip
def after_consultation(event: Payload) -> None:
    """Something became of a consultation: its matters follow, those of its text too."""
    row = Consultation.objects.get(pk=event["object_id"])
    is_free = not row.decisions.exclude(status=Decision.Status.TERMINATED).exists()
    for decision in matters_of(row):
        if is_free and decision.status != Decision.Status.DECIDED:
            decision.consultations.add(row)
        follow_participation(decision, by=None)
        if event["name"] == "consultation.withdrawn":
            _decide_without(decision)


def _decide_without(decision: Decision) -> None:
    """A notice was given up: with the final texts of all the others public, the matter is decided."""
    with transaction.atomic():
        follow_publication(lock(decision), by=None)


def follow_participation(decision: Decision, *, by: User | None) -> None:
    """Public participation is under way while a consultation is, and done once feedback was given to all of them."""
    with transaction.atomic():
        locked = lock(decision)
        public = [row for row in locked.consultations.all() if row.published_at]
        last = gates.latest(locked, Stage.PUBLIC_PARTICIPATION)
        if not public or locked.status == Decision.Status.TERMINATED:
            return
        if last is not None and last.status == Status.PROPOSED:
            _needed_after_all(last, by)
        if gates.is_heard(locked):
            if last is None or last.status != Status.DONE:
                row = last if last and last.status == Status.BEGUN else _begun(locked, public, by)
                with closing_round(row, by=by) as done:
                    done.done_on = max(
                        clock.day_of(each.concluded_at) for each in public if each.concluded_at
                    )
        elif any(_goes_on(row) for row in public) and (last is None or last.status != Status.BEGUN):
            _begun(locked, [row for row in public if _goes_on(row)], by)
        elif last is not None and last.status == Status.BEGUN and all(_is_withdrawn(row) for row in public):
            _called_off(last, by)


def follow_publication(locked: Decision, *, by: User | None) -> None:
    """Every text of the matter is published as it was decided: it is decided. On a locked row."""
    if locked.status == Decision.Status.UNDER_WAY and all(
        gate.met for gate in gates.gates(locked, Stage.PUBLICATION)
    ):
        note_done(locked, Stage.PUBLICATION, on=clock.today(), by=by)
        decide(locked, by=by)


def follow_interpretation(document: Document, *, on: date) -> None:
    """An interpretation of what was decided is published: its matters note it, each once."""
    for decision in Decision.objects.filter(documents=document) | Decision.objects.filter(
        consultations__document=document
    ):
        with transaction.atomic():
            locked = lock(decision)
            last = gates.latest(locked, Stage.INTERPRETATION)
            if locked.status == Decision.Status.DECIDED and (last is None or last.status != Status.DONE):
                note_done(locked, Stage.INTERPRETATION, on=on, by=None)


def note_done(locked: Decision, stage: Stage, *, on: date, by: User | None) -> DecisionStage:
    """Write a round that was begun and done in one."""
    last = gates.latest(locked, stage)
    row = DecisionStage.objects.create(
        decision=locked, stage=stage, round=last.round + 1 if last else 1, begun_on=on, done_on=on,
        status=Status.DONE, entered_by=by,
    )  # fmt: skip
    record("decision.stage_done", row, by=by, note={"decision": locked.pk, "stage": stage, "result": ""})
    commit("stage", row)
    return row


def decide(locked: Decision, *, by: User | None) -> None:
    """The matter is decided; carrying out and evaluation may follow."""
    table = {Decision.Status.UNDER_WAY: [Decision.Status.DECIDED]}
    with transition(
        locked, Decision.Status.DECIDED, by=by, table=table, event="decision.decided", leaf="decision"
    ):
        pass


def _begun(locked: Decision, rows: list[Consultation], by: User | None) -> DecisionStage:
    """A round that began with the first of these notices, whatever round came before."""
    last = gates.latest(locked, Stage.PUBLIC_PARTICIPATION)
    on = min(clock.day_of(row.published_at) for row in rows if row.published_at)
    row = DecisionStage.objects.create(
        decision=locked, stage=Stage.PUBLIC_PARTICIPATION, round=last.round + 1 if last else 1, begun_on=on,
        entered_by=by,
    )  # fmt: skip
    record(
        "decision.stage_begun", locked, by=by, note={"stage": Stage.PUBLIC_PARTICIPATION, "round": row.round}
    )
    commit("stage", row)
    return row


def _goes_on(row: Consultation) -> bool:
    return row.status in (Consultation.Status.PUBLISHED, Consultation.Status.SUSPENDED)


def _is_withdrawn(row: Consultation) -> bool:
    return row.status == Consultation.Status.WITHDRAWN


def _called_off(row: DecisionStage, by: User | None) -> None:
    """Every notice of this round was withdrawn: it counts for nothing, and another one may begin."""
    table = {Status.BEGUN: [Status.CALLED_OFF]}
    with transition(
        row, Status.CALLED_OFF, by=by, table=table, event="decision.stage_called_off", leaf="stage"
    ) as move:
        move.row.done_on = clock.today()
        move.note.update({"decision": row.decision_id, "stage": row.stage})


def _needed_after_all(row: DecisionStage, by: User | None) -> None:
    """It was proposed to leave participation out; a notice is out now, so the proposal is moot."""
    table = {Status.PROPOSED: [Status.REFUSED]}
    with transition(row, Status.REFUSED, by=by, table=table, event="decision.waiver_refused") as move:
        move.note.update({"decision": row.decision_id, "stage": row.stage})
