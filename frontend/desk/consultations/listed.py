"""The list of consultations."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation
from consultations.notices.counters import counts_for
from consultations.notices.phases import Phase, in_phase, phase_of
from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.lists.filters import ListFilter, search, tab
from frontend.shared.spreadsheets import Cell

PHASES = (
    Phase.DRAFT, Phase.UPCOMING, Phase.OPEN, Phase.CLOSED, Phase.CONCLUDED, Phase.SUSPENDED, Phase.WITHDRAWN,
)  # fmt: skip


class ConsultationFilter(ListFilter):
    """Which consultations are listed."""

    phase = tab(_("Phase"), [(each.value, each.label) for each in PHASES])
    q = search(_("Words of the title"))

    def apply(self, rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
        """The rows that match what could be understood."""
        chosen = self.chosen()
        if phase := chosen.get("phase"):
            rows = rows.filter(in_phase(phase))
        if words := chosen.get("q"):
            rows = rows.filter(title__icontains=words)
        return rows


class ConsultationLine(NamedTuple):
    """A consultation with its phase and both its sums."""

    consultation: Consultation
    phase: Phase
    counts: dict[str, int]


def _lines(rows: Sequence[Consultation]) -> list[ConsultationLine]:
    counts = counts_for(row.pk for row in rows)
    return [ConsultationLine(row, phase_of(row), counts[row.pk]) for row in rows]


def _cells(line: ConsultationLine) -> list[Cell]:
    row, counts = line.consultation, line.counts
    return [
        row.title, str(line.phase.label), row.get_kind_display(), str(row.department), row.opens_on, row.closes_on,
        counts["received"], counts["pending"], counts["open"],
    ]  # fmt: skip


CONSULTATIONS: DeskList[Consultation] = DeskList(
    title=_("Consultations"),
    empty=_("No consultation here"),
    row_template="desk/consultations/line.html",
    claims="consultations",
    orders={
        "new": Order(_("Newest first"), ("-id",)),
        "closes": Order(_("Closing first"), ("closes_on", "id")),
        "closes-last": Order(_("Closing last"), ("-closes_on", "-id")),
    },
    dress=_lines,
    columns=(
        (_("Title"), 50), (_("Phase"), 14), (_("Kind"), 18), (_("Department"), 24), (_("First day"), 12),
        (_("Last day"), 12), (_("Comments"), 10), (_("To be checked"), 10), (_("Opinions to weigh"), 10),
    ),
    cells=_cells,
    tabs=("phase",),
)  # fmt: skip
