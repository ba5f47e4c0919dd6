"""The list of interpretations."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.lists.filters import ListFilter, search
from frontend.shared.dates import on
from frontend.shared.spreadsheets import Cell
from responses.models import Interpretation


class InterpretationFilter(ListFilter):
    """Which interpretations are listed."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *Interpretation.Status.choices]
    )
    q = search(_("Words of the title"))

    def apply(self, rows: QuerySet[Interpretation]) -> QuerySet[Interpretation]:
        """The rows that match what could be understood; the title of the document counts too."""
        chosen = self.chosen()
        if status := chosen.get("status"):
            rows = rows.filter(status=status)
        if words := chosen.get("q"):
            rows = rows.filter(Q(title__icontains=words) | Q(document__title__icontains=words))
        return rows


def _cells(row: Interpretation) -> list[Cell]:
    published = on(row.published_at) if row.published_at else None
    return [
        row.title, row.document.title, row.version.number, row.get_status_display(), str(row.department),
        on(row.created_at), published,
    ]  # fmt: skip


INTERPRETATIONS: DeskList[Interpretation] = DeskList(
    title=_("Interpretations"),
    empty=_("No interpretation yet"),
    row_template="desk/interpretations/line.html",
    claims="interpretations",
    orders={"new": Order(_("Newest first"), ("-id",)), "old": Order(_("Oldest first"), ("id",))},
    dress=list,
    columns=(
        (_("Title"), 50), (_("Document"), 50), (_("Version"), 8), (_("Status"), 12), (_("Department"), 24),
        (_("Drafted on"), 12), (_("Published on"), 12),
    ),
    cells=_cells,
    empty_hint=_("An interpretation explains a document in plain words and stands beside it."),
)  # fmt: skip
