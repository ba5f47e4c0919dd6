"""Supervision: the departments' figures, the clocks behind them, and orders on a clock."""

from collections.abc import Sequence
from dataclasses import fields
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

from frontend.desk.acts import WRONG, DeskForm, carry_out
from frontend.desk.doors import DeskRequest, at_desk, page
from frontend.desk.periods import Period, PeriodForm, presets
from frontend.desk.subjects import KINDS, subjects_of
from frontend.paging import page_of
from frontend.public.forms import LongText
from frontend.sheets import Sheet, as_download
from participation.accounts.models import Department, User
from participation.accounts.queries import READERS, departments_where, roles_of
from participation.deadlines import clock as time
from participation.deadlines.models import Clock
from participation.deadlines.policies import Standing, Thresholds, standing, thresholds
from participation.deadlines.querysets import ClockQuerySet
from participation.deadlines.rulebook import Rulebook
from participation.deadlines.stories import story_of
from responses.models import Push
from responses.supervision.actions import issue_order
from responses.supervision.policies import can_see_figures, can_supervise
from responses.supervision.queries import Figures, clocks_under, figures

A_DAY = {"type": "date"}
COUNTED = [field.name for field in fields(Figures) if field.type in (int, "int")]
SHOWN = (Standing.LONG_OVERDUE, Standing.OVERDUE, Standing.DUE_SOON, Standing.ON_TIME, Standing.PAUSED)


def figures_for(user: User, period: Period) -> list[Figures]:
    """The lines of the departments that this person oversees."""
    mine = set(departments_where(user, *READERS).values_list("slug", flat=True))
    return [row for row in figures(period.first, period.last) if row.slug in mine]


def total_of(rows: Sequence[Figures]) -> Figures:
    """All lines in one."""
    sums = {name: sum(getattr(row, name) for row in rows) for name in COUNTED}
    return Figures(slug="", name="", name_en="", **sums)


def overseers_only(request: DeskRequest) -> None:
    """Raise PermissionDenied for whoever neither supervises nor audits."""
    if not can_see_figures(request.user):
        raise PermissionDenied


class ClockFilter(forms.Form):
    """Which clocks are listed."""

    department = forms.ModelChoiceField(
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

    def apply(self, rows: ClockQuerySet, when: Thresholds) -> ClockQuerySet:
        """The rows that match what could be understood."""
        self.full_clean()
        said: dict[str, Any] = getattr(self, "cleaned_data", {})
        if department := said.get("department"):
            rows = rows.filter(department=department)
        if kind := said.get("kind"):
            rows = rows.filter(subject_kind=kind)
        match said.get("standing"):
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
        self.initial.setdefault("answer_by", time.today() + timedelta(days=3))


@at_desk
def board(request: DeskRequest) -> HttpResponse:
    """Departments side by side over a period, as things stand now."""
    overseers_only(request)
    form = PeriodForm(request.GET)
    period = form.period()
    rows = figures_for(request.user, period)
    total = total_of(rows)
    context = {
        "headline": _headline(total),
        "form": PeriodForm(initial={"first": period.first, "last": period.last}),
        "period": period,
        "presets": [(label, each, each == period) for label, each in presets()],
        "rows": rows,
        "total": total,
        "open_orders": Push.objects.filter(
            kind=Push.Kind.ORDER, answered_at=None, department__in=departments_where(request.user, *READERS)
        ).count(),
        "may_publish": can_supervise(request.user),
    }
    return page(request, "desk/supervision/board.html", context)


def _headline(total: Figures) -> list[tuple[str, str, str, str]]:
    """The sums above the table: label, figure, tone, address."""
    listed = reverse("desk_clocks")
    rate = percent(total.on_time_rate)
    return [
        (_("Running"), f"{total.running:,}", "", listed),
        (_("Due soon"), f"{total.due_soon:,}", "", f"{listed}?standing=due_soon"),
        (_("Overdue"), f"{total.overdue:,}", "late" if total.overdue else "", f"{listed}?standing=overdue"),
        (_("On-time rate"), "–" if rate is None else f"{rate:g}%", "", ""),
    ]


@at_desk
def download(request: DeskRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    overseers_only(request)
    period = PeriodForm(request.GET).period()
    sheet = figures_sheet(figures_for(request.user, period), period)
    return as_download(sheet, f"{period.first.isoformat()}-{period.last.isoformat()}")


def figures_sheet(rows: Sequence[Figures], period: Period, title: str = "") -> Sheet:
    """Departments × figures, with the sum of all below."""
    named = [(_name(row), row) for row in rows] + [(_("All departments"), total_of(rows))]
    return Sheet(
        title=title or _("Figures %(first)s to %(last)s") % {"first": period.first, "last": period.last},
        columns=[
            (_("Department"), 28), (_("Received"), 10), (_("Finished"), 10), (_("In time"), 10),
            (_("On-time rate, %"), 12), (_("Running"), 10),
            (_("Due soon"), 10), (_("Overdue"), 10), (_("Rated"), 10), (_("Satisfied"), 10),
        ],
        rows=[
            (name, row.received, row.finished, row.in_time, percent(row.on_time_rate), row.running, row.due_soon,
             row.overdue, row.rated, row.satisfied)
            for name, row in named
        ],
    )  # fmt: skip


def percent(rate: float | None) -> float | None:
    """A share in per cent, with one place."""
    return None if rate is None else round(rate * 100, 1)


def _name(row: Figures) -> str:
    return str(Department(name=row.name, name_en=row.name_en))


@at_desk
def clocks(request: DeskRequest) -> HttpResponse:
    """The clocks behind the figures, the most urgent first."""
    overseers_only(request)
    filters = ClockFilter(request.GET, user=request.user)
    paths = [m.department.path for m in roles_of(request.user) if m.role in READERS]
    when = thresholds()
    listed = page_of(request, filters.apply(clocks_under(paths), when), "due_on", "id", size=30)
    subjects, book = subjects_of(listed.rows), Rulebook()
    context = {
        "filters": filters,
        "listed": listed,
        "rows": [
            (row, subjects[row.pk], standing(row, when), book.rule(row.rule_id).label) for row in listed.rows
        ],
    }
    return page(request, "desk/supervision/clocks.html", context)


@at_desk
def clock(request: DeskRequest, pk: int) -> HttpResponse:
    """One clock: how its day came about, who was pushed when, and the order a supervisor may give."""
    overseers_only(request)
    rows = Clock.objects.filter(department__in=departments_where(request.user, *READERS))
    row = get_object_or_404(rows.select_related("department"), pk=pk)
    may = can_supervise(request.user, row.department) and row.state != Clock.State.STOPPED
    form = OrderForm(request.POST or None, row=row, user=request.user)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if carry_out(request, form, row, lambda: _order(row, request, form)):
            messages.success(request, _("The order has gone to the department."))
            return HttpResponseRedirect(reverse("desk_clock", args=[pk]))
    pushes = list(Push.objects.filter(clock=row).select_related("by", "answered_by"))
    waits = any(each.kind == Push.Kind.ORDER and each.answered_at is None for each in pushes)
    context = {
        "clock": row,
        "story": story_of(row),
        "subject": subjects_of([row])[pk],
        "standing": standing(row, thresholds()),
        "pushes": pushes,
        "form": form if may and not waits else None,
        "waits": waits,
        "kind": KINDS.get(row.subject_kind, row.subject_kind),
    }
    return page(request, "desk/supervision/clock.html", context, status=WRONG if form.errors else 200)


def _order(row: Clock, request: DeskRequest, form: OrderForm) -> None:
    said = form.cleaned_data
    issue_order(row, by=request.user, words=said["words"], answer_by=said["answer_by"])
