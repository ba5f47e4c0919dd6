"""A decision read as its dossier shows it: the stages it has taken and still needs, and what the law misses."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from consultations.decisions.gates import gates
from consultations.decisions.hearings.due import hearing_is_due
from consultations.decisions.models import Decision, DecisionStage, ParticipationItem, ParticipationList
from consultations.decisions.texts import texts_of
from consultations.notices.gates import Gate

Stage = DecisionStage.Stage
Status = DecisionStage.Status
GATED = (Stage.HEARING, Stage.COLLECTIVE_DECISION, Stage.PUBLICATION)
ALWAYS = (
    Stage.INITIATION, Stage.DRAFTING, Stage.AGENCY_CONSULTATION, Stage.PUBLIC_PARTICIPATION, Stage.LEGALITY_REVIEW,
    Stage.COLLECTIVE_DECISION, Stage.PUBLICATION, Stage.INTERPRETATION, Stage.ARCHIVING,
)  # fmt: skip


class Standing(TextChoices):
    """Where one stage of a matter stands: what rail, lists, pages and the interface for machines all say."""

    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")
    UNDER_WAY = "under_way", _("Under way")
    TO_COME = "to_come", _("still to come")
    UNRECORDED = "unrecorded", _("not recorded here before the matter was decided")
    NOT_TAKEN = "not_taken", _("not taken: the matter ended without a decision")
    OPTIONAL = "optional", _("only if needed")


OVER = (Standing.DONE, Standing.NOT_NEEDED)
BY_STATUS = {
    Status.DONE: Standing.DONE,
    Status.NOT_NEEDED: Standing.NOT_NEEDED,
    Status.BEGUN: Standing.UNDER_WAY,
}
BEFORE_DECIDED = tuple(Stage)[: list(Stage).index(Stage.PUBLICATION) + 1]
INSIDE_ONLY = (DecisionStage.Status.PROPOSED, DecisionStage.Status.REFUSED)


@dataclass(frozen=True, slots=True)
class StageSteps:
    """One stage of a matter with its rounds, the oldest first; no rounds when it has not been begun."""

    stage: DecisionStage.Stage
    rounds: tuple[DecisionStage, ...] = ()

    @property
    def latest(self) -> DecisionStage | None:
        return self.rounds[-1] if self.rounds else None

    @property
    def state(self) -> str:
        """`done`, `begun`, `not_needed` or nothing."""
        return self.rounds[-1].status if self.rounds else ""

    @property
    def is_over(self) -> bool:
        return self.state in (Status.DONE, Status.NOT_NEEDED)


def needs(decision: Decision, stage: str) -> bool:
    """Whether the matter has to take this stage, by its nature."""
    if stage == Stage.HEARING:
        return bool(hearing_is_due(decision))
    return stage in ALWAYS or {
        Stage.EXPERT_REVIEW: decision.is_technical,
        Stage.RISK_ASSESSMENT: decision.is_risky,
        Stage.FAIR_COMPETITION_REVIEW: decision.affects_business,
        Stage.PARTY_REPORT: decision.kind == Decision.Kind.MAJOR_DECISION,
        Stage.IMPLEMENTATION: decision.kind == Decision.Kind.MAJOR_DECISION,
    }.get(Stage(stage), False)


def standing_of(decision: Decision, step: StageSteps) -> Standing:
    """Where the stage stands by its newest round; one that was not taken, by its nature and what became of the matter.

    A matter from before its stages were kept here was decided without them on record: nobody says they are to come.
    """
    if known := BY_STATUS.get(Status(step.state)) if step.state else None:
        return known
    if not needs(decision, step.stage):
        return Standing.OPTIONAL
    if decision.status == Decision.Status.TERMINATED:
        return Standing.NOT_TAKEN
    is_past = decision.status == Decision.Status.DECIDED and step.stage in BEFORE_DECIDED
    return Standing.UNRECORDED if is_past else Standing.TO_COME


def unrecorded(decision: Decision) -> list[DecisionStage.Stage]:
    """The stages that a decided matter had to take and that are not on record here."""
    steps = pipeline(decision)
    return [step.stage for step in steps if standing_of(decision, step) is Standing.UNRECORDED]


def pipeline(decision: Decision) -> list[StageSteps]:
    """Every stage in the order of the law; the stages are read once for all decisions that prefetched them."""
    taken: dict[str, list[DecisionStage]] = {}
    for row in sorted(decision.stages.all(), key=lambda row: row.round):
        taken.setdefault(row.stage, []).append(row)
    return [StageSteps(stage, tuple(taken.get(stage, ()))) for stage in Stage]


def way_of(decision: Decision) -> list[StageSteps]:
    """The stages it has taken or needs: what its public page shows, without what is only proposed."""
    steps = (StageSteps(step.stage, _public(step.rounds)) for step in pipeline(decision))
    return [step for step in steps if step.rounds or needs(decision, step.stage)]


def _public(rounds: Iterable[DecisionStage]) -> tuple[DecisionStage, ...]:
    return tuple(row for row in rounds if row.status not in INSIDE_ONLY)


def missing(decision: Decision) -> dict[Stage, list[Gate]]:
    """What the law asks for before each stage that is still to be taken, and is not there."""
    if decision.status not in (Decision.Status.DRAFT, Decision.Status.UNDER_WAY, Decision.Status.SUSPENDED):
        return {}
    over = {step.stage for step in pipeline(decision) if step.is_over}
    begun = {step.stage for step in pipeline(decision) if step.rounds}
    open_ones = [stage for stage in GATED if stage not in over and (needs(decision, stage) or stage in begun)]
    texts = texts_of(decision)
    found = {
        stage: [gate for gate in gates(decision, stage, texts=texts) if not gate.met] for stage in open_ones
    }
    return {stage: unmet for stage, unmet in found.items() if unmet}


def newly_missing(decision: Decision) -> dict[Stage, list[Gate]]:
    """The same for reading: before a later stage only what is not missing before an earlier one already."""
    said: set[tuple[str, str]] = set()
    found: dict[Stage, list[Gate]] = {}
    for stage, gates_of in missing(decision).items():
        if new := [gate for gate in gates_of if (gate.field, gate.words) not in said]:
            found[stage] = new
        said |= {(gate.field, gate.words) for gate in new}
    return found


def outstanding(decision: Decision) -> list[DecisionStage.Stage]:
    """The stages of a decided matter that come after the decision and are not taken yet."""
    if decision.status != Decision.Status.DECIDED:
        return []
    open_ones = (Standing.TO_COME, Standing.UNDER_WAY)
    later = [step for step in pipeline(decision) if step.stage not in BEFORE_DECIDED]
    return [step.stage for step in later if standing_of(decision, step) in open_ones]


def published_lists() -> QuerySet[ParticipationList]:
    """The published editions of the yearly lists, the newest year first."""
    rows = ParticipationList.objects.filter(status=ParticipationList.Status.PUBLISHED)
    return rows.select_related("department")


def newest_editions(rows: QuerySet[ParticipationList]) -> list[ParticipationList]:
    """Of each department and year the newest edition in `rows`, in their order."""
    newest: dict[tuple[int, int], ParticipationList] = {}
    for row in rows:
        known = newest.get((row.department_id, row.year))
        if known is None or row.edition > known.edition:
            newest[row.department_id, row.year] = row
    return list(newest.values())


def items_of(row: ParticipationList) -> QuerySet[ParticipationItem]:
    """The rows of a list, each with its decision."""
    return row.items.select_related("decision")
