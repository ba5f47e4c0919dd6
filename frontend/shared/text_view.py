"""A text as a page shows it: headings, the units people comment on, and the pieces within a unit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from consultations.documents.structure import STRUCTURAL, Level
from consultations.models import Passage, Version

DEEP = frozenset({Level.SUBITEM, Level.POINT})


def label_of(passage: Passage) -> str:
    """What a clause is called on a page: 第三条 职责, or where it stands when it has no number."""
    return " ".join(filter(None, (passage.label, passage.heading))) or passage.path or _("Paragraph")


def length_of(levels: Iterable[str]) -> dict[str, int]:
    """How long a text is: its articles (条); where it has none, all its clauses."""
    known = list(levels)
    return {"articles": known.count(Level.ARTICLE), "clauses": len(known)}


@dataclass
class TextPiece:
    """An item or paragraph within a unit."""

    passage: Passage
    count: int

    @property
    def uid(self) -> str:
        return self.passage.clause.uid

    @property
    def is_deep(self) -> bool:
        return self.passage.level in DEEP

    @property
    def is_item(self) -> bool:
        return self.passage.level == Level.ITEM

    @property
    def lines(self) -> list[str]:
        return self.passage.text.split("\n")

    @property
    def table(self) -> list[list[str]] | None:
        """The cells, when this is a table: a line a row, a tab between cells."""
        return [line.split("\t") for line in self.lines] if self.passage.level == Level.TABLE else None


@dataclass
class TextUnit(TextPiece):
    """What stands on the page as one clause with one comment button: mostly an article with its items."""

    pieces: list[TextPiece] = field(default_factory=list)

    @property
    def label(self) -> str:
        return label_of(self.passage)

    @property
    def total(self) -> int:
        """Comments received on it and on its pieces."""
        return self.count + sum(piece.count for piece in self.pieces)

    @property
    def is_heading(self) -> bool:
        """A heading with words of its own: its name stands above it already."""
        return self.passage.level in STRUCTURAL

    @property
    def has_name(self) -> bool:
        return bool(self.passage.label or self.passage.heading)

    @property
    def takes_comments(self) -> bool:
        return self.passage.level != Level.SIGNATURE

    @property
    def clause_ids(self) -> list[int]:
        return [self.passage.clause_id, *(piece.passage.clause_id for piece in self.pieces)]

    def choices(self) -> list[tuple[str, str]]:
        """Which part of it a comment may speak of: the whole, or one of its pieces."""
        items = [
            (piece.uid, f"{piece.passage.label} {piece.lines[0][:24]}".strip())
            for piece in self.pieces
            if not piece.table
        ]
        return [(self.uid, _("All of %(clause)s") % {"clause": self.label}), *items]


@dataclass
class TextChapter:
    """A heading with the units under it; the first may have no heading."""

    passage: Passage | None
    units: list[TextUnit] = field(default_factory=list)
    count: int = 0

    @property
    def anchor(self) -> str:
        return f"c-{self.passage.clause.uid}" if self.passage else "text"

    @property
    def title(self) -> str:
        return label_of(self.passage) if self.passage else ""

    @property
    def total(self) -> int:
        return self.count + sum(unit.total for unit in self.units)


class TextView:
    """The chapters of one version of a text."""

    def __init__(self, passages: Iterable[Passage], counts: Mapping[int, int] | None = None) -> None:
        self.chapters: list[TextChapter] = []
        self.labels: dict[int, str] = {}
        self._owner: dict[str, TextUnit] = {}
        counts = counts or {}
        self.whole = counts.get(0, 0)
        units: dict[int, TextUnit] = {}  # by the position of every passage that lies in it
        for passage in passages:
            count = counts.get(passage.clause_id, 0)
            self.labels[passage.clause_id] = label_of(passage)
            if passage.level in STRUCTURAL and passage.parent_position not in units:
                self._open(passage, count)
                continue
            unit = units.get(passage.parent_position) if passage.parent_position is not None else None
            if unit is None:
                unit = TextUnit(passage, count)
                self._last.units.append(unit)
            else:
                unit.pieces.append(TextPiece(passage, count))
                self.labels[passage.clause_id] = f"{unit.label} {passage.label}".strip()
            units[passage.position] = self._owner[passage.clause.uid] = unit

    @property
    def _last(self) -> TextChapter:
        if not self.chapters:
            self.chapters.append(TextChapter(None))
        return self.chapters[-1]

    def _open(self, passage: Passage, count: int) -> None:
        self.chapters.append(TextChapter(passage, count=count))
        if passage.text:
            unit = TextUnit(passage, 0)
            self.chapters[-1].units.append(unit)
            self._owner[passage.clause.uid] = unit

    @property
    def is_flat(self) -> bool:
        """Whether the text has no headings, so that its articles make the contents."""
        return all(chapter.passage is None for chapter in self.chapters)

    def unit_of(self, uid: str) -> TextUnit | None:
        """The unit in which the clause with this lasting id stands."""
        return self._owner.get(uid)

    def __iter__(self) -> Iterator[TextChapter]:
        return iter(self.chapters)


NAMED_LEVELS = (
    "article",
    "item",
    "subitem",
    "paragraph",
    "preamble",
    "table",
    "annex",
    "heading",
    "chapter",
    "point",
)


def clause_choices(version: Version) -> list[tuple[str, str]]:
    """The clauses of a version as choices: lasting id and place. One query."""
    rows = Passage.objects.filter(version=version, level__in=NAMED_LEVELS).values_list(
        "clause__uid", "path", "label", "heading", "position"
    )
    return [
        (uid, f"{path or label or position + 1}{f'　{heading}' if heading else ''}"[:80])
        for uid, path, label, heading, position in rows
    ]
