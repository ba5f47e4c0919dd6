"""What a browser hands over when somebody pastes from Word, WPS or a web page: HTML, of which only words are kept."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from consultations.documents.reading.counting import refuse_many
from consultations.documents.reading.lines import ReadLine
from consultations.documents.reading.numerals import written

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form header h1"
    " h2 h3 h4 h5 h6 hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset(
    "head script style title template noscript object svg math xml select textarea del".split()
)
_VOID = frozenset("br hr img input meta link col wbr area base embed source track".split())
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CENTER = re.compile(r"text-align\s*:\s*center", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
_CJK = "\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”"
_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t]*\r?\n[ \t\r\n]*(?=[{_CJK}])")
MOST_DEPTH = 500


@dataclass(slots=True)
class _Cell:
    lines: list[ReadLine] = field(default_factory=list)


class _Reader(HTMLParser):
    """Gathers lines; a table with several cells becomes one line, a table for layout its paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[ReadLine] = []
        self._read = 0
        self._words = ""
        self._silent: list[str] = []
        self._lists: list[tuple[str, int]] = []  # number format ("" for bullets) and the last number
        self._rows: list[list[list[_Cell]]] = []
        self._label = ""
        self._outline = 0
        self._centered = False

    def result(self) -> list[ReadLine]:
        self.close()
        self._end_line()
        while self._rows:
            self._end_table()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._silent or tag in _SILENT or _HIDDEN.search(given.get("style", "")):
            if tag not in _VOID and len(self._silent) < MOST_DEPTH:
                self._silent.append(tag)
            return
        if tag == "br":
            self._end_line()
        if tag not in _BLOCKS:
            return
        self._end_line()
        centered = given.get("align", "").lower() == "center" or bool(_CENTER.search(given.get("style", "")))
        self._centered = centered or tag == "center"
        if tag[0] == "h" and tag[1:].isdecimal():
            self._outline = int(tag[1:])
        elif tag in ("ol", "ul"):
            start = given.get("start", "1")
            begin = int(start) - 1 if re.fullmatch(r"\d{1,5}", start) else 0
            self._lists.append(
                (_FORMATS.get(given.get("type", "1"), "decimal") if tag == "ol" else "", begin)
            )
        elif tag == "li" and self._lists:
            number_format, last = self._lists[-1]
            self._lists[-1] = (number_format, last + 1)
            self._label = f"{written(last + 1, number_format)}. " if number_format else ""
        elif tag == "table" and len(self._rows) < 20:
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._rows[-1].append([])
        elif tag in ("td", "th") and self._rows:
            self._begin_cell()

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
            return
        if tag not in _BLOCKS:
            return
        self._end_line()
        self._outline, self._centered = 0, False
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag == "table" and self._rows:
            self._end_table()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words += data

    def _end_line(self) -> None:
        text = " ".join(_WRAP.sub("", self._words).split())
        self._words = ""
        if text:
            self._read += 1
            refuse_many(self._read)
            self._here().append(ReadLine(self._label + text, self._outline, centered=self._centered))
            self._label = ""

    def _here(self) -> list[ReadLine]:
        if self._rows and self._rows[-1] and self._rows[-1][-1]:
            return self._rows[-1][-1][-1].lines
        return self._lines

    def _begin_cell(self) -> None:
        if not self._rows[-1]:
            self._rows[-1].append([])
        self._rows[-1][-1].append(_Cell())

    def _end_table(self) -> None:
        rows = [row for row in self._rows.pop() if row]
        if all(len(row) == 1 for row in rows):  # laid out with a table
            self._here().extend(line for row in rows for cell in row for line in cell.lines)
            return
        text = "\n".join("\t".join(" ".join(li.text for li in cell.lines) for cell in row) for row in rows)
        if text.strip():
            self._here().append(ReadLine(text, is_table=True))


def read_html_lines(html: str) -> list[ReadLine]:
    """The lines of a piece of HTML. Scripts, styles, hidden and deleted text are no words of it. Raises Unreadable."""
    reader = _Reader()
    reader.feed(html)
    return reader.result()
