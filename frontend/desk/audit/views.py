"""The audit for whoever oversees the county: every act, who did it, when, on what, and what stood there before."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.audit.forms import AuditFilter
from frontend.desk.audit.notes import lines_of
from frontend.desk.audit.subjects import Named, named
from frontend.shared.audit_words import doer_of, words_of
from frontend.shared.paging import page_of
from frontend.shared.spreadsheets import Cell, Sheet, as_csv, as_download
from participation.accounts.policies import can_read_audit
from participation.ledger.audit import record
from participation.ledger.models import AuditEntry

MOST = {"csv": 100_000, "xlsx": 10_000}  # lines of a file
PIECE = 500
FILES = {"csv": as_csv, "xlsx": as_download}


@at_desk
@require_safe
def audit(request: DeskRequest) -> HttpResponse:
    """The newest first; what the filter asks stands in the address."""
    _readers_only(request)
    form = AuditFilter(request.GET)
    listed = page_of(request, form.apply().select_related("by", "on_behalf_of"), "-id", size=30)
    query = request.GET.copy()
    query.pop("cursor", None)
    context = {
        "form": form,
        "listed": listed,
        "rows": _shown(listed.rows),
        "query": query.urlencode(),
        "most": MOST,
    }
    return page(request, "desk/audit/list.html", context)


@at_desk
@require_safe
def entry(request: DeskRequest, pk: int) -> HttpResponse:
    """One act with everything that was noted of it, and the way to all of the same thing."""
    _readers_only(request)
    row = get_object_or_404(AuditEntry.objects.select_related("by", "on_behalf_of"), pk=pk)
    [(_row, words, about)] = _shown([row])
    context = {"entry": row, "words": words, "about": about, "lines": lines_of(row)}
    return page(request, "desk/audit/entry.html", context)


@at_desk
@require_safe
def file(request: DeskRequest, ending: str) -> HttpResponse:
    """What the filter shows, as a file; that it was taken is an act of its own."""
    _readers_only(request)
    if ending not in MOST:
        raise Http404
    rows = AuditFilter(request.GET).apply()
    record(
        "audit.exported",
        request.user,
        by=request.user,
        note={"format": ending, "filter": request.GET.urlencode()},
    )
    columns = [
        (_("No."), 10), (_("Time"), 20), (pgettext("the audit", "By whom"), 18), (pgettext("the audit", "What"), 30),
        (pgettext("the audit", "About"), 50), (_("Noted"), 60),
    ]  # fmt: skip
    sheet = Sheet(pgettext("the desk", "Audit"), columns, _cells(rows, MOST[ending]))
    return FILES[ending](sheet, sheet.title)


def _readers_only(request: DeskRequest) -> None:
    if not can_read_audit(request.user):
        raise PermissionDenied


def _shown(rows: Any) -> list[tuple[AuditEntry, str, Named | None]]:
    about = named(rows)
    return [(row, words_of(row), about.get((row.kind, row.object_id))) for row in rows]


def _cells(rows: Any, most: int) -> Iterator[list[Cell]]:
    """In pieces, so that a long file holds little in memory."""
    last, left = None, most
    while left > 0:
        piece = list(
            (rows.filter(pk__lt=last) if last else rows).select_related("by", "on_behalf_of")[
                : min(PIECE, left)
            ]
        )
        for row, words, about in _shown(piece):
            noted = "; ".join(f"{label}: {text}" for label, text in lines_of(row))
            title = about.title if about else f"{row.kind} {row.object_id}"
            yield [
                row.pk,
                row.at.isoformat(timespec="seconds"),
                doer_of(row),
                words,
                title,
                noted,
            ]
        if len(piece) < PIECE:
            return
        last, left = piece[-1].pk, left - len(piece)
