"""Consultations and comments as lists show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from consultations.models import Comment, Consultation
from consultations.notices.counters import counts_for
from consultations.notices.phases import phase_of
from consultations.weighing.policies import public_counts
from frontend.shared.progress import rail_of
from frontend.shared.shown_files import SHOWN


def row_contexts(rows: Iterable[Consultation]) -> list[dict[str, Any]]:
    """What a list shows of each consultation; the counts of all in one query."""
    rows = list(rows)
    counts = counts_for(row.pk for row in rows)
    return [
        {
            "c": row,
            "phase": phase_of(row),
            "rail": rail_of(row),
            "counts": with_heard(public_counts(row, counts[row.pk])),
            "first": row.summary.split("\n")[0],
        }
        for row in rows
    ]


def with_heard(counts: dict[str, int]) -> dict[str, int]:
    """The counts, and how many points were adopted in whole or in part."""
    return {**counts, "heard": counts["adopted"] + counts["partly_adopted"]}


def with_opinions(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments as pages show them, with what became of each point."""
    return rows.prefetch_related("opinions__changed_clause", SHOWN)
