"""The list of questions."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.lists.filters import ListFilter, search
from frontend.shared.dates import on
from frontend.shared.spreadsheets import Cell
from responses.models import Question

Status = Question.Status


class QuestionFilter(ListFilter):
    """Which questions are listed."""

    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *Status.choices])
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Question.Kind.choices]
    )
    q = search(_("Words or number"))

    def apply(self, rows: QuerySet[Question]) -> QuerySet[Question]:
        """The rows that match what could be understood."""
        chosen = self.chosen()
        for name in ("status", "kind"):
            if value := chosen.get(name):
                rows = rows.filter(**{name: value})
        if words := chosen.get("q"):
            rows = rows.filter(Q(title__icontains=words) | Q(body__icontains=words) | Q(number__iexact=words))
        return rows


def _cells(row: Question) -> list[Cell]:
    closed = row.closed_at
    runs = closed is None and row.status != Status.PAUSED
    return [
        row.title, row.number, row.get_kind_display(), row.get_status_display(), str(row.department or ""),
        on(row.submitted_at), row.due_on if runs else None, on(closed) if closed else None,
    ]  # fmt: skip


QUESTIONS: DeskList[Question] = DeskList(
    title=_("Questions"),
    empty=_("No question fits"),
    row_template="desk/questions/line.html",
    claims="questions",
    orders={
        "new": Order(_("Newest first"), ("-id",)),
        "old": Order(_("Oldest first"), ("id",)),
        "due": Order(_("Due first"), ("due_on", "id")),
    },
    dress=list,
    columns=(
        (_("Title"), 50), (pgettext_lazy("of a question", "Number"), 20), (_("Kind"), 12), (_("Status"), 14),
        (_("Department"), 24), (_("Received on"), 12), (_("Due"), 12), (_("Closed on"), 12),
    ),
    cells=_cells,
)  # fmt: skip
