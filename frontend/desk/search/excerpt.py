"""The part of a text in which a word was found, with the words marked."""

import re
from collections.abc import Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

BEFORE, LENGTH = 24, 120  # characters


def around(text: str, words: Sequence[str]) -> SafeString:
    """From a little before the first match on; nothing when no word stands in it."""
    flat = " ".join(text.split())
    sought = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE) if words else None
    first = sought.search(flat) if sought else None
    if sought is None or first is None:
        return SafeString()
    start = max(first.start() - BEFORE, 0)
    piece = flat[start : start + LENGTH]
    marked = _marked(piece, sought)
    head, tail = "…" if start else "", "…" if start + LENGTH < len(flat) else ""
    return mark_safe(f"{head}{marked}{tail}")  # noqa: S308  # every piece is escaped below


def _marked(piece: str, sought: re.Pattern[str]) -> str:
    out, end = [], 0
    for match in sought.finditer(piece):
        out += [
            conditional_escape(piece[end : match.start()]),
            "<mark>",
            conditional_escape(match[0]),
            "</mark>",
        ]
        end = match.end()
    return "".join([*out, conditional_escape(piece[end:])])
