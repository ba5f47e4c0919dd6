"""The county's directory and the departments' lists, by year; every edition stays readable."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from consultations.decisions.models import Decision, ParticipationItem, ParticipationList
from consultations.decisions.queries import items_of, newest_editions, published_lists
from frontend.shared.spreadsheets import Sheet, as_download

MOST_YEARS = 400


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The newest edition of the directory and of each department's list, by year."""
    rows = newest_editions(published_lists()[:MOST_YEARS])
    years = [(year, list(found)) for year, found in groupby(rows, key=lambda row: row.year)]
    return render(request, "public/decisions/lists.html", {"years": years})


@require_safe
def show(request: HttpRequest, year: int, department: str) -> HttpResponse:
    """One list; `?edition=n` shows an earlier one."""
    editions = _editions(year, department)
    asked = request.GET.get("edition", "")
    row = next((each for each in editions if not asked or str(each.edition) == asked), None)
    if row is None:
        raise Http404
    context = {
        "list": row,
        "full_title": list_sheet(row, []).title,
        "items": _items(row),
        "editions": editions,
        "is_newest": row == editions[0],
        "shows_completion": row.completion_published_at is not None,
    }
    return render(request, "public/decisions/yearly.html", context)


@require_safe
def download(request: HttpRequest, year: int, department: str, edition: int) -> HttpResponse:
    """The same as a spreadsheet."""
    row = get_object_or_404(
        published_lists(), year=year % 100_000, department__slug=department, edition=edition % 30_000
    )
    return as_download(list_sheet(row, _items(row)), f"{row.year}-{row.department.slug}-{row.edition}")


def list_sheet(row: ParticipationList, items: list[ParticipationItem]) -> Sheet:
    """The columns that the county's rules prescribe, and once it is published what became of each row."""
    about = {"department": row.department, "year": row.year}
    title = _("%(department)s: decisions open to participation in %(year)d") % about
    columns = [
        (_("No."), 6), (_("Matter"), 40), (_("Procedure"), 36), (_("Unit in charge"), 20), (_("Planned for"), 16),
        (_("Ways to take part"), 32), (pgettext("column", "Hearing"), 10),
    ]  # fmt: skip
    cells = _cells
    if row.is_directory:
        title = _("%(department)s: directory of major decisions %(year)d") % about
        columns = [
            (_("No."), 6), (_("Matter"), 40), (_("Unit in charge"), 20), (_("Legal or policy basis"), 40),
            (_("Procedure"), 36), (pgettext("column", "Hearing"), 10), (_("Planned for"), 16),
            (pgettext("column", "Remarks"), 24),
        ]  # fmt: skip
        cells = _directory_cells
    if not row.completion_published_at:
        return Sheet(title=title, columns=columns, rows=[cells(item) for item in items])
    columns += [(_("Completion"), 12), (_("Note on the completion"), 40)]
    rows = [(*cells(item), item.get_outcome_display(), item.outcome_note) for item in items]
    return Sheet(title=title, columns=columns, rows=rows)


def _cells(item: ParticipationItem) -> tuple[Any, ...]:
    hearing = _("yes") if item.has_hearing else _("no")
    return item.ordinal, item.matter, item.procedure, item.unit, item.planned, item.ways, hearing


def _directory_cells(item: ParticipationItem) -> tuple[Any, ...]:
    hearing = _("yes") if item.has_hearing else _("no")
    return (
        item.ordinal, item.matter, item.unit, item.legal_basis, item.procedure, hearing, item.planned, item.note,
    )  # fmt: skip


def _editions(year: int, department: str) -> list[ParticipationList]:
    rows = list(
        published_lists().filter(year=year % 100_000, department__slug=department).order_by("-edition")
    )
    if not rows or rows[0].year != year:
        raise Http404
    return rows


def _items(row: ParticipationList) -> list[ParticipationItem]:
    items = list(items_of(row))
    for item in items:
        if item.decision and item.decision.status == Decision.Status.DRAFT:
            item.decision = None  # not public yet
    return items
