"""What every reader hands on: the lines of a text, with what the file says about them."""

import re
from dataclasses import dataclass

from consultations.documents.word_styles import Hint
from participation.text.cleaning import IGNORABLE

# Zero-width marks that web pages and editors leave behind; they say nothing.
INVISIBLE = IGNORABLE + "".join(map(chr, (*range(9), *range(14, 28), 127)))
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_SPACES = re.compile(rf"[\s{INVISIBLE}]+")


@dataclass(slots=True)
class ReadLine:
    """`outline` is the depth the file itself gives a heading (## or a heading style), else 0."""

    text: str
    outline: int = 0
    is_title: bool = False
    centered: bool = False
    is_table: bool = False
    before_info_end: bool = False
    hint: Hint = Hint.NONE


def visible(text: str) -> str:
    return _INVISIBLE.sub("", text).strip()


def squeezed(text: str) -> str:
    """Without any white space: two texts that differ only in this are the same."""
    return _SPACES.sub("", text)


def close_up(heading: str) -> str:
    """附　　则 → 附则: headings are spread with spaces for looks."""
    return re.sub(r"(?<=[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff])", "", heading).strip()
