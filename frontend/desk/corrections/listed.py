"""The list of corrections: what waits and what was decided."""

from collections.abc import Sequence
from typing import NamedTuple

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.lists.filters import ListFilter
from frontend.desk.people.forms import DepartmentChoice
from frontend.shared.corrections import Subject, subjects_of
from frontend.shared.dates import on
from frontend.shared.spreadsheets import Cell
from participation.corrections.models import Correction

Status = Correction.Status
ACTS = {Correction.Act.CORRECT: _("Correction"), Correction.Act.WITHDRAW: _("Take back")}


class CorrectionFilter(ListFilter):
    """Those that wait, unless the address says otherwise."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, initial=Status.PROPOSED.value, choices=[*Status.choices, ("all", _("All"))]
    )  # fmt: skip
    act = forms.ChoiceField(
        label=pgettext_lazy("of a correction", "What is proposed"), required=False,
        choices=[("", _("All")), *ACTS.items()],
    )  # fmt: skip
    department = DepartmentChoice(required=False, to_field_name="slug", empty_label=_("All departments"))

    def apply(self, rows: QuerySet[Correction]) -> QuerySet[Correction]:
        """The rows that match what could be understood; a department with all beneath it."""
        chosen = self.chosen()
        if (status := chosen.get("status") or Status.PROPOSED) != "all":
            rows = rows.filter(status=status)
        if act := chosen.get("act"):
            rows = rows.filter(act=act)
        if department := chosen.get("department"):
            rows = rows.filter(department__path__startswith=department.path)
        return rows


class CorrectionLine(NamedTuple):
    """A correction with what it is about."""

    correction: Correction
    subject: Subject


def _lines(rows: Sequence[Correction]) -> list[CorrectionLine]:
    subjects = subjects_of(rows)
    return [CorrectionLine(row, subjects[row.pk]) for row in rows]


def _cells(line: CorrectionLine) -> list[Cell]:
    row, subject = line.correction, line.subject
    return [
        subject.title, str(subject.label), str(ACTS[Correction.Act(row.act)]), row.get_status_display(),
        str(row.department), str(row.proposed_by), on(row.proposed_at), str(row.decided_by or ""),
        on(row.decided_at) if row.decided_at else None,
    ]  # fmt: skip


CORRECTIONS: DeskList[Correction] = DeskList(
    title=_("Corrections"),
    empty=_("Nothing here"),
    row_template="desk/corrections/line.html",
    orders={"new": Order(_("Newest first"), ("-id",)), "old": Order(_("Oldest first"), ("id",))},
    dress=_lines,
    columns=(
        (_("Title"), 50), (_("Kind"), 16), (pgettext_lazy("of a correction", "What is proposed"), 12),
        (_("Status"), 12), (_("Department"), 24), (_("Proposed by"), 14), (_("Proposed on"), 12),
        (pgettext_lazy("of a correction", "Decided by"), 14), (pgettext_lazy("of a correction", "Decided on"), 12),
    ),
    cells=_cells,
    empty_hint=_(
        "A correction is proposed from the page of what is published: an answer, an interpretation, a feedback, "
        "a notice or a final text."
    ),
)  # fmt: skip
