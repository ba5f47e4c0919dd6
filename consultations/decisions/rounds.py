"""The rounds of a stage, as the rooms of the dossier ask for them."""

from consultations.decisions.models import Decision, DecisionStage


def latest(decision: Decision, stage: str) -> DecisionStage | None:
    """The newest round of a stage."""
    rounds = [row for row in decision.stages.all() if row.stage == stage]
    return max(rounds, key=lambda row: row.round, default=None)
