"""What happens with each synthetic comment: drawn from its own dice, so that the same seed tells the same story."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from consultations.models import Comment, Opinion
from frontend.load.prose import Prose

Status, Disposition = Comment.Status, Opinion.Disposition
OUTCOMES: dict[str, int] = {
    Status.PUBLISHED: 70,
    Status.PRIVATE: 9,
    Status.WITHHELD: 6,
    Status.RETURNED: 4,
    Status.WITHDRAWN: 5,
    Status.PENDING: 6,
}
WEIGHED: dict[str, int] = {
    Disposition.ADOPTED: 14,
    Disposition.PARTLY_ADOPTED: 14,
    Disposition.NOT_ADOPTED: 18,
    Disposition.OUT_OF_SCOPE: 5,
    Disposition.NOT_CONSIDERED: 3,
    Disposition.OPEN: 46,
}
BY_HAND = {"online": 90, "phone": 3, "letter": 3, "hall": 3, "email": 1}
STANCES = {"support": 4, "neutral": 4, "oppose": 2}


@dataclass(slots=True)
class CommentPlan:
    """One comment from its sending to its disposition. A moment of None: that has not happened."""

    dice: Random
    body: str
    clause: int | None
    stance: str
    channel: str
    name: str
    wants_publication: bool
    submitted_at: datetime
    status: str
    moderated_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withholding_reason: str = ""
    return_note: str = ""
    disposition: str = Disposition.OPEN
    disposed_at: datetime | None = None
    proposed_at: datetime | None = None
    reason: str = ""
    reason_code: str = ""
    changes_clause: bool = False


def draw(
    dice: Random,
    prose: Prose,
    clauses: list[tuple[int, str]],
    submitted_at: datetime,
    until: datetime,
    *,
    two: bool = True,
) -> CommentPlan:
    """One story. `clauses` are those that may be commented on, each with its label; nothing happens after `until`,
    and without `two` who weigh nothing that takes two.
    """
    clause, label = dice.choice(clauses) if dice.random() < 0.75 else (None, "")
    status = pick(dice, OUTCOMES)
    plan = CommentPlan(
        dice=dice,
        body=prose.comment(dice, label),
        clause=clause,
        stance=pick(dice, STANCES),
        channel=pick(dice, BY_HAND),
        name=prose.name(dice),
        wants_publication=status == Status.PUBLISHED or (status != Status.PRIVATE and dice.random() < 0.8),
        submitted_at=submitted_at,
        status=Status.PENDING,
    )
    _moderate(plan, status, prose, until)
    if plan.status != Status.WITHDRAWN:
        _weigh(plan, prose, until, two)
    return plan


def _moderate(plan: CommentPlan, status: str, prose: Prose, until: datetime) -> None:
    dice = plan.dice
    at = plan.submitted_at + timedelta(minutes=dice.randint(20, 2880))
    if status == Status.PENDING or at >= until:
        return
    if status == Status.WITHDRAWN:
        if later := dice.random() < 0.5:  # after it had been checked
            plan.moderated_at = at
            at += timedelta(minutes=dice.randint(20, 2880))
        if at < until:
            plan.status, plan.withdrawn_at = status, at
        elif later:
            plan.status = Status.PUBLISHED if plan.wants_publication else Status.PRIVATE
        return
    plan.status, plan.moderated_at = status, at
    if status == Status.WITHHELD:
        plan.withholding_reason = dice.choice(Comment.Reason.values)
    elif status == Status.RETURNED:
        plan.return_note = prose.reason(dice, "returned")


def _weigh(plan: CommentPlan, prose: Prose, until: datetime, two: bool) -> None:
    dice, disposition = plan.dice, pick(plan.dice, WEIGHED)
    at = (plan.moderated_at or plan.submitted_at) + timedelta(minutes=dice.randint(60, 7200))
    is_beyond_them = disposition == Disposition.NOT_CONSIDERED and not two
    if disposition == Disposition.OPEN or is_beyond_them or at >= until:
        return
    plan.disposition, plan.disposed_at, plan.reason = disposition, at, prose.reason(dice, disposition)
    plan.changes_clause = disposition == Disposition.ADOPTED and plan.clause is not None
    if disposition == Disposition.NOT_CONSIDERED:
        plan.proposed_at = at - timedelta(minutes=30)
        plan.reason_code = dice.choice(Opinion.ReasonCode.values)


def pick(dice: Random, shares: dict[str, int]) -> str:
    """One of the names, each as often as its share says."""
    return str(dice.choices(list(shares), list(shares.values()))[0])
