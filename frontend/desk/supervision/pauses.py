"""The pauses behind the figures: on which ground, asked for and agreed to by whom, how many days they left out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.supervision.deadline_subjects import Subject, subjects_of
from frontend.desk.supervision.periods import PeriodForm
from frontend.desk.supervision.views import overseers_only
from frontend.forms.rows import DepartmentField
from frontend.shared.paging import page_of
from frontend.shared.time_shown import days_words, ground_named
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import READERS, departments_where, roles_of
from participation.deadlines.calendars import calendar_at
from participation.deadlines.due_dates import days_between
from participation.deadlines.models import TimeRequest
from participation.deadlines.rulebook import Rulebook
from participation.deadlines.workdays import WorkCalendar
from responses.supervision.queries import pauses_under


class PauseFilter(PeriodForm):
    """Of which department, in which stretch of time."""

    department = DepartmentField(
        Department.objects.none(), label=_("Department"), required=False, to_field_name="slug",
        empty_label=_("All departments"),
    )  # fmt: skip
    field_order = ("department", "first", "last")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["department"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = departments_where(user, *READERS)


@dataclass(frozen=True, slots=True)
class PauseRow:
    """One pause as it stood or stands."""

    request: TimeRequest
    subject: Subject
    ground: str
    began: date
    days: str  # left out so far


@at_desk
def pauses(request: DeskRequest) -> HttpResponse:
    """Those that stand and those that ended in the period, newest first."""
    overseers_only(request)
    filters = PauseFilter(request.GET, user=request.user)
    period = filters.period()
    paths = [m.department.path for m in roles_of(request.user) if m.role in READERS]
    rows = pauses_under(paths, period.first, period.last)
    if department := getattr(filters, "cleaned_data", {}).get("department"):
        rows = rows.filter(deadline__department=department)
    listed = page_of(request, rows, "-id", size=30)
    subjects, book = subjects_of(row.deadline for row in listed.rows), Rulebook()
    calendars = {place: calendar_at(place) for place in {row.deadline.place for row in listed.rows}}
    context = {
        "filters": filters,
        "period": period,
        "listed": listed,
        "rows": [
            _row(row, subjects[row.deadline_id], book, calendars[row.deadline.place]) for row in listed.rows
        ],
    }
    return page(request, "desk/supervision/pauses.html", context)


def _row(row: TimeRequest, subject: Subject, book: Rulebook, calendar: WorkCalendar) -> PauseRow:
    began = clock.day_of(row.decided_at or row.asked_at)
    last = row.ended_on or min(row.until or date.max, clock.today())
    days = days_between(
        "calendar" if row.deadline.unit == "calendar" else "working", began, max(began, last), calendar
    )
    return PauseRow(row, subject, ground_named(row.ground, book), began, days_words(days, row.deadline.unit))
