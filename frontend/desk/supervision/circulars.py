"""Bulletins: the figures of a period side by side, published once and kept as they stood."""

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
from frontend.desk.supervision.periods import Period, PeriodForm
from frontend.desk.supervision.views import figures_for, figures_sheet, overseers_only, total_of
from frontend.forms.fields import LongText
from frontend.shared.paging import page_of
from frontend.shared.spreadsheets import as_download
from responses.models import Circular
from responses.supervision.actions import publish_circular
from responses.supervision.policies import can_supervise
from responses.supervision.queries import Figures

A_DAY = {"type": "date"}


class CircularForm(DeskForm):
    """A title, the period and what is said about it."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a title.")},
    )
    first_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    last_on = forms.DateField(
        label=gettext_lazy("Up to"), widget=forms.DateInput(attrs=A_DAY, format="%Y-%m-%d")
    )
    words = LongText(label=gettext_lazy("Remarks"), required=False, rows=6, most=5000)


@at_desk
def circulars(request: DeskRequest) -> HttpResponse:
    """All bulletins, newest first; every department reads them."""
    context = {
        "listed": page_of(request, Circular.objects.select_related("by"), "-id", size=20),
        "may_publish": can_supervise(request.user),
    }
    return page(request, "desk/supervision/circulars.html", context)


@at_desk
def new(request: DeskRequest) -> HttpResponse:
    """The figures as they would be published, and the form."""
    overseers_only(request)
    if not can_supervise(request.user):
        raise PermissionDenied
    period = PeriodForm(request.GET).period()
    form = CircularForm(
        request.POST or None, user=request.user, initial={"first_on": period.first, "last_on": period.last}
    )

    def do() -> None:
        publish_circular(by=request.user, **form.values())

    if form.is_bound and carry_out(request, form, request.user, do):
        messages.success(request, _("The bulletin is published."))
        return HttpResponseRedirect(reverse("desk_circulars"))
    rows = figures_for(request.user, period)
    context = {"form": form, "rows": rows, "total": total_of(rows), "period": period, "pauses": True}
    return page(request, "desk/supervision/new_circular.html", context, status=WRONG if form.errors else 200)


@at_desk
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """One bulletin with its figures as they stood."""
    row = get_object_or_404(Circular.objects.select_related("by"), pk=pk)
    rows = figures_in(row)
    context = {
        "circular": row,
        "rows": rows,
        "total": total_of(rows),
        "pauses": any("paused" in line for line in row.figures),
    }
    return page(request, "desk/supervision/circular.html", context)


@at_desk
def download(request: DeskRequest, pk: int) -> HttpResponse:
    """The same as a spreadsheet."""
    row = get_object_or_404(Circular, pk=pk)
    sheet = figures_sheet(figures_in(row), Period(row.first_on, row.last_on), row.title)
    return as_download(sheet, f"{row.first_on.isoformat()}-{row.last_on.isoformat()}")


def figures_in(row: Circular) -> list[Figures]:
    """The lines that were kept."""
    return [
        Figures(**{name: value for name, value in line.items() if name != "on_time_rate"})
        for line in row.figures
    ]
