"""Supervision: the departments' figures side by side."""

from collections.abc import Sequence
from dataclasses import fields

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.supervision.periods import Period, PeriodForm, presets
from frontend.shared.figures import percent
from frontend.shared.spreadsheets import Sheet, as_download
from participation.accounts.models import Department, User
from participation.accounts.queries import READERS, departments_where
from participation.deadlines.standing import Standing
from responses.supervision.policies import can_see_figures, can_supervise
from responses.supervision.queries import Figures, figures

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
        "may_publish": can_supervise(request.user),
        "pauses": True,
    }
    return page(request, "desk/supervision/board.html", context)


def _headline(total: Figures) -> list[tuple[str, str, str, str]]:
    """The sums above the table: label, figure, tone, address."""
    listed = reverse("desk_deadlines")
    rate = percent(total.on_time_rate)
    return [
        (_("Running"), f"{total.running:,}", "", listed),
        (_("Due soon"), f"{total.due_soon:,}", "", f"{listed}?standing=due_soon"),
        (_("Overdue"), f"{total.overdue:,}", "late" if total.overdue else "", f"{listed}?standing=overdue"),
        (_("Paused"), f"{total.paused:,}", "", f"{listed}?standing=paused"),
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
            (_("Paused"), 10), (_("Days paused"), 10),
        ],
        rows=[
            (name, row.received, row.finished, row.in_time, percent(row.on_time_rate), row.running, row.due_soon,
             row.overdue, row.rated, row.satisfied, row.paused, row.days_paused)
            for name, row in named
        ],
    )  # fmt: skip


def _name(row: Figures) -> str:
    return str(Department(name=row.name, name_en=row.name_en))
