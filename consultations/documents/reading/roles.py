"""What each line of a text is: heading, article, item, quotation, paragraph, annex, signature."""

import re
from collections.abc import Sequence

from consultations.documents.labels import (
    Kind,
    LabelMark,
    looks_like_heading,
    read_annex,
    read_mark,
    speaks_of_another,
)
from consultations.documents.reading.lines import INVISIBLE, ReadLine, visible
from consultations.documents.reading.pieces import ReadPiece, Role
from consultations.documents.reading.refine_roles import settle_roles
from consultations.documents.structure import MOST_HEADING, MOST_LABEL
from consultations.documents.word_styles import Hint

_QUOTES = re.compile('[“”"]')
_ANNOUNCES_TEXT = re.compile(r"(?:修改为|修订为|增加一条|作为第[^，。]{1,12}[条款项])[：:]$")


def assign_roles(lines: Sequence[ReadLine], title: str) -> list[ReadPiece]:
    """The pieces of a body (title and heading block taken off), each with its role."""
    pieces: list[ReadPiece] = []
    next_quote = _next_quotes(lines)
    in_quotation = False
    last_article = 0
    for position, line in enumerate(lines):
        if in_quotation and next_quote[position] != "”":
            in_quotation = False  # the closing mark was forgotten
        piece = _hinted(line) or _piece(line, quoted=in_quotation)
        doubtful = piece.role is Role.ARTICLE and not piece.hint
        if doubtful and piece.mark and _is_no_article(piece.mark, pieces, last_article):
            piece = ReadPiece(Role.QUOTED, line.text)
        if piece.role is Role.ARTICLE and piece.mark:
            last_article = piece.mark.number
        elif piece.role is Role.ANNEX:
            last_article = 0
        pieces.append(piece)
        in_quotation = _still_quoting(line.text, in_quotation)
    settle_roles(pieces, title)
    return pieces


def _hinted(line: ReadLine) -> ReadPiece | None:
    """What a paragraph in one of our own styles is, unless its words no longer fit the style."""
    mark = read_mark(line.text)
    rest = mark.rest if mark else line.text
    is_short = len(rest) <= MOST_HEADING
    match line.hint:
        case Hint.HEADING if is_short and (mark is None or mark.kind is not Kind.ARTICLE):
            return ReadPiece(Role.STRUCTURE, rest, mark, line.outline or 1, hint=line.hint)
        case Hint.ARTICLE | Hint.ARTICLE_TITLE if mark and mark.kind is Kind.ARTICLE:
            return ReadPiece(Role.ARTICLE, rest, mark, hint=line.hint if is_short else Hint.ARTICLE)
        case Hint.ITEM if mark and mark.kind > Kind.ARTICLE:
            return ReadPiece(Role.ITEM, rest, mark, hint=line.hint)
        case Hint.TEXT:
            return ReadPiece(Role.QUOTED, line.text, hint=line.hint)
        case Hint.PARAGRAPH:
            return ReadPiece(Role.PARAGRAPH, line.text, hint=line.hint)
        case Hint.SIGNATURE:
            return ReadPiece(Role.SIGNATURE, line.text, hint=line.hint)
        case Hint.ANNEX if len(line.text) <= MOST_LABEL:
            return ReadPiece(Role.ANNEX, "", label=line.text, hint=line.hint)
        case Hint.ANNEX_NAME if is_short:
            return ReadPiece(Role.ANNEX_NAME, line.text, hint=line.hint)
    return None


def _piece(line: ReadLine, *, quoted: bool) -> ReadPiece:
    if line.is_table:
        return ReadPiece(Role.TABLE, line.text)
    if not visible(line.text):
        return ReadPiece(Role.INVISIBLE, line.text)
    lead = line.text[: len(line.text) - len(line.text.lstrip(INVISIBLE + " \t\u3000"))]
    text = line.text[len(lead) :]
    lead = lead.strip()
    if quoted:
        return ReadPiece(Role.QUOTED, line.text)
    if annex := read_annex(text):
        return ReadPiece(Role.ANNEX, lead + annex[1], label=annex[0])
    mark = read_mark(text)
    if mark is None:
        role = Role.STRUCTURE if line.outline and len(text) <= 60 else Role.PARAGRAPH
        return ReadPiece(role, line.text, outline=line.outline)
    rest = lead + mark.rest
    if mark.kind is Kind.ARTICLE:
        return ReadPiece(Role.ARTICLE, rest, mark, line.outline)
    if mark.kind < Kind.ARTICLE:
        fits = (line.outline and len(rest) <= MOST_HEADING) or (
            len(rest) <= 50 and (not rest or looks_like_heading(rest))
        )
        if fits and not (speaks_of_another(mark) and not line.outline):
            return ReadPiece(Role.STRUCTURE, rest, mark, line.outline)
        return ReadPiece(Role.PARAGRAPH, line.text)
    if line.outline and looks_like_heading(mark.rest):
        return ReadPiece(Role.STRUCTURE, rest, mark, line.outline)
    return ReadPiece(Role.ITEM, rest, mark)


def _is_no_article(mark: LabelMark, before: list[ReadPiece], last: int) -> bool:
    """A reference at the start of a line, or the new wording an amendment announces."""
    follows = mark.number == last + 1 or (mark.branch > 0 and mark.number == last)
    if before and _ANNOUNCES_TEXT.search(before[-1].text) and not follows:
        return True
    return not mark.spaced and (not follows or speaks_of_another(mark))


def _next_quotes(lines: Sequence[ReadLine]) -> list[str]:
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
