"""Who records a stage: the one table that policies, forms and pages read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.models import Decision, DecisionStage
from participation.accounts.models import Department
from participation.accounts.queries import Duty, Role, special_unit
from participation.accounts.special_units import UNNAMED
from participation.errors import NotPermitted

Stage = DecisionStage.Stage


@dataclass(frozen=True, slots=True)
class Recorder:
    """Whose people record a stage: those of the unit with this duty or, without one, of the lead unit."""

    role: str = Role.DRAFTER
    duty: Duty | None = None


LEAD = Recorder()
LEGALITY = Recorder(Role.REVIEWER, Duty.LEGALITY_REVIEW)
OFFICE = Recorder(Role.DRAFTER, Duty.GOVERNMENT_OFFICE)
MARKET = Recorder(Role.DRAFTER, Duty.MARKET_SUPERVISION)
RECORDERS = {
    Stage.INITIATION: OFFICE,  # 713-10, 11: the organ decides to start, and which unit is in charge
    Stage.DRAFTING: LEAD,
    Stage.AGENCY_CONSULTATION: LEAD,
    Stage.EXPERT_REVIEW: LEAD,
    Stage.RISK_ASSESSMENT: LEAD,
    Stage.FAIR_COMPETITION_REVIEW: MARKET,  # 783-14; a unit's own document: 783-13
    Stage.LEGALITY_REVIEW: LEGALITY,  # 713-25, 28
    Stage.COLLECTIVE_DECISION: OFFICE,  # 713-30
    Stage.PARTY_REPORT: OFFICE,  # 713-31
    Stage.ARCHIVING: LEAD,
    Stage.IMPLEMENTATION: LEAD,
    Stage.POST_EVALUATION: OFFICE,  # 713-36: the organ has it evaluated
}
# a document that the lead unit decides and issues by itself: the unit is the organ
BY_THE_UNIT = (
    Stage.INITIATION, Stage.FAIR_COMPETITION_REVIEW, Stage.COLLECTIVE_DECISION, Stage.POST_EVALUATION,
)  # fmt: skip
SIDES = {
    None: gettext_lazy("the lead unit"),
    Duty.LEGALITY_REVIEW: gettext_lazy("the legality-review unit"),
    Duty.GOVERNMENT_OFFICE: gettext_lazy("the government office"),
    Duty.MARKET_SUPERVISION: gettext_lazy("the market-supervision unit"),
}


def recorder_of(decision: Decision, stage: str) -> Recorder:
    """Who records this stage of this matter."""
    if decision.is_units_own and stage in BY_THE_UNIT:
        return LEAD
    return RECORDERS.get(Stage(stage), LEAD)


def unit_of(decision: Decision, recorder: Recorder) -> Department | None:
    """The department whose people record; None while the county has not named it."""
    return special_unit(recorder.duty) if recorder.duty else decision.department


def leads_itself(decision: Decision, unit: Department) -> bool:
    """Whether the unit with the duty, or something beneath it, is the lead unit of the matter."""
    return unit.covers(decision.department)


def unnamed(decision: Decision, stage: str) -> str:
    """The sentence on a unit that this stage needs and that the county has not named; empty when there is none."""
    duty = recorder_of(decision, stage).duty
    return str(UNNAMED[duty]) if duty and special_unit(duty) is None else ""


def refused(decision: Decision, stage: str) -> NotPermitted:
    """Why somebody may not record this stage: nobody is named for it, or somebody else is."""
    if message := unnamed(decision, stage):
        return NotPermitted(message)
    recorder = recorder_of(decision, stage)
    unit = unit_of(decision, recorder)
    return NotPermitted(
        _("This stage is recorded by %(side)s (%(unit)s), by somebody who did not prepare the matter.")
        % {"side": SIDES[recorder.duty], "unit": unit}
        if recorder.duty
        else _("This stage is recorded by a drafter of the lead unit.")
    )
