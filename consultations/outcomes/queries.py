"""Reading the outcome: what changed, and the comments behind each change."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from consultations.comments.models import Opinion
from consultations.documents.queries import comparison
from consultations.notices.models import Consultation


def changes(consultation: Consultation) -> list[dict[str, Any]]:
    """Draft → final, row by row, each with the opinions behind it; empty before the final text is published.

    Each row is a row of compare_documents with `opinions` added: those that name a clause of the row as changed
    because of them, and those on its old clauses that were refused.
    """
    if consultation.final_version is None:
        return []
    behind = _by_clause(consultation)
    rows = []
    for row in comparison(consultation.draft_version, consultation.final_version):
        sides = [side for side in (row["old"], row["new"]) if side]
        found = {each.pk: each for side in sides for uid in side["clauses"] for each in behind.get(uid, [])}
        rows.append({**row, "opinions": list(found.values())})
    return rows


def adopted_without_clause(consultation: Consultation) -> QuerySet[Opinion]:
    """Opinions that were adopted, in whole or in part, and name no clause that changed because of them.

    Asked for before the final text is published: without it nobody can see on the page what their words brought about.
    """
    adopted = [Opinion.Disposition.ADOPTED, Opinion.Disposition.PARTLY_ADOPTED]
    rows = Opinion.objects.filter(consultation=consultation, disposition__in=adopted, changed_clause=None)
    return rows.select_related("comment__clause").order_by("pk")


def _by_clause(consultation: Consultation) -> dict[str, list[Opinion]]:
    """Disposed opinions by the clause they changed, else by the clause their comment is on. One query."""
    opinions = (
        Opinion.objects.filter(consultation=consultation, comment__status="published")
        .exclude(disposition__in=["open", "not_considered", "out_of_scope"])
        .select_related("comment__clause", "changed_clause")
        .order_by("pk")
    )
    found: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        clause = opinion.changed_clause
        if clause is None and opinion.disposition == "not_adopted":
            clause = opinion.comment.clause
        if clause is not None:
            found[clause.uid].append(opinion)
    return found
