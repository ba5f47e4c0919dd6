"""Who supervises, whose work a deadline is, who answers an order."""

from django.db.models import Q, QuerySet

from participation.accounts.models import Department
from participation.accounts.queries import (
    READERS,
    Anyone,
    Role,
    departments_where,
    has_role,
    people_with,
    same_hand,
)
from participation.deadlines.models import Deadline
from responses.questions.policies import HANDLERS, ROUTERS
from responses.supervision.duty_plans import PLANS
from responses.supervision.models import Chaser, Duty
from responses.supervision.subjects import is_to_be_signed

# Who does the work behind a deadline, and who signs or publishes it.
WORKERS: dict[str, tuple[str, ...]] = {
    "decision": (Role.DRAFTER,),
    "question": (Role.ANSWERER,),
    "consultation": (Role.DRAFTER,),
    "document": (Role.DRAFTER,),
}
HEADS: dict[str, tuple[str, ...]] = {
    "decision": (Role.EDITOR,),
    "question": (Role.REVIEWER,),
    "consultation": (Role.EDITOR, Role.REVIEWER),
    "document": (Role.EDITOR,),
}
EVERY_WORKER = (Role.ANSWERER, Role.REVIEWER, Role.DRAFTER, *ROUTERS)


def workers_on(deadline: Deadline) -> tuple[str, ...]:
    """The roles whose work it is; a question that lies with the county waits for those who route."""
    return ROUTERS if is_unrouted(deadline) else WORKERS.get(deadline.subject_kind, (Role.ANSWERER,))


def heads_of(deadline: Deadline) -> tuple[str, ...]:
    """The roles that sign or publish what the deadline runs for."""
    return () if is_unrouted(deadline) else HEADS.get(deadline.subject_kind, (Role.REVIEWER,))


def is_unrouted(deadline: Deadline) -> bool:
    """Whether it is a question's that no department has yet."""
    county = deadline.department is not None and deadline.department.parent_id is None
    return deadline.subject_kind == "question" and county


def can_supervise(user: Anyone, department: Department | None = None) -> bool:
    """A supervisor (督查) whose office covers the department."""
    return has_role(user, Role.SUPERVISOR, at=department)


def can_see_figures(user: Anyone) -> bool:
    """Supervisors and auditors see every deadline under them."""
    return has_role(user, *READERS)


def can_answer_order(user: Anyone, chaser: Chaser) -> bool:
    """Those whose work it is, or who sign it, say what came of it."""
    roles = (*workers_on(chaser.deadline), *heads_of(chaser.deadline))
    return chaser.department is not None and has_role(user, *roles, at=chaser.department)


def can_be_chased(user: Anyone) -> bool:
    """Whether anything can be said to this person's departments that they must heed."""
    return has_role(user, *EVERY_WORKER)


def chasers_to(user: Anyone) -> QuerySet[Chaser]:
    """What was said to this person's departments. On a question, whose title is the asker's, only for its handlers."""
    return Chaser.objects.filter(_shown(user, *EVERY_WORKER))


def chasers_under(user: Anyone) -> QuerySet[Chaser]:
    """What was said to the departments this person oversees."""
    return Chaser.objects.filter(_shown(user, *READERS))


def can_record_duty(user: Anyone, duty: Duty) -> bool:
    """Those who do it, in the unit that owes it; nobody where only what happens on the platform counts."""
    plan = PLANS[duty.rule_id]
    return plan.by_hand and has_role(user, *plan.doers, at=duty.department)


def can_confirm_duty(user: Anyone, duty: Duty) -> bool:
    """A supervisor over the unit, and never whoever recorded it."""
    return can_supervise(user, duty.department) and not same_hand(
        user, duty.recorded_by_id, duty, acts=("duty.recorded",)
    )


def duties_of(user: Anyone) -> QuerySet[Duty]:
    """What this person's departments owe and this person can do."""
    mine = Q(pk__in=[])
    for rule_id, plan in PLANS.items():
        mine |= Q(rule_id=rule_id, department__in=departments_where(user, *plan.doers))
    return Duty.objects.filter(mine).select_related("department", "recorded_by", "confirmed_by")


def duties_under(user: Anyone) -> QuerySet[Duty]:
    """What the departments owe that this person oversees."""
    rows = Duty.objects.filter(department__in=departments_where(user, *READERS))
    return rows.select_related("department", "recorded_by", "confirmed_by")


def _shown(user: Anyone, *roles: str) -> Q:
    mine = Q(department__in=departments_where(user, *roles))
    handled = Q(department__in=departments_where(user, *HANDLERS, *ROUTERS))
    return mine & (handled | ~Q(deadline__subject_kind="question"))


def hears_of_push(user: Anyone, chaser: Chaser) -> bool:
    """Those who do the work and, of what is overdue or ordered, those who sign or publish it.

    Once an answer waits to be signed, a reminder is for those who sign.
    """
    workers, heads = workers_on(chaser.deadline), heads_of(chaser.deadline)
    roles = workers if chaser.kind == Chaser.Kind.NOTICE else (*workers, *heads)
    if chaser.kind != Chaser.Kind.ORDER and _is_to_be_signed(chaser.deadline):
        roles = heads
    return chaser.department is not None and has_role(user, *roles, at=chaser.department)


def _is_to_be_signed(deadline: Deadline) -> bool:
    return deadline.subject_kind == "question" and is_to_be_signed(deadline.subject_id)


def hears_of_duty(user: Anyone, duty: Duty, *, is_late: bool = False) -> bool:
    """Those who do it. Those who sign it and the supervisors hear of what is late, and of what would fail the whole
    site as soon as it is on the list."""
    plan = PLANS[duty.rule_id]
    if plan.alarms or is_late:
        return has_role(user, *plan.doers, Role.SUPERVISOR, at=duty.department)
    own = plan.doers[0] if people_with(plan.doers[0], at=duty.department).exists() else None
    return has_role(user, *([own] if own else plan.doers), at=duty.department)
