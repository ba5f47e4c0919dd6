"""The rounds of a stage, as the rooms of the dossier ask for them, and what the stage is called."""

from django.utils.translation import pgettext

from consultations.decisions.models import Decision, DecisionStage

Stage = DecisionStage.Stage
Result = DecisionStage.Result
# after these the matter lies with the lead unit again, which changes or completes it and sends it anew
SENT_BACK = {
    Stage.LEGALITY_REVIEW: (Result.TO_BE_CHANGED, Result.UNLAWFUL, Result.RETURNED),
    Stage.COLLECTIVE_DECISION: (Result.TO_BE_CHANGED, Result.NOT_PASSED, Result.DISCUSS_AGAIN),
}


def latest(decision: Decision, stage: str) -> DecisionStage | None:
    """The newest round of a stage."""
    rounds = [row for row in decision.stages.all() if row.stage == stage]
    return max(rounds, key=lambda row: row.round, default=None)


def sent_back(decision: Decision) -> DecisionStage | None:
    """The round of the review of law or of the meeting after which the lead unit sends the matter anew; None where it
    has done so, or has nothing to send."""
    if decision.status != Decision.Status.UNDER_WAY:
        return None
    rounds = [row for row in decision.stages.all() if row.stage in SENT_BACK]
    last = max(rounds, key=lambda row: row.pk, default=None)
    if last is None or last.status != DecisionStage.Status.DONE:
        return None
    return last if last.result in SENT_BACK[Stage(last.stage)] else None


def lies_with_the_lead(decision: Decision) -> set[str]:
    """The stages that come next once the lead unit has sent the text anew: a review that is done and passes it no
    longer, a meeting that sent it back to be changed."""
    review, back = latest(decision, Stage.LEGALITY_REVIEW), sent_back(decision)
    found = {Stage.LEGALITY_REVIEW.value} if review and review.status == DecisionStage.Status.DONE else set()
    if back is not None and back.stage == Stage.COLLECTIVE_DECISION and back.result != Result.DISCUSS_AGAIN:
        found.add(Stage.COLLECTIVE_DECISION.value)
    return found


def name_of(stage: str, kind: str) -> str:
    """What a stage of a matter of this kind is called: a normative document has 合法性审核, all else 合法性审查."""
    if stage == Stage.LEGALITY_REVIEW and kind == Decision.Kind.NORMATIVE_DOCUMENT:
        return pgettext("normative document", "Legality review")
    return str(Stage(stage).label)
