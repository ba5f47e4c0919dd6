"""The second look at a text's pieces: what only shows when all of them are known."""

from itertools import pairwise

from consultations.documents.labels import Kind, is_date, looks_like_heading
from consultations.documents.reading.lines import squeezed, visible
from consultations.documents.reading.pieces import ReadPiece, Role

_LEADERS = ".．…· \t\u3000\xa0"  # between a heading and its page number


def settle_roles(pieces: list[ReadPiece], title: str) -> None:
    """Broken and comma headings, listed annexes, printed contents, a repeated title, the signature."""
    _join_broken_headings(pieces)
    _find_comma_headings(pieces)
    _find_listed_annexes(pieces)
    _find_contents(pieces)
    _find_repeated_title(pieces, title)
    _find_signature(pieces)


def _join_broken_headings(pieces: list[ReadPiece]) -> None:
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


def _find_comma_headings(pieces: list[ReadPiece]) -> None:
    """一、管辖 right above an article is a heading; 一、 elsewhere numbers an item."""
    for piece, following in pairwise(pieces):
        is_comma = piece.role is Role.ITEM and piece.mark and piece.mark.kind is Kind.COMMA
        if is_comma and following.role is Role.ARTICLE and looks_like_heading(piece.text):
            piece.role = Role.STRUCTURE


def _find_listed_annexes(pieces: list[ReadPiece]) -> None:
    """附件1 名录 in the list above the signature is a line of text; the annex itself comes again below."""
    seen: set[str] = set()
    for piece in reversed(pieces):
        if piece.role is not Role.ANNEX or piece.hint:
            continue
        if piece.label.rstrip("：:") in seen:
            piece.role, piece.text = Role.PARAGRAPH, f"{piece.label} {piece.text}".strip()
        seen.add(piece.label.rstrip("：:"))


def _bare(piece: ReadPiece) -> str:
    label = piece.mark.label if piece.mark else ""
    return label + squeezed(piece.text.rstrip("0123456789").rstrip(_LEADERS))


def _find_contents(pieces: list[ReadPiece]) -> None:
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
        later = {_bare(pieces[i]) for i in heads if i >= first_article}
        listed = [i for i in early if _bare(pieces[i]) in later]
        listed = listed if len(listed) > 1 and len(listed) >= len(early) - 2 else []
    for i in listed:
        pieces[i].role = Role.CONTENTS


def _find_repeated_title(pieces: list[ReadPiece], title: str) -> None:
    """The title printed once more above the text, on one line or several."""
    seen = ""
    for count, piece in enumerate(pieces[:8], 1):
        if piece.role is Role.INVISIBLE:
            continue
        if piece.role is not Role.PARAGRAPH or piece.hint:
            return
        seen += squeezed(piece.text)
        if not seen or not squeezed(title).startswith(seen):
            return
        if seen == squeezed(title):
            for repeated in pieces[:count]:
                if repeated.role is Role.PARAGRAPH:
                    repeated.role = Role.TITLE_MATTER
            return


def _find_signature(pieces: list[ReadPiece]) -> None:
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
