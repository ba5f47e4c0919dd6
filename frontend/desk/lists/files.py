"""A list as a file: every page of what the filters show, with who took it and when. No cell is a formula."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from frontend.desk.lists.declared import DeskList
from frontend.shared.dates import say_moment
from frontend.shared.spreadsheets import Cell, Sheet, as_csv, as_download
from participation import clock
from participation.accounts.models import User
from participation.ledger.audit import record
from participation.text.masking import mask_personal

MOST = {"xlsx": 10_000, "csv": 100_000}  # lines of a file
PIECE = 500
WAYS = {"xlsx": as_download, "csv": as_csv}


def as_file(
    ending: str, declared: DeskList[Any], rows: QuerySet[Any], by: User, *, asked: str = ""
) -> HttpResponse:
    """The rows, in the order they have, as `xlsx` or `csv`; that it was taken is an act of its own, with what was
    `asked` for. Raises Http404 for any other ending.
    """
    if ending not in WAYS:
        raise Http404
    title = _("%(list)s, %(moment)s, taken by %(name)s") % {
        "list": declared.title, "moment": say_moment(clock.now()), "name": by,
    }  # fmt: skip
    note = {"list": str(declared.title), "format": ending, "filter": mask_personal(asked)}
    record("list.exported", by, by=by, note=note)
    columns = [(str(label), width) for label, width in declared.columns]
    lines, tab = _lines(declared, rows, MOST[ending]), str(declared.title)
    name = f"{tab}-{clock.now().astimezone(clock.SHANGHAI):%Y%m%d-%H%M}"
    return WAYS[ending](Sheet(title, columns, lines, tab), name)


def _lines(declared: DeskList[Any], rows: QuerySet[Any], most: int) -> Iterator[list[Cell]]:
    """Which rows is settled once, so that none comes twice; they are read in pieces, so that little is in memory."""
    ids = list(rows.values_list("pk", flat=True)[:most])
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        found = {row.pk: row for row in rows.filter(pk__in=piece)}
        for row in declared.dress([found[pk] for pk in piece if pk in found]):
            yield from (list(declared.cells(line)) for line in declared.lines(row))
