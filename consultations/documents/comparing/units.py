"""What is compared with what: headings, and whole articles with their items."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from consultations.documents.structure import STRUCTURAL, FlatClause, Level


class UnitPiece(NamedTuple):
    """A clause and its lasting id ("" where the text is not stored)."""

    uid: str
    clause: FlatClause


@dataclass(slots=True)
class Unit:
    """One side of a row. `text` is everything but the label: heading, 款, items, tables."""

    order: int
    level: Level
    label: str
    path: str
    heading: str
    text: str
    uids: list[str]
    key: str = ""  # without white space: equal keys are the same text
    grams: Counter[str] = field(default_factory=Counter)

    @property
    def is_heading(self) -> bool:
        return self.level in STRUCTURAL


_NOT_SAID = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")
_PUNCTUATION = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    return _NOT_SAID.sub("", text)


def make_units(pieces: Sequence[UnitPiece]) -> list[Unit]:
    """The units of a text in its order; every clause stands in exactly one."""
    unit_of: list[int] = []
    units: list[Unit] = []
    texts: list[list[str]] = []
    for uid, clause in pieces:
        above = None if clause.parent is None else unit_of[clause.parent]
        if above is None or clause.level in STRUCTURAL or units[above].is_heading:
            unit_of.append(len(units))
            units.append(Unit(len(units), clause.level, clause.label, clause.path, clause.heading, "", [uid]))
            texts.append([part for part in (clause.heading, clause.text) if part])
        else:
            unit_of.append(above)
            units[above].uids.append(uid)
            texts[above].append(
                "\n".join(p for p in (clause.label + clause.heading, clause.text) if p)
                if clause.heading
                else clause.label + clause.text
            )
    for unit, parts in zip(units, texts, strict=True):
        unit.text = "\n".join(parts)
        unit.key = squeezed(unit.text)
        unit.grams = _grams(unit.text)
    return units


def single_units(clauses: Sequence[FlatClause]) -> list[Unit]:
    """Every clause as a unit of its own, in the same order."""
    units: list[Unit] = []
    for n, clause in enumerate(clauses):
        text = "\n".join(part for part in (clause.heading, clause.text) if part)
        unit = Unit(n, clause.level, clause.label, clause.path, clause.heading, text, [])
        unit.key, unit.grams = squeezed(text), _grams(text)
        units.append(unit)
    return units


def letters(text: str) -> str:
    """What is left when punctuation, width and case do not count."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text).lower())


def _grams(text: str) -> Counter[str]:
    """Two neighbouring letters each."""
    plain = letters(text)
    if len(plain) < 2:
        return Counter([plain] if plain else [])
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1))
