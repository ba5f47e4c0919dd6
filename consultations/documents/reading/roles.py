"""What each line of a text is: heading, article, item, quotation, paragraph, annex, signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from ..labels import Kind, Mark, is_date, looks_like_heading, read_annex, read_mark, speaks_of_another
from ..word_styles import Hint
from .lines import INVISIBLE, Line, squeezed, visible


class Role(Enum):
    TITLE_MATTER = auto()  # the title once more, or what stands above it
    CONTENTS = auto()
    STRUCTURE = auto()
    ARTICLE = auto()
    ITEM = auto()
    PARAGRAPH = auto()
    QUOTED = auto()
    TABLE = auto()
    ANNEX = auto()
    ANNEX_NAME = auto()
    SIGNATURE = auto()
    INVISIBLE = auto()


@dataclass(slots=True)
class Piece:
    role: Role
    text: str
    mark: Mark | None = None
    outline: int = 0
    label: str = ""
    hint: Hint = Hint.NONE


_QUOTES = re.compile('[“”"]')
_ANNOUNCES_TEXT = re.compile(r"(?:修改为|修订为|增加一条|作为第[^，。]{1,12}[条款项])[：:]$")


def assign_roles(lines: Sequence[Line], title: str) -> list[Piece]:
    """The pieces of a body (title and heading block taken off), each with its role."""
    pieces: list[Piece] = []
    next_quote = _next_quotes(lines)
    in_quotation = False
    last_article = 0
    for position, line in enumerate(lines):
        if in_quotation and next_quote[position] != "”":
            in_quotation = False  # the closing mark was forgotten
        piece = _hinted(line) or _piece(line, quoted=in_quotation)
        doubtful = piece.role is Role.ARTICLE and not piece.hint
        if doubtful and piece.mark and _is_no_article(piece.mark, pieces, last_article):
            piece = Piece(Role.QUOTED, line.text)
        if piece.role is Role.ARTICLE and piece.mark:
            last_article = piece.mark.number
        elif piece.role is Role.ANNEX:
            last_article = 0
        pieces.append(piece)
        in_quotation = _still_quoting(line.text, in_quotation)
    _join_broken_headings(pieces)
    _find_comma_headings(pieces)
    _find_listed_annexes(pieces)
    _find_contents(pieces)
    _find_repeated_title(pieces, title)
    _find_signature(pieces)
    return pieces


def _hinted(line: Line) -> Piece | None:
    """What a paragraph in one of our own styles is, unless its words no longer fit the style."""
    mark = read_mark(line.text)
    rest = mark.rest if mark else line.text
    match line.hint:
        case Hint.HEADING if mark is None or mark.kind is not Kind.ARTICLE:
            return Piece(Role.STRUCTURE, rest, mark, line.outline or 1, hint=line.hint)
        case Hint.ARTICLE | Hint.ARTICLE_TITLE if mark and mark.kind is Kind.ARTICLE:
            return Piece(Role.ARTICLE, rest, mark, hint=line.hint)
        case Hint.ITEM if mark and mark.kind > Kind.ARTICLE:
            return Piece(Role.ITEM, rest, mark, hint=line.hint)
        case Hint.TEXT:
            return Piece(Role.QUOTED, line.text, hint=line.hint)
        case Hint.PARAGRAPH:
            return Piece(Role.PARAGRAPH, line.text, hint=line.hint)
        case Hint.SIGNATURE:
            return Piece(Role.SIGNATURE, line.text, hint=line.hint)
        case Hint.ANNEX:
            return Piece(Role.ANNEX, "", label=line.text, hint=line.hint)
        case Hint.ANNEX_NAME:
            return Piece(Role.ANNEX_NAME, line.text, hint=line.hint)
    return None


def _piece(line: Line, *, quoted: bool) -> Piece:
    if line.is_table:
        return Piece(Role.TABLE, line.text)
    if not visible(line.text):
        return Piece(Role.INVISIBLE, line.text)
    lead = line.text[: len(line.text) - len(line.text.lstrip(INVISIBLE + " \t\u3000"))]
    text = line.text[len(lead) :]
    lead = lead.strip()
    if quoted:
        return Piece(Role.QUOTED, line.text)
    if annex := read_annex(text):
        return Piece(Role.ANNEX, lead + annex[1], label=annex[0])
    mark = read_mark(text)
    if mark is None:
        role = Role.STRUCTURE if line.outline and len(text) <= 60 else Role.PARAGRAPH
        return Piece(role, line.text, outline=line.outline)
    rest = lead + mark.rest
    if mark.kind is Kind.ARTICLE:
        return Piece(Role.ARTICLE, rest, mark, line.outline)
    if mark.kind < Kind.ARTICLE:
        fits = line.outline or (len(rest) <= 50 and (not rest or looks_like_heading(rest)))
        if fits and not (speaks_of_another(mark) and not line.outline):
            return Piece(Role.STRUCTURE, rest, mark, line.outline)
        return Piece(Role.PARAGRAPH, line.text)
    if line.outline and looks_like_heading(mark.rest):
        return Piece(Role.STRUCTURE, rest, mark, line.outline)
    return Piece(Role.ITEM, rest, mark)


def _is_no_article(mark: Mark, before: list[Piece], last: int) -> bool:
    """A reference at the start of a line, or the new wording an amendment announces."""
    follows = mark.number == last + 1 or (mark.branch > 0 and mark.number == last)
    if before and _ANNOUNCES_TEXT.search(before[-1].text) and not follows:
        return True
    return not mark.spaced and (not follows or speaks_of_another(mark))


def _next_quotes(lines: Sequence[Line]) -> list[str]:
    """For every line the first quotation mark in it or after it."""
    following, answer = "", []
    for line in reversed(lines):
        if found := _QUOTES.search(line.text):
            following = found[0]
        answer.append(following)
    return answer[::-1]


def _still_quoting(text: str, before: bool) -> bool:
    marks = [c for c in text if c in "“”"]
    return marks[-1] == "“" if marks else before


def _join_broken_headings(pieces: list[Piece]) -> None:
    """A long chapter heading that runs over two lines."""
    for i in range(len(pieces) - 2, 0, -1):
        above, piece, below = pieces[i - 1 : i + 2]
        chapter = above.role is Role.STRUCTURE and above.mark and above.mark.kind < Kind.ARTICLE
        between = (
            piece.role is Role.PARAGRAPH and not piece.hint and below.role in (Role.ARTICLE, Role.STRUCTURE)
        )
        if chapter and between and above.text and looks_like_heading(visible(piece.text)):
            above.text += piece.text
            del pieces[i]


def _find_comma_headings(pieces: list[Piece]) -> None:
    """一、管辖 right above an article is a heading; 一、 elsewhere numbers an item."""
    for piece, following in pairwise(pieces):
        is_comma = piece.role is Role.ITEM and piece.mark and piece.mark.kind is Kind.COMMA
        if is_comma and following.role is Role.ARTICLE and looks_like_heading(piece.text):
            piece.role = Role.STRUCTURE


def _find_listed_annexes(pieces: list[Piece]) -> None:
    """附件1 名录 in the list above the signature is a line of text; the annex itself comes again below."""
    seen: set[str] = set()
    for piece in reversed(pieces):
        if piece.role is not Role.ANNEX or piece.hint:
            continue
        if piece.label.rstrip("：:") in seen:
            piece.role, piece.text = Role.PARAGRAPH, f"{piece.label} {piece.text}".strip()
        seen.add(piece.label.rstrip("：:"))


def _bare(piece: Piece) -> str:
    label = piece.mark.label if piece.mark else ""
    return label + squeezed(re.sub(r"[.．…·\s]*[0-9]*$", "", piece.text))


def _find_contents(pieces: list[Piece]) -> None:
    """The lines of a printed table of contents: headings that come once more before any article stands."""
    first_article = next((i for i, p in enumerate(pieces) if p.role is Role.ARTICLE), len(pieces))
    heads = [i for i, p in enumerate(pieces) if p.role is Role.STRUCTURE and not p.hint]
    early = [i for i in heads if i < first_article]
    for i in (
        i for i, p in enumerate(pieces[:first_article]) if not p.hint and squeezed(p.text) in ("目录", "目次")
    ):
        pieces[i].role = Role.CONTENTS
    if len(early) < 2:
        return
    repeats = [i for i in heads[1:] if _bare(pieces[i]) == _bare(pieces[early[0]])]
    if repeats and repeats[0] <= first_article:
        listed = [i for i in early if i < repeats[0]]
    else:
        later = {_bare(pieces[i]) for i in heads if i not in early}
        listed = [i for i in early if _bare(pieces[i]) in later]
        listed = listed if len(listed) > 1 and len(listed) >= len(early) - 2 else []
    for i in listed:
        pieces[i].role = Role.CONTENTS


def _find_repeated_title(pieces: list[Piece], title: str) -> None:
    """The title printed once more above the text, on one line or several."""
    said = ""
    for count, piece in enumerate(pieces[:8], 1):
        if piece.role is Role.INVISIBLE:
            continue
        if piece.role is not Role.PARAGRAPH or piece.hint:
            return
        said += squeezed(piece.text)
        if not said or not squeezed(title).startswith(said):
            return
        if said == squeezed(title):
            for repeated in pieces[:count]:
                if repeated.role is Role.PARAGRAPH:
                    repeated.role = Role.TITLE_MATTER
            return


def _find_signature(pieces: list[Piece]) -> None:
    """Names and a date below the text: at most four short lines, one of them a date."""
    end = next((i for i, p in enumerate(pieces) if p.role is Role.ANNEX), len(pieces))
    start = end
    while start > 0 and end - start < 4:
        piece = pieces[start - 1]
        text = visible(piece.text)
        may_sign = (
            piece.role is Role.PARAGRAPH and not piece.hint and len(text) <= 30 and not text.startswith("附")
        )
        if not may_sign or not (is_date(text) or looks_like_heading(text)):
            break
        start -= 1
    dated = any(is_date(visible(p.text)) for p in pieces[start:end])
    if start and dated:
        for piece in pieces[start:end]:
            piece.role = Role.SIGNATURE
