"""What waits for a person, by the clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import READERS, Role, departments_where, roles_of, rows_done_for
from participation.claims.queries import claimed
from participation.deadlines.models import TimeRequest
from participation.deadlines.queries import requests_for
from participation.ledger.audit import hands_of
from responses.models import Question, Reply
from responses.questions.policies import ROUTERS, can_route_unrouted
from responses.replies.actions import DRAFTED
from responses.replies.queries import reply_of

Status = Question.Status
BUCKETS: dict[str, Promise] = {
    "late": _("Overdue"),
    "today": _("Today"),
    "week": _("This week"),
    "later": _("Later"),
}
TASKS: dict[str, Promise] = {
    "decide": _("To decide on a request for time"),
    "route": _("To send to a department"),
    "answer": _("To answer"),
    "returned": _("Came back to be changed"),
    "sign": _("To sign off"),
    "watch": _("With others"),
}


@dataclass(slots=True)
class Task:
    """One question and what this person has to do with it."""

    question: Question
    task: str
    bucket: str
    who: User | None = None  # who said to be on it

    @property
    def label(self) -> Promise:
        return TASKS[self.task]

    @property
    def url(self) -> str:
        return reverse("desk_question", args=[self.question.number])

    @property
    def waits(self) -> bool:
        """Whether time was asked for, and somebody else decides it."""
        return self.task != "decide" and self.question.request_waits  # type: ignore[attr-defined]


@dataclass(slots=True)
class Bucket:
    """The tasks that fall due in one stretch of time."""

    code: str
    label: Promise
    tasks: list[Task] = field(default_factory=list)


def waiting_for(user: User) -> QuerySet[Question]:
    """Questions that wait for this person: to be routed, answered or signed off; for overseers all that run."""
    unsent = Q(status=Status.SUBMITTED)
    wanted = unsent & Q(department__in=departments_where(user, *ROUTERS, Role.ANSWERER))
    if can_route_unrouted(user):
        wanted |= unsent & Q(department=None)
    wanted |= (
        Q(status=Status.ASSIGNED)
        & ~Q(reply__status=Reply.Status.SUBMITTED)
        & Q(department__in=departments_where(user, Role.ANSWERER))
    )
    wanted |= (
        Q(status=Status.ASSIGNED, reply__status=Reply.Status.SUBMITTED)
        & Q(department__in=departments_where(user, Role.REVIEWER))
        & ~Q(reply__drafted_by__in=hands_of(user))
        & ~Q(reply__in=rows_done_for(user, Reply, *DRAFTED))
    )
    if reads := [m for m in roles_of(user) if m.role in READERS]:
        running = Q(status__in=[Status.SUBMITTED, Status.ASSIGNED])
        wanted |= running & Q(department__in=departments_where(user, *READERS))
        if any(m.department.parent_id is None for m in reads):
            wanted |= running & Q(department=None)
    decided_here = requests_for(user)
    wanted |= Q(status=Status.ASSIGNED, deadline__in=decided_here.values("deadline"))
    waiting = TimeRequest.objects.filter(status="waiting", deadline=OuterRef("deadline"))
    return (
        Question.objects.filter(wanted)
        .select_related("department", "reply")
        .annotate(
            request_waits=Exists(waiting),
            decided_here=Exists(decided_here.filter(deadline=OuterRef("deadline"))),
        )
    )


def figures(rows: QuerySet[Question]) -> dict[str, int]:
    """How many are overdue, due today, this week and later. One query over what is open for this person."""
    today = clock.today()
    sunday = end_of_week(today)
    return rows.order_by().aggregate(
        late=Count("id", filter=Q(due_on__lt=today)),
        today=Count("id", filter=Q(due_on=today)),
        week=Count("id", filter=Q(due_on__gt=today, due_on__lte=sunday)),
        later=Count("id", filter=Q(due_on__gt=sunday)),
    )


def buckets(rows: Iterable[Question], user: User) -> list[Bucket]:
    """The rows in their stretches of time; stretches without any are left out."""
    today, rows = clock.today(), list(rows)
    sorted_in = {code: Bucket(code, label) for code, label in BUCKETS.items()}
    who = claimed("questions", (row.pk for row in rows))
    for row in rows:
        code = bucket_of(row.due_on, today)
        sorted_in[code].tasks.append(Task(row, task_of(row, user), code, who.get(row.pk)))
    return [bucket for bucket in sorted_in.values() if bucket.tasks]


def beside(user: User, here: Question) -> dict[str, Any]:
    """The head of the queue as it stands beside one question, with the rows that J and K lead to."""
    drawn = buckets(waiting_for(user).order_by("due_on", "id")[:12], user)
    ids = [task.question.pk for bucket in drawn for task in bucket.tasks]
    at = ids.index(here.pk) if here.pk in ids else -1
    keys = {"j": ids[at + 1] if at + 1 < len(ids) else None, "k": ids[at - 1] if at > 0 else None}
    return {"queue": drawn, "keys": keys}


def bucket_of(due_on: date, today: date) -> str:
    """Overdue after 24:00 of the due day; the week ends on Sunday."""
    if due_on <= today:
        return "late" if due_on < today else "today"
    return "week" if due_on <= end_of_week(today) else "later"


def end_of_week(today: date) -> date:
    """The Sunday of this week."""
    return today + timedelta(days=6 - today.weekday())


def task_of(question: Question, user: User) -> str:
    """What this person has to do with a question out of `waiting_for`."""
    if question.decided_here:  # type: ignore[attr-defined]
        return "decide"
    if not _works_on(user, question):
        return "watch"
    if question.status == Status.SUBMITTED:
        return "route"
    reply = reply_of(question)
    if reply and reply.status == Reply.Status.SUBMITTED:
        return "sign"
    return "returned" if reply and reply.return_note else "answer"


def _works_on(user: User, question: Question) -> bool:
    roles = (*ROUTERS, Role.ANSWERER, Role.REVIEWER)
    if question.department is None:
        return can_route_unrouted(user)
    return any(m.role in roles and m.department.covers(question.department) for m in roles_of(user))
