"""What changed between two texts as a page shows it: changes one by one, what stands unchanged in one fold."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from consultations.documents.comparing.words import mark_words
from consultations.documents.queries import compared
from consultations.documents.structure import STRUCTURAL
from consultations.models import Opinion, Version

HEARD = (Opinion.Disposition.ADOPTED, Opinion.Disposition.PARTLY_ADOPTED)
FEW = 4


def changes_between(old: Version, new: Version) -> list[dict[str, Any]]:
    """Everything that reads otherwise in another text: its title, and the words, numbers and places of its clauses."""
    rows: list[dict[str, Any]] = [dict(row) for row in compared(old, new) if _is_change(dict(row))]
    if old.title == new.title:
        return rows
    name = {"label": _("Title"), "heading": "", "path": ""}
    title = {"kind": "changed", "old": name, "new": name, "words": mark_words(old.title, new.title)}
    return [title, *rows]


def _is_change(row: dict[str, Any]) -> bool:
    return bool(row["kind"] != "same" or row["old"]["label"] != row["new"]["label"])


def grouped(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Changes one by one; what stands unchanged between them in one fold."""
    for is_same, run in groupby(rows, key=lambda row: row["kind"] == "same" and not row["opinions"]):
        if is_same:
            same = list(run)
            names = [_name(row) for row in same if not is_heading(row)] or [_name(row) for row in same]
            yield {"same": same, "first": names[0], "last": names[-1]}
        else:
            for row in run:
                yield {"row": row, **_behind(row["opinions"])}


def is_heading(row: dict[str, Any]) -> bool:
    return (row["new"] or row["old"])["level"] in STRUCTURAL


def _name(row: dict[str, Any]) -> str:
    side = row["new"] or row["old"]
    return str(side["label"] or side.get("heading") or side["path"])


def _behind(opinions: list[Opinion]) -> dict[str, Any]:
    """The opinions behind a change, and those that were refused."""
    heard = [opinion for opinion in opinions if opinion.disposition in HEARD]
    return {
        "few": heard[:FEW],
        "more": heard[FEW:],
        "refused": [opinion for opinion in opinions if opinion.disposition not in HEARD],
        "adopted": sum(opinion.disposition == Opinion.Disposition.ADOPTED for opinion in heard),
        "partly": sum(opinion.disposition == Opinion.Disposition.PARTLY_ADOPTED for opinion in heard),
    }
