"""What changed between two texts as a page shows it: changes one by one, what stands unchanged in one fold."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from consultations.documents.comparing.words import mark_words
from consultations.documents.queries import compared
from consultations.documents.structure import STRUCTURAL
from consultations.models import Opinion, Version
from consultations.outcomes.queries import OpinionsBehind, clauses_of

MOST_WORDS = 300  # of one opinion beside its change; the list behind the change has all of it
NOTHING = OpinionsBehind()
NOT_NAMED: dict[str, Any] = {"slight": False, "from": [], "into": []}  # what a row may leave out


def changes_between(old: Version, new: Version) -> list[dict[str, Any]]:
    """Everything that reads otherwise in another text: its title, and the words, numbers and places of its clauses."""
    rows = [whole(row) for row in compared(old, new) if _is_change(row)]
    if old.title == new.title:
        return rows
    name = {"label": _("Title"), "heading": "", "path": ""}
    title = {"kind": "changed", "old": name, "new": name, "words": mark_words(old.title, new.title)}
    return [whole(title), *rows]


def _is_change(row: Mapping[str, Any]) -> bool:
    return bool(row["kind"] != "same" or row["old"]["label"] != row["new"]["label"])


def grouped(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Changes one by one, each with what is `behind` it; what stands unchanged between them in one fold."""
    for is_same, run in groupby(rows, key=lambda row: row["kind"] == "same" and not _behind(row).total):
        if is_same:
            same = list(run)
            names = [name_of(row) for row in same if not is_heading(row)]
            names = names or [_("Heading “%(name)s”") % {"name": name_of(row)} for row in same]
            yield {"same": same, "first": names[0], "last": names[-1]}
        else:
            for row in run:
                behind = _behind(row)
                more = behind.total > len(behind.few) or any(_is_cut(each) for each in behind.few)
                uid = next(iter(clauses_of(row)), "")
                yield {"same": [], "row": whole(row), "behind": behind, "uid": uid, "more": more}


def whole(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with everything that a page may ask it for."""
    return {**NOT_NAMED, **row}


def is_heading(row: Mapping[str, Any]) -> bool:
    return (row["new"] or row["old"])["level"] in STRUCTURAL


def name_of(row: Mapping[str, Any]) -> str:
    """What the clause is called, in the new text if it stands there."""
    side = row["new"] or row["old"]
    return str(side["label"] or side.get("heading") or side["path"])


def _is_cut(opinion: Opinion) -> bool:
    """Whether it has more words than stand beside the change."""
    said = opinion.public_text or opinion.comment.public_body
    return max(len(said), len(opinion.reason)) > MOST_WORDS


def _behind(row: Mapping[str, Any]) -> OpinionsBehind:
    return row.get("behind", NOTHING)  # type: ignore[no-any-return]
