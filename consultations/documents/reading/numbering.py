"""The labels that Word draws itself: 第%1条 and its kind, counted as Word counts them.

What decides (ECMA-376 part 1, 17.9): the paragraph's own numPr or that of its style and the styles it is based on;
num → abstractNum, with lvlOverride; numStyleLink; start, lvlRestart, isLgl. Instances (num) of one abstractNum go on
counting together, unless an instance restarts a level with startOverride.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from consultations.documents.reading.numerals import written

Element = Any  # lxml's elements carry no types
_LEVELS = 9
_MOST_SIGNS = 100  # of a label's pattern; it is drawn before every paragraph


@dataclass(slots=True)
class _Level:
    text: str = ""
    number_format: str = "decimal"
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _Num:
    key: str
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


def _value(element: Element | None, name: str, default: str = "") -> str:
    child = None if element is None else element.find(qn(name))
    return default if child is None else str(child.get(qn("w:val"), default))


def _number(text: str, default: int = 0) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else default


class Numbering:
    """Counts through a document; ask `label` once for every paragraph, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {} if styles is None else {
            s.get(qn("w:styleId"), ""): s for s in styles.iterfind(qn("w:style"))
        }  # fmt: skip
        self._default_style = next(
            (
                i
                for i, s in self._styles.items()
                if s.get(qn("w:default")) and s.get(qn("w:type")) == "paragraph"
            ),
            "",
        )
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}  # abstractNum → the style that holds its levels
        self._style_of: dict[str, str] = {}
        self._nums: dict[str, _Num] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if numbering is not None:
            self._read(numbering)

    def label(self, paragraph: Element) -> str:
        """What Word would draw before this paragraph, with a space after it; "" for bullets and plain text."""
        found = self._number_of(paragraph)
        if found is None:
            return ""
        num, level = found
        definition = num.levels.get(level)
        if definition is None:
            return ""
        counters = self._count(num, level)
        if definition.number_format in ("bullet", "none") and "%" not in definition.text:
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = num.levels.get(at, definition)
            number = counters[at]
            number = other.start if number is None else number
            plain = definition.legal and other.number_format not in ("bullet", "none")
            return written(number, "decimal" if plain else other.number_format)

        text = re.sub(r"%([1-9])", shown, definition.text).strip()
        return f"{text} " if text else ""

    # reading the definitions

    def _read(self, numbering: Element) -> None:
        for abstract in numbering.iterfind(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"), "")
            self._abstracts[key] = dict(_read_level(lvl) for lvl in abstract.iterfind(qn("w:lvl")))
            if link := _value(abstract, "w:numStyleLink"):
                self._links[key] = link
            if link := _value(abstract, "w:styleLink"):
                self._style_of[link] = key
        for element in numbering.iterfind(qn("w:num")):
            abstract_id = _value(element, "w:abstractNumId")
            abstract_id = self._style_of.get(self._links.get(abstract_id, ""), abstract_id)
            key = element.get(qn("w:numId"), "")
            num = _Num(key, abstract_id, dict(self._abstracts.get(abstract_id, {})))
            for override in element.iterfind(qn("w:lvlOverride")):
                at = _number(override.get(qn("w:ilvl"), ""), -1)
                if (level := override.find(qn("w:lvl"))) is not None:
                    num.levels[at] = _read_level(level)[1]
                if start := _value(override, "w:startOverride"):
                    num.starts[at] = _number(start, 1)
            self._nums[key] = num

    def _number_of(self, paragraph: Element) -> tuple[_Num, int] | None:
        """The numbering instance and level of a paragraph: its own, else from its style."""
        properties = paragraph.find(qn("w:pPr"))
        own = None if properties is None else properties.find(qn("w:numPr"))
        num_id, level = _value(own, "w:numId"), _value(own, "w:ilvl")
        style = _value(properties, "w:pStyle") or self._default_style
        seen: set[str] = set()
        while not num_id and style in self._styles and style not in seen:
            seen.add(style)
            inherited = self._styles[style].find(qn("w:pPr"))
            inherited = None if inherited is None else inherited.find(qn("w:numPr"))
            num_id = _value(inherited, "w:numId")
            level = level or _value(inherited, "w:ilvl")
            if num_id and not level:
                level = self._level_of_style(num_id, seen)
            style = _value(self._styles[style], "w:basedOn")
        num = self._nums.get(num_id)
        return None if num is None or num_id == "0" else (num, _number(level))

    def _level_of_style(self, num_id: str, styles: set[str]) -> str:
        num = self._nums.get(num_id)
        levels = {} if num is None else num.levels
        return next((str(at) for at, level in levels.items() if level.style and level.style in styles), "")

    # counting

    def _count(self, num: _Num, level: int) -> list[int | None]:
        counters = self._counters.setdefault(num.abstract, [None] * _LEVELS)
        if num.key not in self._begun:
            self._begun.add(num.key)
            for at in num.starts:
                if 0 <= at < _LEVELS:
                    counters[at] = None
        before = counters[level]
        start = num.starts.get(level, num.levels[level].start)
        counters[level] = start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            definition = num.levels.get(deeper)
            restart = None if definition is None else definition.restart
            if restart is None or (restart > 0 and level < restart):
                counters[deeper] = None
        return counters


def _read_level(element: Element) -> tuple[int, _Level]:
    restart = _value(element, "w:lvlRestart")
    legal = element.find(qn("w:isLgl"))
    number_format = _value(element, "w:numFmt")
    if not number_format:  # a custom format stands beside its fallback
        formats = [e.get(qn("w:val"), "") for e in element.iter(qn("w:numFmt"))]
        number_format = formats[-1] if formats else "decimal"
    return _number(element.get(qn("w:ilvl"), ""), 0), _Level(
        text=_value(element, "w:lvlText")[:_MOST_SIGNS],
        number_format=number_format,
        start=_number(_value(element, "w:start"), 1) if element.find(qn("w:start")) is not None else 1,
        restart=_number(restart) if restart else None,
        legal=legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false", "off"),
        style=_value(element, "w:pStyle"),
    )
