"""Recognising what a line begins with: 第三章, 第十二条之一, 一、, （一）, 1., (1), ①."""

import re
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a label counts. The order is the rank among headings; items nest as they come."""

    PART = 1
    SUBPART = 2
    CHAPTER = 3
    SECTION = 4
    ARTICLE = 10
    COMMA = 20  # 一、
    BRACKET = 21  # （一）
    DOT = 22  # 1.
    DIGIT_BRACKET = 23  # （1）
    HALF_BRACKET = 24  # 1）
    CIRCLE = 25  # ①


@dataclass(frozen=True, slots=True)
class LabelMark:
    kind: Kind
    label: str
    number: int
    branch: int  # the 之一 of 第五条之一, else 0
    rest: str
    spaced: bool  # white space stood between label and text


_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "零〇○一二三四五六七八九十百千两"
_MOST_NUMERALS = 9  # 九千九百九十九 has seven; what is longer is no number of a clause
_NUMBER = rf"(?:[{_CHINESE}]{{1,{_MOST_NUMERALS}}}|[0-9０-９]{{1,{_MOST_NUMERALS}}})"
_GAP = r"[ \t\u3000\u00a0]*"
_FORMAL = re.compile(
    rf"第{_GAP}(?P<n>{_NUMBER}){_GAP}(?P<unit>分编|编|篇|部分|章|节|条)(?:之(?P<b>{_NUMBER})(?![{_CHINESE}0-9０-９]))?"
    r"(?:[：:、．](?!\s*第))?(?P<gap>\s*)"
)
_ITEMS = (
    (Kind.COMMA, re.compile(r"(?P<n>[一二三四五六七八九十百]{1,9})[、．.](?P<gap>\s*)")),
    (Kind.BRACKET, re.compile(rf"[（(]\s*(?P<n>[{_CHINESE}]{{1,{_MOST_NUMERALS}}})\s*[）)](?P<gap>\s*)")),
    (Kind.DIGIT_BRACKET, re.compile(r"[（(]\s*(?P<n>[0-9０-９]{1,3})\s*[）)](?P<gap>\s*)")),
    (Kind.DOT, re.compile(r"(?P<n>[0-9０-９]{1,3})(?:[．、]|\.(?![0-9０-９]))(?P<gap>\s*)")),
    (Kind.HALF_BRACKET, re.compile(r"(?P<n>[0-9０-９]{1,3})[）)](?P<gap>\s*)")),
)
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SEPARATORS = "：:、．"  # 第一条：… is the clause itself when its number is the next one
_UNIT_KINDS = {
    "编": Kind.PART, "篇": Kind.PART, "部分": Kind.PART, "分编": Kind.SUBPART,
    "章": Kind.CHAPTER, "节": Kind.SECTION, "条": Kind.ARTICLE,
}  # fmt: skip
# 「一、二审」「三、四级」 count things, they do not number a paragraph.
_LISTED_NUMBERS = re.compile(r"[一二三四五六七八九十]{1,9}[、级审类等至线]")
# 「第三条规定的」「第三条、第四条」「第三章和」 speak of a clause, they do not begin one.
_REFERENCE = re.compile(
    r"第[零〇一二三四五六七八九十百0-9]+[款项条章节目]|规定|所|、|，|；|。|和|与|至|到|或|及|以及|的|中|同时|修改|自"
)


def number(text: str) -> int:
    """第一百二十 → 120; also 一二〇 and full-width digits."""
    if text.isdecimal():
        return int(text)
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in _UNITS:
            total += (digit or (1 if not total or c == "十" else 0)) * _UNITS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def read_mark(line: str) -> LabelMark | None:
    """The label a line begins with, or None. `line` is without white space around it."""
    if found := _FORMAL.match(line):
        kind = _UNIT_KINDS[found["unit"]]
        label = re.sub(r"\s+", "", line[: found.start("gap")])
        rest = line[found.end() :]
        branch = number(found["b"]) if found["b"] else 0
        spaced = (bool(found["gap"]) and label[-1] not in _SEPARATORS) or not rest
        return LabelMark(kind, label, number(found["n"]), branch, rest, spaced)
    if line[:1] in _CIRCLES and line[:1]:
        rest = line[1:]
        return LabelMark(Kind.CIRCLE, line[0], _CIRCLES.index(line[0]) + 1, 0, rest.lstrip(), True)
    for kind, pattern in _ITEMS:
        if found := pattern.match(line):
            rest = line[found.end() :]
            if kind is Kind.COMMA and _LISTED_NUMBERS.match(rest):
                return None
            label = re.sub(r"\s+", "", line[: found.start("gap")])
            return LabelMark(kind, label, number(found["n"]), 0, rest, bool(found["gap"]))
    return None


def speaks_of_another(mark: LabelMark) -> bool:
    """Whether 第三条 here is more likely a reference than the beginning of a clause."""
    return not mark.spaced and bool(_REFERENCE.match(mark.rest))


SHORT = 40
_ENDS_SENTENCE = "。；：！？…，、;:!?,"


def looks_like_heading(text: str) -> bool:
    return 0 < len(text) <= SHORT and text[-1] not in _ENDS_SENTENCE and "。" not in text


_DAY = r"\s*[0-9０-９一二三四五六七八九十Xx×]{1,3}\s*"
_DATE = re.compile(rf"[（(]?\s*[0-9０-９〇○零一二三四五六七八九]{{4}}\s*年{_DAY}月(?:{_DAY}日)?")


def is_date(text: str) -> bool:
    found = _DATE.match(text)
    return bool(found and len(text) - found.end() <= 1)


_ANNEX = re.compile(
    r"(?P<label>附(?:件|录|表|图|註|注)?\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?)\s*(?P<colon>[：:])?\s*(?P<rest>.*)"
)


def read_annex(line: str) -> tuple[str, str] | None:
    """Label and heading when the line opens an annex: 附件, 附件1, 附录：, 附表二 名录; not 附件：1.某表 2.某表."""
    found = _ANNEX.fullmatch(line)
    if not found or line.startswith("附则"):
        return None
    label, rest = re.sub(r"\s+", "", found["label"]), found["rest"]
    if not rest:
        return (label + (found["colon"] or ""), "") if label != "附" or found["colon"] else None
    numbered = label[-1] not in "附件录表图注註"
    if not numbered or not looks_like_heading(rest):
        return None
    gap = line[found.end("label") : found.start("rest")]
    return (label + (found["colon"] or ""), rest) if gap else None
