"""What the law asks for before a stage may be taken (decree 713); the desk's checklist and the refusal say the same."""

from datetime import date

from django.utils.translation import gettext as _

from consultations.decisions.models import Decision, DecisionStage
from consultations.notices.gates import Gate
from consultations.notices.models import Consultation
from participation.deadlines.rulebook import rule
from participation.errors import Incomplete

Stage = DecisionStage.Stage
Result = DecisionStage.Result


def gates(decision: Decision, stage: str, on: date | None = None) -> list[Gate]:
    """Everything asked for before `stage` may be taken (on the day `on`, for a hearing or a meeting)."""
    own = {
        Stage.HEARING: _before_hearing,
        Stage.COLLECTIVE_DECISION: _before_meeting,
        Stage.PUBLICATION: _before_publication,
    }.get(Stage(stage))
    return own(decision, on) if own else []


def require(decision: Decision, stage: str, on: date | None = None) -> None:
    """Raise Incomplete naming what is missing, each with its basis."""
    missing: dict[str, list[str]] = {}
    for gate in gates(decision, stage, on):
        if not gate.met:
            missing.setdefault(gate.field, []).append(
                f"{gate.words} ({gate.basis})" if gate.basis else gate.words
            )
    if missing:
        raise Incomplete(_("This stage cannot be taken yet."), errors=missing)


def latest(decision: Decision, stage: str) -> DecisionStage | None:
    """The newest round of a stage."""
    rounds = [row for row in decision.stages.all() if row.stage == stage]
    return max(rounds, key=lambda row: row.round, default=None)


def _before_hearing(decision: Decision, on: date | None) -> list[Gate]:
    law = rule("A4")
    row = latest(decision, Stage.HEARING)
    sent = row.begun_on if row else None
    early_enough = sent is not None and (on is None or on >= law.earliest_end(sent))
    message = _("The participants must have the materials at least %(amount)s before the hearing.")
    return [Gate("held_on", message % {"amount": law.amount}, law.basis, early_enough)]


def _before_meeting(decision: Decision, on: date | None) -> list[Gate]:
    dossier = rule("A12").basis
    asked = [
        Gate("public_participation", _("The public has not been heard, or its feedback is not published."),
             dossier, _public_heard(decision)),
    ]  # fmt: skip
    if decision.is_technical:
        asked.append(
            _done(decision, Stage.EXPERT_REVIEW, _("The expert opinions are missing."), rule("A17").basis)
        )
    if decision.is_risky:
        row = latest(decision, Stage.RISK_ASSESSMENT)
        good = row is not None and row.status == "done" and row.result == Result.CONTROLLABLE
        asked.append(
            Gate(Stage.RISK_ASSESSMENT, _("No risk report finds the risk controllable."), dossier, good)
        )
    if decision.affects_business:
        message = _("The fair-competition review is missing.")
        asked.append(_done(decision, Stage.FAIR_COMPETITION_REVIEW, message, rule("A20").basis))
    return [*asked, *_legality(decision, on)]


def _legality(decision: Decision, on: date | None) -> list[Gate]:
    row = latest(decision, Stage.LEGALITY_REVIEW)
    lawful = row is not None and row.status == "done" and row.result == Result.LAWFUL
    found = [Gate(Stage.LEGALITY_REVIEW, _("No legality review finds it lawful."), rule("A9").basis, lawful)]
    law = rule("A10" if decision.kind == Decision.Kind.MAJOR_DECISION else "A11")
    if row is not None and on is not None:
        message = _("The legality review must have at least %(amount)s before the meeting.") % {
            "amount": law.amount
        }
        found.append(Gate("held_on", message, law.basis, on >= law.earliest_end(row.begun_on)))
    return found


def _before_publication(decision: Decision, on: date | None) -> list[Gate]:
    row = latest(decision, Stage.COLLECTIVE_DECISION)
    passed = row is not None and row.status == "done" and row.result == Result.PASSED
    law = rule("A14")
    return [
        Gate(Stage.COLLECTIVE_DECISION, _("The meeting has not passed it."), rule("A9").basis, passed),
        Gate("public_participation", _("Say publicly what was adopted of people's comments."), law.basis,
             _public_heard(decision)),
    ]  # fmt: skip


def _public_heard(decision: Decision) -> bool:
    row = latest(decision, Stage.PUBLIC_PARTICIPATION)
    if row is not None and row.status == DecisionStage.Status.NOT_NEEDED:
        return True
    consultations = list(decision.consultations.all())
    finished = (Consultation.Status.CONCLUDED, Consultation.Status.WITHDRAWN)
    return any(each.status == Consultation.Status.CONCLUDED for each in consultations) and all(
        each.status in finished for each in consultations
    )


def _done(decision: Decision, stage: Stage, words: str, basis: str) -> Gate:
    row = latest(decision, stage)
    return Gate(stage, words, basis, row is not None and row.status == DecisionStage.Status.DONE)
