"""Leaving a stage out: on a ground that the law has, said in public, agreed to by a second person."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions import gates
from consultations.decisions.following import decide
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.models import Decision, DecisionStage, ParticipationItem, ParticipationList
from consultations.decisions.nature import notices_of, traits_of
from consultations.decisions.policies import can_confirm_waiver, can_handle, can_refuse_waiver
from consultations.decisions.stages import check_stage, check_under_way
from consultations.notices.floors import floors
from participation import clock
from participation.accounts.models import User
from participation.delivery.outbox import emit
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import one_line, plain
from participation.text.reasons import is_name, is_reason, reason_wanted
from participation.transitions import transition

Stage = DecisionStage.Stage
Status = DecisionStage.Status
Ground = DecisionStage.Ground
SECOND_AGREES = gettext_lazy("A second person agrees: an editor or reviewer who did not propose it.")
GROUNDS = {
    Ground.NOT_PUBLIC: (Stage.PUBLIC_PARTICIPATION, Stage.PUBLICATION),
    Ground.OWN_DUTIES_ONLY: (Stage.AGENCY_CONSULTATION,),
    Ground.NO_HEARING_DUE: (Stage.HEARING,),
    Ground.NOT_TECHNICAL: (Stage.EXPERT_REVIEW,),
    Ground.NO_ADVERSE_EFFECT: (Stage.RISK_ASSESSMENT,),
    Ground.ASSESSED_ALREADY: (Stage.RISK_ASSESSMENT,),
    Ground.NO_BUSINESS: (Stage.FAIR_COMPETITION_REVIEW,),
}


NAMED = {
    Ground.ASSESSED_ALREADY: gettext_lazy("Name the report in which the risk was assessed, with its day."),
    Ground.NOT_PUBLIC: gettext_lazy(
        "Name the opinion of the secrecy review, or the provision that forbids to publish it."
    ),
}


def grounds_for(stage: str) -> list[Ground]:
    """The grounds on which this stage may be left out; none for a stage that no decision goes without."""
    return [ground for ground, stages in GROUNDS.items() if stage in stages]


def grounds_left(decision: Decision, stage: str) -> list[Ground]:
    """Those of them that nothing in the dossier contradicts."""
    return [ground for ground in grounds_for(stage) if not _contradiction(decision, ground)]


def waive_stage(
    decision: Decision, stage: str, *, by: User, ground: str, public_note: str, document_name: str = ""
) -> DecisionStage:
    """Propose that a stage is not needed; it counts once a second person has agreed.

    Raises InvalidMove (a stage that no decision goes without), Invalid (a ground that this stage does not have or that
    the dossier contradicts, a note that explains nothing, an earlier assessment without its report), NotPermitted,
    Conflict.
    """
    offered = grounds_for(check_stage(stage))
    if not can_handle(by, decision):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    if not offered:
        raise InvalidMove(_("No decision goes without this stage."))
    note, document = plain(public_note), one_line(document_name)[:200]
    with transaction.atomic():
        locked = lock(decision)
        check_under_way(locked)
        last = _open_to_waiving(locked, stage)
        if errors := _errors(locked, ground, offered, note, document):
            raise Invalid(_("It cannot be left out like this."), errors=errors)
        row = DecisionStage.objects.create(
            decision=locked, stage=stage, round=last.round + 1 if last else 1, begun_on=clock.today(),
            status=Status.PROPOSED, ground=ground, public_note=note, entered_by=by,
            document_name=document if ground in NAMED else "",
        )  # fmt: skip
        record("decision.waiver_proposed", locked, by=by, note={"stage": stage, "ground": ground})
        emit("decision.waiver_proposed", row, by=by)
    return row


def confirm_waiver(row: DecisionStage, *, by: User) -> DecisionStage:
    """A second person agrees: the stage is not needed, and everybody reads why.

    Where it is the publication itself, the matter is decided with it. Raises NotPermitted for who proposed it,
    Incomplete, Conflict.
    """
    if not can_confirm_waiver(by, row):
        raise NotPermitted(SECOND_AGREES)
    table = {Status.PROPOSED: [Status.NOT_NEEDED]}
    with transition(
        row,
        Status.NOT_NEEDED,
        by=by,
        table=table,
        event="decision.stage_waived",
        under=row.decision,
        leaf="stage",
    ) as move:
        check_under_way(move.parent)
        if contradiction := _contradiction(move.parent, Ground(row.ground)):
            raise Incomplete(contradiction, errors={"ground": [contradiction]})
        move.row.confirmed_by, move.row.done_on = by, clock.today()
        move.note.update({"decision": row.decision_id, "stage": row.stage, "ground": row.ground})
        if row.stage == Stage.PUBLICATION:
            asked = [gate for gate in gates.gates(move.parent, Stage.PUBLICATION) if gate.field != "document"]
            gates.require(asked, _("This stage cannot be taken yet."))
            decide(move.parent, by=by)
    return row


def refuse_waiver(row: DecisionStage, *, by: User) -> DecisionStage:
    """The stage is needed after all: said by who could have agreed, or taken back by who proposed it."""
    if not can_refuse_waiver(by, row):
        raise NotPermitted(_("Only who could agree to it, or proposed it, may refuse it."))
    table = {Status.PROPOSED: [Status.REFUSED]}
    with transition(
        row, Status.REFUSED, by=by, table=table, event="decision.waiver_refused", under=row.decision
    ) as move:
        move.note.update({"decision": row.decision_id, "stage": row.stage})
    return row


def _open_to_waiving(locked: Decision, stage: str) -> DecisionStage | None:
    last = gates.latest(locked, stage)
    if last is not None and last.status == Status.PROPOSED:
        raise Conflict(_("It was said not to be needed, and that waits for a second person."))
    held = notices_of(locked).filter(published_at__isnull=False).exists()
    if (last is not None and last.status in (Status.BEGUN, Status.DONE)) or (
        stage == Stage.PUBLIC_PARTICIPATION and held
    ):
        raise InvalidMove(_("This stage has been begun: it is not left out any more."))
    return last


def _errors(
    locked: Decision, ground: str, offered: list[Ground], note: str, document: str
) -> dict[str, list[Message]]:
    errors: dict[str, list[Message]] = {}
    if ground not in offered:
        errors["ground"] = [_("Choose one of the grounds that the law has for this stage.")]
    elif contradiction := _contradiction(locked, Ground(ground)):
        errors["ground"] = [contradiction]
    if not is_reason(note):
        errors["public_note"] = [reason_wanted()]
    undated = ground == Ground.ASSESSED_ALREADY and not any(each.isdigit() for each in document)
    if ground in NAMED and (undated or not is_name(document)):
        errors["document_name"] = [str(NAMED[Ground(ground)])]
    return errors


def _contradiction(locked: Decision, ground: Ground) -> str:
    """What the dossier says to the contrary."""
    marked = {
        Ground.NOT_TECHNICAL: locked.is_technical,
        Ground.NO_ADVERSE_EFFECT: locked.is_risky,
        Ground.NO_BUSINESS: locked.affects_business,
    }
    if marked.get(ground):
        return _("The dossier says the contrary of this ground.")
    if ground == Ground.NOT_PUBLIC and _is_public_already(locked):
        return _("It was put to the public already, or promised to be.")
    if ground == Ground.NOT_PUBLIC and locked.kind != Decision.Kind.MAJOR_DECISION:
        return _("Only a major decision may be kept from the public: what is not published binds nobody.")
    if ground == Ground.NOT_PUBLIC and (law := _announced_by_law(locked)):
        return _("The law has it announced to everybody: %(basis)s") % {"basis": law}
    if ground == Ground.NO_HEARING_DUE and (due := hearing_is_due(locked)):
        return due[0].reason
    return ""


def _announced_by_law(locked: Decision) -> str:
    """The provision by which plans, land and houses are announced, in a period that nobody shortens."""
    return next((each.basis for each in floors(traits_of(locked)) if each.shortening == "none"), "")


def _is_public_already(locked: Decision) -> bool:
    """Whether a notice of it is out, or a published list opens it to the public."""
    promises = Q(list__kind=ParticipationList.Kind.PARTICIPATION)
    promises |= Q(procedure__contains="公众参与") | Q(procedure__contains="征求意见") | Q(has_hearing=True)
    listed = ParticipationItem.objects.filter(
        promises, decision=locked, list__status=ParticipationList.Status.PUBLISHED
    )
    return notices_of(locked).filter(published_at__isnull=False).exists() or listed.exists()
