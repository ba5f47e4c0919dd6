"""The rows of a comparison, in the order of the new text."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypedDict

from consultations.documents.comparing.likeness import Likeness
from consultations.documents.comparing.pairing import in_order, pair
from consultations.documents.comparing.split import find_splits
from consultations.documents.comparing.units import Unit, UnitPiece, letters, make_units
from consultations.documents.comparing.words import MarkedWords, mark_words
from consultations.documents.structure import Draft, FlatClause, Level, flatten

Kind = Literal["same", "changed", "moved", "added", "removed"]


class Side(TypedDict):
    """One text of a row. `clauses` are the lasting ids of the article and its items, where there are any."""

    label: str
    path: str
    text: str
    level: str
    heading: str
    clauses: list[str]


# `slight`: only punctuation or width changed.
# `from`: the old articles that (also) went into this one; `into`: the new ones this (also) became.
Row = TypedDict(
    "Row",
    {
        "kind": Kind,
        "moved": bool,
        "old": Side | None,
        "new": Side | None,
        "words": MarkedWords,
        "slight": NotRequired[bool],
        "from": NotRequired[list[str]],
        "into": NotRequired[list[str]],
    },
)


def compare_drafts(old: Draft, new: Draft) -> list[Row]:
    """The rows for two texts as they were read. Every piece of either text stands in exactly one row."""
    return compare(_pieces(old), _pieces(new))


def compare_flat(old: Sequence[tuple[str, FlatClause]], new: Sequence[tuple[str, FlatClause]]) -> list[Row]:
    """The rows for two stored texts: pairs of lasting id and clause."""
    return compare([UnitPiece(*p) for p in old], [UnitPiece(*p) for p in new])


def compare(old: Sequence[UnitPiece], new: Sequence[UnitPiece]) -> list[Row]:
    """`same` and `moved` have the same words on both sides, white space aside; `changed` tells in `moved`
    whether it also stands elsewhere now. Removed rows stand where they stood."""
    units_old, units_new = make_units(old), make_units(new)
    likeness = Likeness(units_old, units_new)
    pairs = pair(units_old, units_new, likeness)
    steady = in_order(pairs)
    came_from, went_into = find_splits(units_old, units_new, pairs, likeness)
    removed = _removed_after(units_old, pairs, steady)

    rows: list[Row] = []
    for i in removed.get(-1, ()):
        rows.append(_row(units_old[i], None, moved=False))
        _name(rows[-1], "into", went_into.get(i))
    for unit in units_new:
        i_of = pairs.get(unit.order)
        before = None if i_of is None else units_old[i_of]
        rows.append(_row(before, unit, moved=before is not None and unit.order not in steady))
        _name(rows[-1], "from", came_from.get(unit.order))
        if i_of is not None:
            _name(rows[-1], "into", went_into.get(i_of))
            for i in removed.get(i_of, ()):
                rows.append(_row(units_old[i], None, moved=False))
                _name(rows[-1], "into", went_into.get(i))
    return rows


def _pieces(draft: Draft) -> list[UnitPiece]:
    pieces = [UnitPiece("", clause) for clause in flatten(draft, everything=True)]
    if draft.title and not draft.title_is_marked:
        # A first line that only looks like a title is kept: nothing of the text may be missing.
        shifted = [
            UnitPiece(
                "",
                FlatClause(
                    c.order + 1,
                    c.level,
                    c.label,
                    c.path,
                    c.heading,
                    c.text,
                    None if c.parent is None else c.parent + 1,
                ),
            )
            for _, c in pieces
        ]
        return [UnitPiece("", FlatClause(0, Level.TITLE, "", "题名", "", draft.title, None)), *shifted]
    return pieces


def _removed_after(old: Sequence[Unit], pairs: dict[int, int], steady: set[int]) -> dict[int, list[int]]:
    """Removed old positions under the old position whose row they follow (-1: at the very beginning)."""
    paired, anchors = set(pairs.values()), {pairs[j] for j in steady}
    removed: dict[int, list[int]] = {}
    last = -1
    for unit in old:
        if unit.order in anchors:
            last = unit.order
        elif unit.order not in paired:
            removed.setdefault(last, []).append(unit.order)
    return removed


def _row(old: Unit | None, new: Unit | None, *, moved: bool) -> Row:
    kind: Kind
    if old is None:
        kind = "added"
    elif new is None:
        kind = "removed"
    elif old.key == new.key:
        kind = "moved" if moved else "same"
    else:
        kind = "changed"
    words = mark_words(old.text if old else "", new.text if new else "")
    row: Row = {"kind": kind, "moved": moved, "old": _side(old), "new": _side(new), "words": words}
    if old and new and kind == "changed" and letters(old.text) == letters(new.text):
        row["slight"] = True
    return row


def _side(unit: Unit | None) -> Side | None:
    if unit is None:
        return None
    return {
        "label": unit.label,
        "path": unit.path,
        "text": unit.text,
        "level": unit.level.value,
        "heading": unit.heading,
        "clauses": [uid for uid in unit.uids if uid],
    }


def _name(row: Row, field: Literal["from", "into"], labels: list[str] | None) -> None:
    if labels:
        row[field] = labels
