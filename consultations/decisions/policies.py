"""Who may see and handle decisions."""

from django.db.models import Q, QuerySet

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.recorders import LEGALITY, RECORDERS, leads_itself, recorder_of, unit_of
from consultations.decisions.writers import has_written_of
from consultations.notices.policies import INSIDERS
from participation.accounts.models import Department, User
from participation.accounts.queries import (
    Anyone,
    Duty,
    Role,
    belongs_to,
    departments_where,
    has_role,
    is_of_a_special_unit,
    is_person,
    is_self,
    roles_of,
    same_hand,
    special_unit,
    was_done_for,
)
from participation.ledger.audit import hands_of, has_done, trail

RECORDING = (Role.DRAFTER, Role.REVIEWER, Role.EDITOR)
CONFIRMING = (Role.EDITOR, Role.REVIEWER)

RECORDED = "decision.stage_recorded"
FIRST_HALVES = (RECORDED, "decision.execution_recorded")  # a change of the execution is audited on the matter
LIST_WRITTEN, COMPLETION_WRITTEN = (
    ("participation_list.drafted",),
    ("participation_list.completion_recorded",),
)
PREPARED = ("decision.prepared", "decision.edited")
SENT = (DecisionStage.Stage.LEGALITY_REVIEW, DecisionStage.Stage.FAIR_COMPETITION_REVIEW)
MOMENTS = (
    DecisionStage.Stage.INITIATION, DecisionStage.Stage.COLLECTIVE_DECISION, DecisionStage.Stage.PARTY_REPORT,
)  # fmt: skip


def visible_to(user: Anyone) -> QuerySet[Decision]:
    """Those listed publicly for everyone; those being prepared for the people who work on them."""
    rows = Decision.objects.select_related("department")
    public = ~Q(status=Decision.Status.DRAFT)
    if not roles_of(user):
        return rows.filter(public)
    return rows.filter(public | Q(department__in=departments_where(user, *INSIDERS)))


def can_handle(user: Anyone, decision: Decision) -> bool:
    """A drafter of the lead unit keeps the dossier."""
    return has_role(user, Role.DRAFTER, at=decision.department)


def can_list(user: Anyone, decision: Decision) -> bool:
    """An editor makes a dossier public, and never the person who prepared it."""
    covered = has_role(user, Role.EDITOR, at=decision.department)
    return (
        covered and is_person(user) and not same_hand(user, decision.created_by_id, decision, acts=PREPARED)
    )


def can_begin(user: Anyone, decision: Decision, stage: str) -> bool:
    """Who records a stage begins it. What is reviewed is sent by the lead unit (decree 713, article 26; decree 783,
    article 14): the review of law never fetched. What takes place in a moment is recorded, never begun.
    """
    if stage in MOMENTS:
        return False
    if stage in SENT:
        may_fetch = recorder_of(decision, stage) != LEGALITY and can_record(user, decision, stage)
        return can_handle(user, decision) or may_fetch
    return can_record(user, decision, stage)


def can_record(user: Anyone, decision: Decision, stage: str) -> bool:
    """Somebody of the unit that `recorders` names for the stage; outside the lead unit, not who prepared the matter."""
    recorder = recorder_of(decision, stage)
    if recorder.duty is None:
        return is_of_the_lead(user, decision, recorder.role)
    return _stands_apart(user, decision, recorder.duty, unit_of(decision, recorder), recorder.role)


def can_confirm_result(user: Anyone, row: DecisionStage) -> bool:
    """A second person of the side that recorded it: an editor or reviewer who neither recorded nor prepared it.

    Where the legality-review unit leads the matter itself, the second person is the government office's.
    """
    return is_second_person(user, row, row.stage)


def is_second_person(user: Anyone, row: DecisionStage | ExecutionChange, stage: str) -> bool:
    """Whether this person may confirm what the row says that somebody recorded, as of this stage."""
    decision = row.decision
    if not is_person(user) or same_hand(user, row.recorded_by_id, row, decision, acts=FIRST_HALVES):
        return False
    recorder = recorder_of(decision, stage)
    if recorder.duty is None:
        return is_of_the_lead(user, decision, *CONFIRMING) and not has_prepared(user, decision)
    unit = unit_of(decision, recorder)
    if recorder == LEGALITY and unit is not None and leads_itself(decision, unit):
        unit = special_unit(Duty.GOVERNMENT_OFFICE)
    return _stands_apart(user, decision, recorder.duty, unit, *CONFIRMING)


def waiting_for(user: User) -> QuerySet[DecisionStage]:
    """The results and waivers that wait for a second person who may be this one, the oldest first; which of them they
    may confirm, `can_confirm_result` and `can_confirm_waiver` say."""
    recorded = Q(status=DecisionStage.Status.BEGUN, recorded_by__isnull=False) & ~Q(
        recorded_by__in=hands_of(user)
    )
    proposed = Q(status=DecisionStage.Status.PROPOSED) & ~Q(entered_by__in=hands_of(user))
    own = Q(decision__department__in=departments_where(user, *CONFIRMING))
    elsewhere = [stage for stage, recorder in RECORDERS.items() if recorder.duty]
    special = is_of_a_special_unit(user, *CONFIRMING)
    near = own | Q(recorded_by__isnull=False, stage__in=elsewhere if special else [])
    rows = DecisionStage.objects.filter(recorded | proposed).filter(near)
    goes_on = rows.filter(decision__status__in=(Decision.Status.UNDER_WAY, Decision.Status.DECIDED))
    return goes_on.select_related("decision__department").order_by("id")


def can_refuse_result(user: Anyone, row: DecisionStage) -> bool:
    """Whoever could confirm it; whoever recorded it takes it back."""
    return can_confirm_result(user, row) or is_self(user, row.recorded_by_id)


def has_prepared(user: User, decision: Decision) -> bool:
    """Whether this person opened the dossier or wrote on it."""
    return is_self(user, decision.created_by_id) or has_done(user, decision, *PREPARED)


def _stands_apart(user: Anyone, decision: Decision, duty: Duty, unit: Department | None, *roles: str) -> bool:
    """Whether this person of the unit is none of the lead unit's and did not prepare the matter; for the review of law
    wrote nothing of it, wherever they worked then, and had no hand in it at all where the unit itself leads."""
    if unit is None or not is_person(user) or not is_of_its_side(user, decision, unit, *roles):
        return False
    if has_prepared(user, decision):
        return False
    if duty != Duty.LEGALITY_REVIEW:
        return True
    return not has_written_of(user, decision) and not (
        leads_itself(decision, unit) and _had_a_hand(user, decision)
    )


def is_of_the_lead(user: Anyone, decision: Decision, *roles: str) -> bool:
    """Whether this person has one of these roles over the lead unit."""
    return has_role(user, *roles, at=decision.department)


def is_of_its_side(user: Anyone, decision: Decision, unit: Department, *roles: str) -> bool:
    """Whether this person has one of these roles in the unit and, where it does not lead the matter, none in the one
    that does."""
    if not belongs_to(user, unit, *roles):
        return False
    return leads_itself(decision, unit) or not belongs_to(user, decision.department)


def may_record_somewhere(user: Anyone) -> bool:
    """Has a role with which stages are recorded."""
    return has_role(user, *{recorder.role for recorder in RECORDERS.values()})


def may_confirm_somewhere(user: Anyone) -> bool:
    """Has a role with which records are confirmed."""
    return has_role(user, *CONFIRMING)


def _had_a_hand(user: User, decision: Decision) -> bool:
    """Whether this person did anything in the matter, the review of law itself apart."""
    hands = hands_of(user)
    stood_in_for = any(each.was_stood_in_for for each in (user, user.stands_in_for) if each is not None)
    own = Q(entered_by__in=hands) | Q(recorded_by__in=hands) | Q(confirmed_by__in=hands)
    stages = decision.stages.exclude(stage=DecisionStage.Stage.LEGALITY_REVIEW)
    return (
        trail(decision).filter(Q(by__in=hands) | Q(on_behalf_of__in=hands)).exists()
        or stages.filter(own).exists()
        or (stood_in_for and any(was_done_for(user, row) for row in stages))
    )


def can_confirm_waiver(user: Anyone, row: DecisionStage) -> bool:
    """An editor or a reviewer whose office covers the lead unit, who neither proposed it nor prepared the matter."""
    covered = has_role(user, Role.EDITOR, Role.REVIEWER, at=row.decision.department)
    if not covered or not is_person(user) or has_prepared(user, row.decision):
        return False
    if is_self(user, row.entered_by_id):
        return False
    return not was_done_for(user, row.decision, "decision.waiver_proposed", stage=row.stage)


def can_refuse_waiver(user: Anyone, row: DecisionStage) -> bool:
    """Whoever could agree to it; whoever proposed it takes it back."""
    return can_confirm_waiver(user, row) or is_self(user, row.entered_by_id)


def can_read_inside(user: Anyone, decision: Decision) -> bool:
    """Those who work on it or oversee it; once it is on record also the units that record stages of it."""
    if has_role(user, *INSIDERS, at=decision.department):
        return True
    return decision.status != Decision.Status.DRAFT and records_for_others(user)


def records_for_others(user: Anyone) -> bool:
    """Works in a unit that records stages of other units' matters."""
    return is_of_a_special_unit(user, *RECORDING)


def worked_on_by(user: Anyone) -> QuerySet[Decision]:
    """The matters this person works on or oversees; of a unit that records for others: all that are on record."""
    own = Q(department__in=departments_where(user, *INSIDERS))
    return visible_to(user).filter(
        own | ~Q(status=Decision.Status.DRAFT) if records_for_others(user) else own
    )


def can_draft_list(user: Anyone, department: Department) -> bool:
    """A drafter of the department draws up its yearly list; of the government office: the county's directory."""
    return _keeps_list(user, department, Role.DRAFTER)


def can_publish_list(user: Anyone, participation_list: ParticipationList) -> bool:
    """An editor publishes it, of the directory one of the office itself, and never the person who drew it up last."""
    covered = _keeps_list(user, participation_list.department, Role.EDITOR)
    return (
        covered
        and is_person(user)
        and not same_hand(user, participation_list.created_by_id, participation_list, acts=LIST_WRITTEN)
    )


def can_publish_completion(user: Anyone, participation_list: ParticipationList) -> bool:
    """An editor who did not record the year-end completion."""
    covered = _keeps_list(user, participation_list.department, Role.EDITOR)
    return (
        covered
        and is_person(user)
        and not same_hand(
            user, participation_list.completion_by_id, participation_list, acts=COMPLETION_WRITTEN
        )
    )


def _keeps_list(user: Anyone, department: Department, role: str) -> bool:
    if department.parent_id is not None:
        return has_role(user, role, at=department)
    office = special_unit(Duty.GOVERNMENT_OFFICE)
    return office is not None and belongs_to(user, office, role)


def lists_worked_on_by(user: Anyone) -> QuerySet[ParticipationList]:
    """The lists of the departments this person works for or oversees; for the government office the directory."""
    near = Q(department__in=departments_where(user, *INSIDERS))
    office = special_unit(Duty.GOVERNMENT_OFFICE)
    if office is not None and belongs_to(user, office, *RECORDING):
        near |= Q(department__parent=None)
    return ParticipationList.objects.filter(near).select_related("department", "created_by")


def can_prepare(user: Anyone, department: Department | None = None) -> bool:
    """A drafter of the lead unit opens a dossier; without one: of any department."""
    return has_role(user, Role.DRAFTER, at=department)


def can_stop(user: Anyone, decision: Decision) -> bool:
    """An editor suspends a matter, takes it up again, ends it."""
    return has_role(user, Role.EDITOR, at=decision.department)
