"""Nesting the pieces of a text into its tree."""

import re
from dataclasses import dataclass, field

from consultations.documents.labels import Kind, looks_like_heading
from consultations.documents.reading.heading import split_article_heading
from consultations.documents.reading.lines import close_up, visible
from consultations.documents.reading.paths import assign_paths
from consultations.documents.reading.pieces import ReadPiece, Role
from consultations.documents.structure import Draft, Level, Node
from consultations.documents.word_styles import Hint

_LEVELS = {
    Kind.PART: Level.PART,
    Kind.SUBPART: Level.SUBPART,
    Kind.CHAPTER: Level.CHAPTER,
    Kind.SECTION: Level.SECTION,
}
_ITEM_LEVELS = (Level.ITEM, Level.SUBITEM, Level.POINT)
_ANNEX_RANK, _HEADING_RANK, _ARTICLE_RANK, _PARAGRAPH_RANK, _ITEM_RANK = 0, 5, 10, 11, 12


# The sentence that ends a decision without articles is no part of its last item.
_CLOSES = re.compile(r"本[^，。；：]{1,10}自[^，。；：]{2,24}起?(?:施行|实施|执行|生效)")


@dataclass(slots=True)
class _Open:
    rank: int
    node: Node
    kind: Kind | None = None


@dataclass(slots=True)
class _Builder:
    has_articles: bool
    roots: list[Node] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    begun: bool = False  # a heading, an article or an item has been seen

    @property
    def top(self) -> _Open | None:
        return self.stack[-1] if self.stack else None

    def close_to(self, rank: int) -> None:
        """Close everything that cannot hold a node of this rank."""
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()

    def put(self, node: Node, rank: int, kind: Kind | None = None, *, stays_open: bool = True) -> None:
        (self.stack[-1].node.children if self.stack else self.roots).append(node)
        if stays_open:
            self.stack.append(_Open(rank, node, kind))

    @property
    def article_above(self) -> _Open | None:
        return next((o for o in reversed(self.stack) if o.rank == _ARTICLE_RANK), None)

    # one method for each role

    def contents(self, piece: ReadPiece) -> None:
        line = f"{piece.mark.label} {piece.text}" if piece.mark else piece.text
        if self.roots and self.roots[-1].level is Level.CONTENTS:
            self.roots[-1].text += "\n" + line
        else:
            self.roots.append(Node(Level.CONTENTS, text=line))

    def structure(self, piece: ReadPiece) -> None:
        self.begun = True
        heading = close_up(piece.text)
        if piece.mark and piece.mark.kind in _LEVELS:
            rank, level = int(piece.mark.kind), _LEVELS[piece.mark.kind]
        else:
            rank, level = min(_HEADING_RANK + max(piece.outline - 1, 0), 9), Level.HEADING
        self.close_to(rank)
        kind = piece.mark.kind if piece.mark and piece.mark.kind > Kind.ARTICLE else None
        self.put(Node(level, piece.mark.label if piece.mark else "", heading), rank, kind)

    def annex(self, piece: ReadPiece) -> None:
        self.begun = True
        self.stack.clear()
        self.put(Node(Level.ANNEX, piece.label, piece.text), _ANNEX_RANK)

    def annex_name(self, piece: ReadPiece) -> None:
        if self.roots and self.roots[-1].level is Level.ANNEX:
            self.roots[-1].heading = piece.text

    def article(self, piece: ReadPiece) -> None:
        assert piece.mark
        self.begun = True
        self.close_to(_ARTICLE_RANK)
        heading, text = split_article_heading(piece.text)
        if piece.hint is Hint.ARTICLE:
            heading, text = "", piece.text
        elif piece.hint or (piece.outline and not heading and looks_like_heading(text)):
            heading, text = piece.text, ""
        self.put(Node(Level.ARTICLE, piece.mark.label, heading, text), _ARTICLE_RANK)

    def item(self, piece: ReadPiece, *, opens_section: bool) -> None:
        """Beside the last item of its kind, else below what stands above it."""
        assert piece.mark
        self.begun = True
        kind = piece.mark.kind
        within = max((i for i, o in enumerate(self.stack) if o.rank == _ARTICLE_RANK), default=-1)
        beside = next((i for i, o in enumerate(self.stack) if i > within and o.kind is kind), None)
        if beside is not None:
            del self.stack[beside:]
        items = sum(o.node.level in _ITEM_LEVELS for o in self.stack)
        if opens_section and not items and not self.article_above:
            headings = sum(o.node.level is Level.HEADING for o in self.stack)
            rank = min(_HEADING_RANK + headings, _ARTICLE_RANK - 1)
            self.put(Node(Level.HEADING, piece.mark.label, piece.text), rank, kind)
        else:
            level = _ITEM_LEVELS[min(items, 2)]
            self.put(Node(level, piece.mark.label, text=piece.text), _ITEM_RANK + items, kind)

    def paragraph(self, piece: ReadPiece) -> None:
        top = self.top
        if top is None:
            before_all = self.has_articles and not self.begun
            self.roots.append(Node(Level.PREAMBLE if before_all else Level.PARAGRAPH, text=piece.text))
            return
        if piece.hint or (self.article_above is None and _CLOSES.match(piece.text)):
            self.paragraph_of_its_own(piece)
            return
        if top.node.level is Level.ANNEX and self._names(top.node, piece):
            return
        article = self.article_above
        own_text = top.rank >= _ITEM_RANK and top.node.level is not Level.HEADING
        if article is None:
            if own_text:
                top.node.text = _joined(top.node.text, piece.text)
            else:
                self.put(Node(Level.PARAGRAPH, text=piece.text), _PARAGRAPH_RANK, stays_open=False)
        elif top is article and not article.node.children:
            article.node.text = _joined(article.node.text, piece.text)
        elif own_text and top.node.text.endswith(("：", ":")):
            top.node.text = _joined(top.node.text, piece.text)
        else:  # a 款 after the items
            self.close_to(_PARAGRAPH_RANK)
            self.put(Node(Level.PARAGRAPH, text=piece.text), _PARAGRAPH_RANK)

    def paragraph_of_its_own(self, piece: ReadPiece) -> None:
        """Under the article, or under what holds the items above it."""
        while self.stack and not self.article_above and self.stack[-1].node.level in _ITEM_LEVELS:
            self.stack.pop()
        self.close_to(_PARAGRAPH_RANK if self.article_above else _ITEM_RANK + 9)
        in_article = self.article_above is not None
        self.put(Node(Level.PARAGRAPH, text=piece.text), _PARAGRAPH_RANK, stays_open=in_article)

    def _names(self, annex: Node, piece: ReadPiece) -> bool:
        """The first short line of an annex is its name."""
        if annex.heading or annex.children or not looks_like_heading(visible(piece.text)):
            return False
        annex.heading = piece.text
        return True

    def quoted(self, piece: ReadPiece) -> None:
        top = self.top
        if top is not None and (top.rank >= _ARTICLE_RANK):
            top.node.text = _joined(top.node.text, piece.text)
        else:
            self.paragraph(piece)

    def table(self, piece: ReadPiece) -> None:
        while self.stack and self.stack[-1].rank >= _ITEM_RANK and self.article_above:
            self.stack.pop()
        self.put(Node(Level.TABLE, text=piece.text), _PARAGRAPH_RANK, stays_open=False)

    def invisible(self, piece: ReadPiece) -> None:
        """A line of zero-width marks: a row of its own in a comparison, no part of any clause."""
        above = [o for o in self.stack if o.rank < _ARTICLE_RANK]
        (above[-1].node.children if above else self.roots).append(Node(Level.PARAGRAPH, text=piece.text))

    def signature(self, piece: ReadPiece) -> None:
        self.stack.clear()
        last = self.roots[-1] if self.roots else None
        if last is not None and last.level is Level.SIGNATURE:
            last.text += "\n" + piece.text
        else:
            self.roots.append(Node(Level.SIGNATURE, text=piece.text))


def _joined(text: str, more: str) -> str:
    return f"{text}\n{more}" if text else more


def _opens_section(pieces: list[ReadPiece], position: int) -> bool:
    """一、总体要求 with text of its own below is a heading, 一、废止……。 is not."""
    piece, following = pieces[position], pieces[position + 1 : position + 2]
    if piece.hint or not looks_like_heading(piece.text) or not following:
        return False
    mark = following[0].mark
    same = mark is not None and piece.mark is not None and mark.kind is piece.mark.kind
    return following[0].role in (Role.PARAGRAPH, Role.ITEM, Role.TABLE) and not same


def build(draft: Draft, pieces: list[ReadPiece]) -> None:
    """Fill the draft's nodes from its pieces and give every node its path."""
    builder = _Builder(has_articles=any(p.role is Role.ARTICLE for p in pieces))
    for position, piece in enumerate(pieces):
        match piece.role:
            case Role.INVISIBLE:
                builder.invisible(piece)
            case Role.TITLE_MATTER:
                builder.roots.append(Node(Level.TITLE, text=piece.text))
            case Role.CONTENTS:
                builder.contents(piece)
            case Role.STRUCTURE:
                builder.structure(piece)
            case Role.ANNEX:
                builder.annex(piece)
            case Role.ANNEX_NAME:
                builder.annex_name(piece)
            case Role.ARTICLE:
                builder.article(piece)
            case Role.ITEM:
                builder.item(piece, opens_section=_opens_section(pieces, position))
            case Role.QUOTED:
                builder.quoted(piece)
            case Role.TABLE:
                builder.table(piece)
            case Role.SIGNATURE:
                builder.signature(piece)
            case Role.PARAGRAPH:
                builder.paragraph(piece)
    draft.nodes = builder.roots
    assign_paths(draft)
