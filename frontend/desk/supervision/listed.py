"""The lists of supervision: the clocks, and what was pushed, for overseers and for the department."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.supervision.deadline_subjects import KINDS, Subject, subjects_of
from frontend.shared.dates import on
from frontend.shared.spreadsheets import Cell
from participation.deadlines.models import Deadline
from participation.deadlines.policies import standing
from participation.deadlines.rulebook import BilingualText, Rulebook
from participation.deadlines.standing import Standing, Thresholds
from responses.models import Chaser


class DeadlineLine(NamedTuple):
    """A clock with its matter, how it stands and the rule it runs by."""

    deadline: Deadline
    subject: Subject
    standing: Standing
    rule: BilingualText


class ChaserLine(NamedTuple):
    """A push with its matter."""

    chaser: Chaser
    subject: Subject


def _deadline_lines(when: Thresholds, rows: Sequence[Deadline]) -> list[DeadlineLine]:
    subjects, book = subjects_of(rows), Rulebook()
    return [
        DeadlineLine(row, subjects[row.pk], standing(row, when), book.rule(row.rule_id).label) for row in rows
    ]


def _deadline_cells(line: DeadlineLine) -> list[Cell]:
    row, subject = line.deadline, line.subject
    kind = KINDS.get(row.subject_kind, row.subject_kind)
    return [
        subject.title, subject.number, str(kind), str(row.department or ""), str(line.rule), row.started_on,
        None if row.state == Deadline.State.PAUSED else row.due_on, str(line.standing.label),
    ]  # fmt: skip


def _chaser_lines(rows: Sequence[Chaser]) -> list[ChaserLine]:
    subjects = subjects_of(row.deadline for row in rows)
    return [ChaserLine(row, subjects[row.deadline_id]) for row in rows]


def _chaser_cells(line: ChaserLine) -> list[Cell]:
    row, subject = line.chaser, line.subject
    return [
        subject.title, subject.number, row.get_kind_display(), str(row.department or ""), on(row.at), row.due_on,
        str(row.by or ""), row.words, row.answer_by, on(row.answered_at) if row.answered_at else None, row.outcome,
    ]  # fmt: skip


MATTER: tuple[tuple[Promise, int], ...] = (
    (_("Title"), 50),
    (pgettext_lazy("of a question", "Number"), 20),
)
CHASERS: DeskList[Chaser] = DeskList(
    title=_("Reminders and orders"),
    empty=_("Nothing was pushed"),
    row_template="desk/supervision/chaser_line.html",
    orders={
        "new": Order(_("Newest first"), ("-id",)),
        "old": Order(_("Oldest first"), ("id",)),
        "due": Order(_("Due first"), ("due_on", "id")),
    },
    dress=_chaser_lines,
    columns=(
        *MATTER, (_("Kind"), 16), (_("Department"), 24), (_("Day"), 12), (_("Due"), 12), (_("Given by"), 14),
        (_("What is ordered"), 50), (_("To be answered by"), 12), (_("Answered on"), 12), (_("What was done"), 50),
    ),
    cells=_chaser_cells,
)  # fmt: skip
ORDERS = replace(CHASERS, row_template="desk/supervision/order_line.html")


def deadline_list(when: Thresholds) -> DeskList[Deadline]:
    """The clocks, held against the days of this request."""
    return DeskList(
        title=_("Clocks"),
        empty=_("No clock here"),
        row_template="desk/supervision/deadline_line.html",
        orders={
            "due": Order(_("Due first"), ("due_on", "id")),
            "due-last": Order(_("Due last"), ("-due_on", "-id")),
            "new": Order(_("Begun last"), ("-started_on", "-id")),
        },
        dress=partial(_deadline_lines, when),
        columns=(
            *MATTER, (_("What for"), 20), (_("Department"), 24), (_("Rule"), 30), (_("Begun on"), 12), (_("Due"), 12),
            (_("How it stands"), 14),
        ),
        cells=_deadline_cells,
    )  # fmt: skip
