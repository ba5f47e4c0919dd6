"""The rounds of a stage, as the rooms of the dossier ask for them, and what the stage is called."""

from django.utils.translation import pgettext

from consultations.decisions.models import Decision, DecisionStage

Stage = DecisionStage.Stage


def latest(decision: Decision, stage: str) -> DecisionStage | None:
    """The newest round of a stage."""
    rounds = [row for row in decision.stages.all() if row.stage == stage]
    return max(rounds, key=lambda row: row.round, default=None)


def name_of(stage: str, kind: str) -> str:
    """What a stage of a matter of this kind is called: a normative document has 合法性审核, all else 合法性审查."""
    if stage == Stage.LEGALITY_REVIEW and kind == Decision.Kind.NORMATIVE_DOCUMENT:
        return pgettext("normative document", "Legality review")
    return str(Stage(stage).label)
