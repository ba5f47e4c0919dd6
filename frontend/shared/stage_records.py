"""What was recorded of a stage, for reading: its particulars in words, who records it and who confirmed it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.particulars import PARTICULARS, Particular
from consultations.decisions.queries import StageSteps
from consultations.decisions.recorders import SIDES, recorder_of, unit_of, unnamed
from consultations.decisions.stages import FOLLOWING, follows
from frontend.shared.dates import say_day
from participation.accounts.models import Department
from participation.accounts.queries import special_units
from participation.accounts.special_units import UNNAMED

Line = tuple[str, str, bool]  # label, words, whether everybody reads it


@dataclass(frozen=True, slots=True)
class Recording:
    """Who records a stage: which side, which unit; the sentence on a unit that is not named yet."""

    side: str
    unit: Department | None
    unnamed: str
    by_lead: bool


def recording_of(decision: Decision, step: StageSteps) -> Recording | None:
    """Who records it; nobody, where it follows by itself."""
    if follows(decision, step.stage):
        return None
    recorder = recorder_of(decision, step.stage)
    return Recording(
        str(SIDES[recorder.duty]), unit_of(decision, recorder), unnamed(decision, step.stage),
        by_lead=recorder.duty is None,
    )  # fmt: skip


def recorders_of(decision: Decision) -> dict[str, str]:
    """Who records each stage, in a sentence; of a unit that the county has not named, that none is. One query."""
    units, said = special_units(), {}
    for stage in DecisionStage.Stage:
        duty = recorder_of(decision, stage).duty
        if stage in FOLLOWING:
            continue
        if duty and duty not in units:
            said[stage.value] = str(UNNAMED[duty])
        else:
            side, unit = SIDES[duty], units[duty] if duty else decision.department
            said[stage.value] = _("Recorded by %(side)s: %(unit)s") % {"side": side, "unit": unit}
    return said


def lines_of(row: DecisionStage, *, inside: bool) -> list[Line]:
    """What was said of the round, line by line: once confirmed what is public, for those inside also the rest and what
    waits."""
    values: dict[str, Any] = row.particulars
    if inside and row.is_waiting and row.pending:
        values = row.pending["particulars"]
    asked = PARTICULARS.get(DecisionStage.Stage(row.stage), ())
    return [
        (str(each.label), _in_words(each, values[each.key]), each.public)
        for each in asked
        if each.key in values and (inside or each.public)
    ]


def _in_words(asked: Particular, value: Any) -> str:
    match asked.kind:
        case "tick":
            return _("yes")
        case "choice":
            return str(dict(asked.choices).get(value, value))
        case "day":
            return str(say_day(date.fromisoformat(value), "auto"))
    return str(value)
