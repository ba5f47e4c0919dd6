"""Who records what the organ decided on the execution: those who record its meetings (decree 713, article 37)."""

from django.db.models import Q, QuerySet

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.policies import CONFIRMING, can_record, is_second_person
from participation.accounts.models import User
from participation.accounts.queries import Anyone, departments_where, is_of_a_special_unit, is_self
from participation.ledger.audit import hands_of

MEETING = DecisionStage.Stage.COLLECTIVE_DECISION


def can_record_change(user: Anyone, decision: Decision) -> bool:
    """A drafter of the government office who did not prepare the matter; for a unit's own document, of the unit."""
    return can_record(user, decision, MEETING)


def can_confirm_change(user: Anyone, row: ExecutionChange) -> bool:
    """A second person of the same side."""
    return is_second_person(user, row, MEETING)


def can_refuse_change(user: Anyone, row: ExecutionChange) -> bool:
    """Whoever could confirm it; whoever recorded it takes it back."""
    return can_confirm_change(user, row) or is_self(user, row.recorded_by_id)


def changes_waiting_for(user: User) -> QuerySet[ExecutionChange]:
    """Those that wait for a second person who may be this one, the oldest first."""
    near = Q(decision__is_units_own=True, decision__department__in=departments_where(user, *CONFIRMING))
    if is_of_a_special_unit(user, *CONFIRMING):
        near |= Q(decision__is_units_own=False)
    rows = ExecutionChange.objects.filter(near, status=ExecutionChange.Status.PROPOSED)
    return rows.exclude(recorded_by__in=hands_of(user)).select_related("decision__department").order_by("id")
