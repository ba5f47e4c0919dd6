"""The tree of a text: parts, chapters, articles, items, paragraphs; and the flat list the database keeps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    TITLE = "title"  # the document's own name, or its name printed once more above the text
    CONTENTS = "contents"  # a printed table of contents 目录
    PREAMBLE = "preamble"
    PART = "part"  # 编、篇
    SUBPART = "subpart"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    HEADING = "heading"  # a heading that is none of these: 一、总体要求
    ARTICLE = "article"  # 条
    ITEM = "item"  # 项
    SUBITEM = "subitem"  # 目
    POINT = "point"
    PARAGRAPH = "paragraph"  # 段, or a 款 that follows an article's items
    TABLE = "table"
    SIGNATURE = "signature"
    ANNEX = "annex"


STRUCTURAL = frozenset({Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.HEADING, Level.ANNEX})


# What may stand under what: a level holds those of a higher rank, but for those that hold nothing.
RANKS: dict[Level, int] = {
    Level.TITLE: 0, Level.CONTENTS: 0, Level.PREAMBLE: 0, Level.SIGNATURE: 0, Level.ANNEX: 0,
    Level.PART: 1, Level.SUBPART: 2, Level.CHAPTER: 3, Level.SECTION: 4, Level.HEADING: 5, Level.ARTICLE: 6,
    Level.PARAGRAPH: 7, Level.TABLE: 8, Level.ITEM: 8, Level.SUBITEM: 9, Level.POINT: 10,
}  # fmt: skip
HOLD_NOTHING = frozenset({Level.TITLE, Level.CONTENTS, Level.PREAMBLE, Level.SIGNATURE, Level.TABLE})


def can_hold(above: Level, below: Level) -> bool:
    """Whether a clause of the second level may stand under one of the first."""
    return above not in HOLD_NOTHING and RANKS[above] < RANKS[below]


MOST_LABEL, MOST_HEADING = 40, 300  # characters a clause's label and heading may have; what is longer is text


@dataclass(slots=True)
class Node:
    """One piece of a text. `text` is its own text without label and heading, 款 separated by newlines.

    A table's text has a line for each row and a tab between cells.
    """

    level: Level
    label: str = ""
    heading: str = ""
    text: str = ""
    path: str = ""
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class FlatClause:
    """A node as a row: `parent` is the position in the same list of the clause it stands under."""

    order: int
    level: Level
    label: str
    path: str
    heading: str
    text: str
    parent: int | None


@dataclass(slots=True)
class Draft:
    """A text as it was read. `heading_block` holds the lines on its history above the text itself."""

    title: str
    heading_block: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    title_is_marked: bool = True

    def walk(self) -> Iterator[Node]:
        for node in self.nodes:
            yield from node.walk()

    def count(self, level: Level) -> int:
        return sum(node.level == level for node in self.walk())

    @property
    def annexes(self) -> list[Node]:
        return [node for node in self.nodes if node.level == Level.ANNEX]


# A page draws its own contents and title; they are no clauses that anybody comments on.
NOT_CLAUSES = frozenset({Level.TITLE, Level.CONTENTS})


def flatten(draft: Draft, *, everything: bool = False) -> list[FlatClause]:
    """The clauses in reading order, every one with its own path. `everything`: contents and titles too."""
    rows: list[FlatClause] = []

    def add(node: Node, parent: int | None) -> None:
        if node.level in NOT_CLAUSES and not everything:
            return
        here = len(rows)
        rows.append(FlatClause(here, node.level, node.label, node.path, node.heading, node.text, parent))
        for child in node.children:
            add(child, here)

    for node in draft.nodes:
        add(node, None)
    return rows
