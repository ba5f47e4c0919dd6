"""The supervisor's figures: departments × received, answered, on time, overdue. Each in one grouped query."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from participation import clock
from participation.accounts.models import Department
from participation.accounts.queries import under
from participation.accounts.tree import in_order
from participation.deadlines.models import Deadline, DeadlineEvent, DeadlineQuerySet, TimeRequest
from participation.deadlines.policies import thresholds
from participation.deadlines.standing import past, soon
from responses.questions.models import Question


@dataclass(frozen=True)
class Figures:
    """One department's line. Days are working days where the rule counts them; ratings from one to five."""

    slug: str
    name: str
    name_en: str
    received: int
    finished: int
    in_time: int
    running: int
    due_soon: int
    overdue: int
    rated: int
    satisfied: int
    paused: int = 0  # as of now; circulars of the first releases do not have these two
    days_paused: int = 0  # left out by the pauses that ended in the period

    @property
    def on_time_rate(self) -> float | None:
        """Share of the finished that were in time, or nothing when none was finished."""
        return self.in_time / self.finished if self.finished else None

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "on_time_rate": self.on_time_rate}


def figures(first_on: date, last_on: date) -> list[Figures]:
    """All departments that had a clock, over clocks started or stopped between two days, both counted."""
    when = thresholds()
    stopped = Q(state="stopped", stopped_on__gte=first_on, stopped_on__lte=last_on)
    rows = (
        Deadline.objects.filter(department__isnull=False)
        .values("department")
        .annotate(
            received=Count("pk", filter=Q(started_on__gte=first_on, started_on__lte=last_on)),
            finished=Count("pk", filter=stopped),
            in_time=Count("pk", filter=stopped & Q(stopped_on__lte=F("due_on"))),
            running=Count("pk", filter=Q(state="running")),
            due_soon=Count("pk", filter=soon(when)),
            overdue=Count("pk", filter=past(when)),
            paused=Count("pk", filter=Q(state="paused")),
        )
    )
    left_out = {
        row["deadline__department"]: row["sum"]
        for row in DeadlineEvent.objects.filter(kind="resumed", on__gte=first_on, on__lte=last_on)
        .values("deadline__department")
        .annotate(sum=Sum("days"))
    }
    ratings = {
        row["department"]: (row["rated"], row["good"])
        for row in Question.objects.filter(rating__isnull=False, closed_at__gte=clock.starts_at(first_on),
                                           closed_at__lt=clock.ends_at(last_on))
        .values("department")
        .annotate(rated=Count("pk"), good=Count("pk", filter=Q(rating__gte=4)))
    }  # fmt: skip
    by_department: dict[int, dict[str, int]] = {}
    for row in rows:
        counts: dict[str, Any] = dict(row)
        by_department[counts.pop("department")] = counts
    departments = in_order(Department.objects.filter(pk__in=by_department))
    return [
        Figures(
            slug=each.slug, name=each.name, name_en=each.name_en, **by_department[each.pk],
            rated=ratings.get(each.pk, (0, 0))[0], satisfied=ratings.get(each.pk, (0, 0))[1],
            days_paused=left_out.get(each.pk) or 0,
        )
        for each in departments
    ]  # fmt: skip


def deadlines_under(paths: Iterable[str]) -> DeadlineQuerySet:
    """The live deadlines of all departments under `paths`, the most urgent first."""
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(department__path__startswith=path)
    return Deadline.objects.filter(reach).live().select_related("department").order_by("due_on", "id")


def pauses_under(paths: Iterable[str], first_on: date, last_on: date) -> QuerySet[TimeRequest]:
    """The pauses of all departments under `paths` that stand, or that ended between two days; newest first."""
    reach = under(paths, "deadline__department__")
    when = Q(ended_on=None) | Q(ended_on__gte=first_on, ended_on__lte=last_on)
    rows = TimeRequest.objects.filter(reach, when, kind="pause", status="granted")
    return rows.select_related("deadline__department", "asked_by", "decided_by").order_by(
        "-decided_at", "-id"
    )
