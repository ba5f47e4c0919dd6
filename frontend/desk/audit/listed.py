"""The audit as a list: every act with what it is about."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.audit.subjects import Named, named
from frontend.desk.lists.declared import DeskList, Order
from frontend.shared.audit_notes import Lines, brief, notes_of
from frontend.shared.audit_words import doer_of, words_of
from frontend.shared.spreadsheets import Cell
from participation.ledger.models import AuditEntry


class AuditLine(NamedTuple):
    """An act in words, with what it is about; nothing where that is no longer there."""

    entry: AuditEntry
    words: str
    about: Named | None
    noted: Lines

    @property
    def brief(self) -> str:
        """What was noted, in one line."""
        return brief(self.noted)


def lines(rows: Sequence[AuditEntry]) -> list[AuditLine]:
    """A query for each kind of thing."""
    about = named(rows)
    return [
        AuditLine(row, words_of(row), about.get((row.kind, row.object_id)), noted)
        for row, noted in zip(rows, notes_of(rows), strict=True)
    ]


def _cells(line: AuditLine) -> list[Cell]:
    row, about = line.entry, line.about
    title = about.title if about else str(_("no longer there"))
    return [row.pk, row.at, doer_of(row), line.words, title, line.brief]


AUDIT: DeskList[AuditEntry] = DeskList(
    title=pgettext_lazy("the desk", "Audit"),
    empty=_("Nothing here"),
    rows_template="desk/audit/rows.html",
    orders={"new": Order(_("Newest first"), ("-id",)), "old": Order(_("Oldest first"), ("id",))},
    dress=lines,
    columns=(
        (_("No."), 10), (_("Time"), 20), (pgettext_lazy("the audit", "By whom"), 18),
        (pgettext_lazy("the audit", "What"), 30), (pgettext_lazy("the audit", "About"), 50), (_("Noted"), 60),
    ),
    cells=_cells,
)  # fmt: skip
