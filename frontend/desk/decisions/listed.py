"""The list of matters."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.models import Decision
from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.lists.filters import ListFilter, search, tab
from frontend.shared.dates import on
from frontend.shared.dossier_marks import DossierMark, mark_of, rail_of
from frontend.shared.spreadsheets import Cell

Status = Decision.Status
STATUSES = (Status.DRAFT, Status.UNDER_WAY, Status.DECIDED, Status.SUSPENDED, Status.TERMINATED)
WAITS = {"record": _("Waits for my record"), "confirm": _("Waits for my confirmation")}


class DecisionFilter(ListFilter):
    """Which matters are listed."""

    status = tab(_("Status"), [(each.value, each.label) for each in STATUSES])
    waits = tab(_("What waits for me"), WAITS.items(), everything=_("Whatever it waits for"))
    q = search(_("Words of the title"))

    def apply(self, rows: QuerySet[Decision], waiting: Mapping[str, Collection[int]]) -> QuerySet[Decision]:
        """The rows that match what could be understood."""
        chosen = self.chosen()
        if status := chosen.get("status"):
            rows = rows.filter(status=status)
        if waits := chosen.get("waits"):
            rows = rows.filter(pk__in=waiting[waits])
        if words := chosen.get("q"):
            rows = rows.filter(title__icontains=words)
        return rows


class DecisionLine(NamedTuple):
    """A matter with where it stands."""

    decision: Decision
    mark: DossierMark
    rail: list[dict[str, Any]]


def _lines(rows: Sequence[Decision]) -> list[DecisionLine]:
    return [DecisionLine(row, mark_of(row), rail_of(row)) for row in rows]


def _cells(line: DecisionLine) -> list[Cell]:
    row = line.decision
    return [
        row.title, line.mark.label, row.get_kind_display(), str(row.department), row.decision_authority,
        on(row.created_at), row.planned_on,
    ]  # fmt: skip


DECISIONS: DeskList[Decision] = DeskList(
    title=_("Decisions"),
    empty=_("No decision here"),
    row_template="desk/decisions/line.html",
    claims="decisions",
    orders={"new": Order(_("Newest first"), ("-id",)), "old": Order(_("Oldest first"), ("id",))},
    dress=_lines,
    columns=(
        (_("Title"), 50), (_("Status"), 16), (_("Kind"), 18), (_("Department"), 24), (_("Decided by"), 24),
        (_("Dossier opened on"), 12), (_("Planned for"), 12),
    ),
    cells=_cells,
    tabs=("status", "waits"),
)  # fmt: skip
