"""The deadlines behind the figures, and the order a supervisor may give on one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.lists.filters import ListFilter
from frontend.desk.lists.views import show_list
from frontend.desk.supervision.deadline_subjects import KINDS, subjects_of
from frontend.desk.supervision.listed import deadline_list
from frontend.desk.supervision.views import overseers_only
from frontend.forms.fields import LongText
from frontend.forms.rows import DepartmentField
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import READERS, departments_where, roles_of
from participation.deadlines.history import history_of
from participation.deadlines.models import Deadline, DeadlineQuerySet
from participation.deadlines.policies import standing, thresholds
from participation.deadlines.standing import Standing, Thresholds
from responses.models import Chaser
from responses.supervision.actions import issue_order
from responses.supervision.policies import can_supervise
from responses.supervision.queries import deadlines_under

A_DAY = {"type": "date"}
SHOWN = (Standing.LONG_OVERDUE, Standing.OVERDUE, Standing.DUE_SOON, Standing.ON_TIME, Standing.PAUSED)


class DeadlineFilter(ListFilter):
    """Which deadlines are listed."""

    department = DepartmentField(
        Department.objects.none(), label=gettext_lazy("Department"), required=False, to_field_name="slug",
        empty_label=gettext_lazy("All departments"),
    )  # fmt: skip
    standing = forms.ChoiceField(
        label=gettext_lazy("How it stands"), required=False,
        choices=[("", gettext_lazy("All that run")), *((each.value, each.label) for each in SHOWN)],
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("What for"), required=False, choices=[("", gettext_lazy("All")), *KINDS.items()]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields["department"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = departments_where(user, *READERS)

    def apply(self, rows: DeadlineQuerySet, when: Thresholds) -> DeadlineQuerySet:
        """The rows that match what could be understood."""
        chosen = self.chosen()
        if department := chosen.get("department"):
            rows = rows.filter(department=department)
        if kind := chosen.get("kind"):
            rows = rows.filter(subject_kind=kind)
        match chosen.get("standing"):
            case Standing.LONG_OVERDUE:
                rows = rows.long_overdue(when)
            case Standing.OVERDUE:
                rows = rows.overdue(when)
            case Standing.DUE_SOON:
                rows = rows.due_soon(when)
            case Standing.ON_TIME:
                rows = rows.filter(state="running", due_on__gt=when.soon_until)
            case Standing.PAUSED:
                rows = rows.filter(state="paused")
        return rows


class OrderForm(DeskForm):
    """What is ordered, and by when the department answers."""

    words = LongText(
        label=gettext_lazy("What is ordered"), rows=4, most=2000,
        error_messages={"required": gettext_lazy("Say what is ordered.")},
    )  # fmt: skip
    answer_by = forms.DateField(
        label=gettext_lazy("To be answered by"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )

    def prepare(self) -> None:
        """Three days from now, unless said otherwise."""
        self.initial.setdefault("answer_by", clock.today() + timedelta(days=3))


@at_desk
def deadlines(request: DeskRequest) -> HttpResponse:
    """The deadlines behind the figures, the most urgent first."""
    overseers_only(request)
    filters = DeadlineFilter(request.GET, user=request.user)
    paths = [m.department.path for m in roles_of(request.user) if m.role in READERS]
    when = thresholds()
    rows = filters.apply(deadlines_under(paths), when)
    return show_list(request, deadline_list(when), rows, filters, "desk/supervision/deadlines.html")


@at_desk
def one(request: DeskRequest, pk: int) -> HttpResponse:
    """One deadline: how its day came about, who was reminded when, and the order a supervisor may give."""
    overseers_only(request)
    rows = Deadline.objects.filter(department__in=departments_where(request.user, *READERS))
    row = get_object_or_404(rows.select_related("department"), pk=pk)
    supervises = can_supervise(request.user, row.department)
    form = OrderForm(request.POST or None, row=row, user=request.user)
    if request.method == "POST":
        if not supervises:
            raise PermissionDenied
        if carry_out(request, form, row, lambda: _order(row, request, form)):
            messages.success(request, _("The order has gone to the department."))
            return HttpResponseRedirect(reverse("desk_deadline", args=[pk]))
    chasers = list(Chaser.objects.filter(deadline=row).select_related("by", "answered_by"))
    waits = any(each.kind == Chaser.Kind.ORDER and each.answered_at is None for each in chasers)
    context = {
        "deadline": row,
        "history": history_of(row),
        "subject": subjects_of([row])[pk],
        "standing": standing(row, thresholds()),
        "chasers": chasers,
        "form": form if _may_order(row, waits, supervises) or form.errors else None,
        "waits": waits,
        "kind": KINDS.get(row.subject_kind, row.subject_kind),
    }
    return page(request, "desk/supervision/deadline.html", context, status=WRONG if form.errors else 200)


def _may_order(row: Deadline, waits: bool, supervises: bool) -> bool:
    return supervises and row.state != Deadline.State.STOPPED and not waits


def _order(row: Deadline, request: DeskRequest, form: OrderForm) -> None:
    form_data = form.cleaned_data
    issue_order(row, by=request.user, words=form_data["words"], answer_by=form_data["answer_by"])
