"""What a matter needs by its nature: experts, a risk found controllable, a review for competition."""

from datetime import date

from django.utils.translation import gettext as _

from consultations.decisions.bases import basis_of
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.rounds import latest
from consultations.decisions.texts import are_covered, texts_of
from consultations.notices.gates import Gate
from participation.deadlines.rulebook import rule

Stage = DecisionStage.Stage
Status = DecisionStage.Status
Result = DecisionStage.Result


def of_its_nature(decision: Decision) -> list[Gate]:
    """Experts, risk, competition: what the dossier says that it is."""
    asked = []
    if decision.is_technical:
        asked.append(
            done(decision, Stage.EXPERT_REVIEW, _("The expert opinions are missing."),
                  _("The expert opinions are there"), rule("A17").basis)
        )  # fmt: skip
    if decision.is_risky or _found(decision, Stage.RISK_ASSESSMENT, Result.UNCONTROLLABLE):
        asked.append(_risk(decision))
    if decision.affects_business or _found(decision, Stage.FAIR_COMPETITION_REVIEW, Result.NOT_COMPLIANT):
        asked.append(_competition(decision))
    return asked


def _found(decision: Decision, stage: Stage, result: Result) -> bool:
    """A bad result stays one, whatever the dossier says of the matter since."""
    row = latest(decision, stage)
    return row is not None and row.status == Status.DONE and row.result == result


# What was found wanting, what would be well, and whether another day is change enough where the text is the same:
# a meeting discusses again, a risk is made less; what is against the law is so on every day.
SECOND_LOOKS: dict[str, tuple[set[str], set[str], bool]] = {
    Stage.RISK_ASSESSMENT: ({Result.UNCONTROLLABLE}, {Result.CONTROLLABLE}, True),
    Stage.FAIR_COMPETITION_REVIEW: ({Result.NOT_COMPLIANT}, {Result.COMPLIANT}, False),
    Stage.LEGALITY_REVIEW: (
        {Result.UNLAWFUL, Result.TO_BE_CHANGED}, {Result.LAWFUL, Result.EXPLORATORY}, False,
    ),
    Stage.COLLECTIVE_DECISION: ({Result.NOT_PASSED, Result.DISCUSS_AGAIN, Result.TO_BE_CHANGED}, {Result.PASSED}, True),
}  # fmt: skip


def on_second_look(decision: Decision, stage: str, result: str, on: date) -> list[Gate]:
    """What was found wanting is not well the next minute: its text was changed, or it is another day."""
    bad, good, another_day = SECOND_LOOKS.get(stage, (set(), set(), False))
    rows = decision.stages.filter(stage=stage, status=Status.DONE, result__in=bad).order_by("-round")
    texts = texts_of(decision) if result in good else None
    before = (
        next((row for row in rows if _is_unchanged(row.texts, texts)), None) if texts is not None else None
    )
    if before is None:
        return []
    message = _("The same text was found “%(result)s” before: it is changed first.")
    if another_day:
        message = _(
            "The same text was found “%(result)s” on this day: it is changed, or looked at on another day."
        )
    later = another_day and before.done_on is not None and on > before.done_on
    basis = basis_of(decision, Stage(stage))
    return [Gate("result", message % {"result": before.get_result_display()}, basis, later, "")]


def _is_unchanged(found: dict[str, str] | None, texts: dict[str, str]) -> bool:
    """Whether all that was found wanting is there as it was, whatever was tied to the matter beside it."""
    return found is None or found.items() <= texts.items()


def _risk(decision: Decision) -> Gate:
    row = latest(decision, Stage.RISK_ASSESSMENT)
    good = row is not None and row.status == Status.DONE and row.result == Result.CONTROLLABLE
    if (
        row is not None
        and row.status == Status.NOT_NEEDED
        and row.ground == DecisionStage.Ground.ASSESSED_ALREADY
    ):
        return Gate(Stage.RISK_ASSESSMENT, "", rule("A23").basis, True, str(row.get_ground_display()))
    message, holds = _("No risk report finds the risk controllable."), _("The risk is found controllable")
    return Gate(Stage.RISK_ASSESSMENT, message, rule("A23").basis, good, holds)


def _competition(decision: Decision) -> Gate:
    """Reviewed, and compliant or under an exception (decree 783, articles 12 and 18); rounds without a result are older
    than these."""
    row = latest(decision, Stage.FAIR_COMPETITION_REVIEW)
    result = row.result if row is not None and row.status == Status.DONE else None
    same = row is None or are_covered(texts_of(decision), row)
    message = (
        _("The fair-competition review finds it not compliant: it may not be issued.")
        if result == Result.NOT_COMPLIANT
        else _("The fair-competition review is missing.")
        if same
        else _("No text lay before the fair-competition review: it reviews the draft.")
        if row is not None and not row.texts
        else _("The text was changed after the fair-competition review: it is reviewed anew.")
    )
    holds = (
        _("Reviewed for fair competition: issued under an exception, for the term named")
        if result == Result.EXCEPTED
        else _("The fair-competition review is there")
    )
    good = result in (Result.COMPLIANT, Result.EXCEPTED, Result.NONE) and same
    return Gate(
        Stage.FAIR_COMPETITION_REVIEW, message, basis_of(decision, Stage.FAIR_COMPETITION_REVIEW), good, holds
    )


def done(decision: Decision, stage: Stage, words: str, holds: str, basis: str) -> Gate:
    row = latest(decision, stage)
    return Gate(stage, words, basis, row is not None and row.status == Status.DONE, holds)
