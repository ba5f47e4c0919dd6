"""What waits for one person in many matters: stages to be recorded, records to be confirmed.

`policies` judges one matter at a time; this reads what it asks of the person once, and agrees with it.
"""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultations.decisions import policies
from consultations.decisions.gates import before_sending
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import StageSteps, Standing, pipeline, standing_of
from consultations.decisions.recorders import LEGALITY, Recorder, leads_itself, recorder_of
from consultations.decisions.rounds import sent_back
from consultations.decisions.stages import FOLLOWING
from consultations.decisions.texts import are_covered, texts_of
from consultations.decisions.writers import written_by
from participation.accounts.models import Department, User
from participation.accounts.queries import Role, departments_where, done_for, is_self, special_units
from participation.ledger.audit import hands_of
from participation.ledger.models import AuditEntry

Stage = DecisionStage.Stage
Status = DecisionStage.Status
Result = DecisionStage.Result
BEFORE_REVIEW = (
    Stage.INITIATION, Stage.DRAFTING, Stage.AGENCY_CONSULTATION, Stage.EXPERT_REVIEW, Stage.RISK_ASSESSMENT,
    Stage.FAIR_COMPETITION_REVIEW,
)  # fmt: skip
AFTER_REVIEW = (Stage.COLLECTIVE_DECISION, Stage.PARTY_REPORT)
PASSED_REVIEW = (DecisionStage.Result.LAWFUL, DecisionStage.Result.EXPLORATORY)


class Hands:
    """One person, asked about many matters: five queries in all, whatever their number.

    Where the legality-review unit leads a matter itself, the policy is asked, which reads that matter's own record.
    """

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def units(self) -> dict[str, Department]:
        """The special units by their duty."""
        return special_units()

    @cached_property
    def edited(self) -> set[int]:
        """The matters on which this person wrote."""
        hands = hands_of(self.user)
        wrote = Q(by__in=hands) | Q(on_behalf_of__in=hands)
        rows = AuditEntry.objects.filter(wrote, kind=Decision._meta.model_name, act__in=policies.PREPARED)
        return set(rows.values_list("object_id", flat=True))

    @cached_property
    def written(self) -> set[int]:
        """The matters of whose text, notice or feedback this person wrote anything."""
        return set(written_by(self.user, Decision.objects.all()).values_list("pk", flat=True))

    @cached_property
    def recorded_for(self) -> set[int]:
        """The stages that somebody recorded on behalf of this person, or of whom they stand in for."""
        rows = done_for(self.user).filter(kind=DecisionStage._meta.model_name, act=policies.RECORDED)
        return set(rows.values_list("object_id", flat=True))

    def records(self, decision: Decision, stage: str) -> bool:
        """As `policies.can_record`."""
        recorder = recorder_of(decision, stage)
        if recorder.duty is None:
            return policies.is_of_the_lead(self.user, decision, recorder.role)
        unit = self.units.get(recorder.duty)
        if recorder == LEGALITY and unit is not None and leads_itself(decision, unit):
            return policies.can_record(self.user, decision, stage)
        return self._stands_apart(decision, recorder, unit, recorder.role)

    def confirms(self, row: DecisionStage) -> bool:
        """As `policies.can_confirm_result` or, of a stage said not to be needed, `policies.can_confirm_waiver`."""
        if not row.is_waiting:
            return policies.can_confirm_waiver(self.user, row)
        if is_self(self.user, row.recorded_by_id) or row.pk in self.recorded_for:
            return False
        decision, recorder = row.decision, recorder_of(row.decision, row.stage)
        if recorder.duty is None:
            may = policies.is_of_the_lead(self.user, decision, *policies.CONFIRMING)
            return may and not self._prepared(decision)
        unit = self.units.get(recorder.duty)
        if recorder == LEGALITY and unit is not None and leads_itself(decision, unit):
            return policies.can_confirm_result(self.user, row)
        return self._stands_apart(decision, recorder, unit, *policies.CONFIRMING)

    def _prepared(self, decision: Decision) -> bool:
        return is_self(self.user, decision.created_by_id) or decision.pk in self.edited

    def _stands_apart(
        self, decision: Decision, recorder: Recorder, unit: Department | None, *roles: str
    ) -> bool:
        if unit is None or self._prepared(decision):
            return False
        if not policies.is_of_its_side(self.user, decision, unit, *roles):
            return False
        return recorder != LEGALITY or decision.pk not in self.written


def to_confirm(user: User, hands: Hands | None = None) -> list[DecisionStage]:
    """The records and waivers that wait for this person's word, the oldest first."""
    if not policies.may_confirm_somewhere(user):
        return []
    hands = hands or Hands(user)
    return [row for row in policies.waiting_for(user) if hands.confirms(row)]


def to_list(user: User, hands: Hands | None = None) -> list[Decision]:
    """The dossiers that are prepared and that this person may put on public record, as `policies.can_list`; the oldest
    first. Two queries."""
    near = departments_where(user, Role.EDITOR)
    rows = Decision.objects.filter(status=Decision.Status.DRAFT, department__in=near)
    rows = rows.exclude(created_by__in=hands_of(user)).select_related("department").order_by("id")
    wrote = (hands or Hands(user)).edited if rows else set()
    return [row for row in rows if row.pk not in wrote]


def going_on(user: User) -> list[Decision]:
    """The matters in which something may wait for this person. Two queries."""
    return list(_going_on(user)) if policies.may_record_somewhere(user) else []


def to_record(
    user: User, hands: Hands | None = None, rows: Iterable[Decision] | None = None
) -> list[tuple[Decision, list[DecisionStage.Stage]]]:
    """The matters in which stages wait for this person to record them, with these stages; the oldest first."""
    hands, rows = hands or Hands(user), going_on(user) if rows is None else rows
    found = [(row, [stage for stage in due_stages(row) if hands.records(row, stage)]) for row in rows]
    return [(row, stages) for row, stages in found if stages]


def to_send_anew(user: User, rows: Iterable[Decision] | None = None) -> list[DecisionStage]:
    """The rounds after which a matter lies with this person's unit again, to be changed and sent anew."""
    rows = going_on(user) if rows is None else rows
    found = [(row, sent_back(row)) for row in rows if policies.can_handle(user, row)]
    return [back for _row, back in found if back is not None]


def to_send(user: User, rows: Iterable[Decision] | None = None) -> list[Decision]:
    """The matters that this person's unit may now send for the review of law."""
    rows = going_on(user) if rows is None else rows
    return [row for row in rows if policies.can_handle(user, row) and is_to_send(row)]


def is_to_send(decision: Decision) -> bool:
    """Whether all that the review of law asks for is there and the text was not sent yet, or was changed since it was
    found lawful. What came back is another thing: `rounds.sent_back`."""
    if decision.status != Decision.Status.UNDER_WAY or sent_back(decision) is not None:
        return False
    steps = {step.stage: step for step in pipeline(decision)}
    review = steps[Stage.LEGALITY_REVIEW]
    begun = review.latest is not None and review.latest.status == Status.BEGUN
    if begun or not steps[Stage.PUBLIC_PARTICIPATION].is_over:
        return False
    if review.is_over and not (_is_lawful(review) and not _is_of_this_text(decision, review.latest)):
        return False
    return all(gate.met for gate in before_sending(decision, Stage.LEGALITY_REVIEW))


def due_stages(decision: Decision) -> list[DecisionStage.Stage]:
    """The stages whose time it is: begun and not recorded; needed and nothing before them still to come.

    The review of law waits once it was sent, the meeting and the report to the committee once the review found the
    text lawful and the meeting has not sent it back, the archive once the matter is decided.
    """
    if decision.status not in (Decision.Status.UNDER_WAY, Decision.Status.DECIDED):
        return []
    steps = {step.stage: step for step in pipeline(decision)}
    review = steps[Stage.LEGALITY_REVIEW]
    lawful = _is_lawful(review) and _is_of_this_text(decision, review.latest)
    back = sent_back(decision)
    stale = _is_due(decision, steps[Stage.FAIR_COMPETITION_REVIEW], BEFORE_REVIEW)
    timely = BEFORE_REVIEW + (AFTER_REVIEW if lawful and back is None and not stale else ())
    if lawful and back is not None and back.result == Result.DISCUSS_AGAIN:
        timely += (Stage.COLLECTIVE_DECISION,)
    if decision.status == Decision.Status.DECIDED:
        timely = (Stage.ARCHIVING,)
    return [
        stage for stage, step in steps.items() if stage not in FOLLOWING and _is_due(decision, step, timely)
    ]


def _is_due(decision: Decision, step: StageSteps, timely: Iterable[str]) -> bool:
    last = step.latest
    if last is not None and last.status == Status.BEGUN:
        return not last.is_waiting
    if step.stage not in timely or (last is not None and last.status == Status.PROPOSED):
        return False
    if step.stage == Stage.FAIR_COMPETITION_REVIEW and last is not None and last.status == Status.DONE:
        return decision.status == Decision.Status.UNDER_WAY and not are_covered(texts_of(decision), last)
    if step.stage == Stage.COLLECTIVE_DECISION and last is not None and last.status == Status.DONE:
        return last.result != Result.PASSED  # it is discussed once more
    return standing_of(decision, step) is Standing.TO_COME


def _is_of_this_text(decision: Decision, row: DecisionStage | None) -> bool:
    """Asked only while nothing is decided: afterwards the text that stands is the one that was reviewed."""
    decided = decision.status != Decision.Status.UNDER_WAY
    return row is None or decided or are_covered(texts_of(decision), row)


def _is_lawful(review: StageSteps) -> bool:
    last = review.latest
    return last is not None and last.status == Status.DONE and last.result in PASSED_REVIEW


def _going_on(user: User) -> QuerySet[Decision]:
    """The matters under way, and those decided in which something is begun or not archived. Two queries."""
    rounds = DecisionStage.objects.filter(decision=OuterRef("pk"))
    begun = Exists(rounds.filter(status=Status.BEGUN, recorded_by=None))
    archived = Exists(rounds.filter(stage=Stage.ARCHIVING, status__in=(Status.DONE, Status.NOT_NEEDED)))
    decided = Q(status=Decision.Status.DECIDED) & (Q(begun) | ~Q(archived))
    rows = policies.worked_on_by(user).filter(Q(status=Decision.Status.UNDER_WAY) | decided)
    return rows.prefetch_related("stages").order_by("id")
