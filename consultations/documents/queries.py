"""Reading documents: the text of a version, and what changed between two."""

from typing import Any

from consultations.documents.actions import flat
from consultations.documents.models import Comparison, Passage, Version


def passages(version: Version) -> list[Passage]:
    """The text of a version in reading order, with the lasting clause of each passage. One query."""
    return list(version.passages.select_related("clause"))


def comparison(old: Version, new: Version) -> list[dict[str, Any]]:
    """What changed between two versions; kept once both are published, since then neither can change."""
    kept = Comparison.objects.filter(old=old, new=new).first()
    if kept is not None:
        rows: list[dict[str, Any]] = kept.rows
        return rows
    rows = compared(old, new)
    if old.status == new.status == Version.Status.PUBLISHED:
        Comparison.objects.get_or_create(old=old, new=new, defaults={"rows": rows})
    return rows


def compared(old: Version, new: Version) -> list[dict[str, Any]]:
    """Work out what changed, each row with the clauses (lasting ids) that it speaks of."""
    from consultations.documents.comparing import compare_flat

    before, after = passages(old), passages(new)
    return compare_flat(
        [(row.clause.uid, flat(row)) for row in before], [(row.clause.uid, flat(row)) for row in after]
    )
