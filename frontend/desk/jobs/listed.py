"""The list of what could not be delivered."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from frontend.desk.jobs import kinds
from frontend.desk.lists.declared import DeskList, Order
from frontend.shared.spreadsheets import Cell
from participation.delivery.models import Job


class JobLine(NamedTuple):
    """A job as the page says it."""

    job: Job
    kind: str
    about: str
    reason: str
    whole_reason: str


def _lines(rows: Sequence[Job]) -> list[JobLine]:
    return [
        JobLine(
            row, kinds.kind_words(row.handler), kinds.about(row), kinds.reason(row), kinds.whole_reason(row)
        )
        for row in rows
    ]


def _cells(line: JobLine) -> list[Cell]:
    row = line.job
    return [
        row.pk, line.kind, str(_("Parked") if row.parked_at else _("Tried again")), row.attempts, row.made_at,
        row.parked_at, line.reason,
    ]  # fmt: skip


IN_TROUBLE: DeskList[Job] = DeskList(
    title=_("Background jobs"),
    empty=_("None of these"),
    rows_template="desk/jobs/rows.html",
    orders={"new": Order(_("Newest first"), ("-id",)), "old": Order(_("Oldest first"), ("id",))},
    dress=_lines,
    columns=(
        (_("No."), 10), (_("Kind"), 40), (_("Status"), 12), (_("Attempts"), 10), (_("Begun"), 20), (_("Parked"), 20),
        (_("Reason"), 60),
    ),
    cells=_cells,
    tabs=("state",),
)  # fmt: skip
NOTHING = replace(
    IN_TROUBLE,
    empty=_("Everything has been delivered"),
    empty_hint=_("What fails appears here, with its reason."),
)
