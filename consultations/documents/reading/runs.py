"""The words of one Word paragraph: insertions taken, deletions and hidden text dropped, notes marked."""

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

Element = Any  # lxml's elements carry no types

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DROPPED = {qn("w:del"), qn("w:moveFrom")}
_INSERTED = {qn("w:ins"), qn("w:moveTo")}
_THROUGH = {
    qn("w:hyperlink"), qn("w:smartTag"), qn("w:sdt"), qn("w:sdtContent"), qn("w:fldSimple"), qn("w:customXml"),
    qn("w:dir"), qn("w:bdo"), qn("w:ruby"), qn("w:rubyBase"), *_INSERTED,
}  # fmt: skip
_SIGNS = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:cr"): "\n", qn("w:ptab"): "\t"}
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}


@dataclass(slots=True)
class Seen:
    """What was met and not simply taken over; the reader turns it into warnings."""

    tracked: bool = False
    hidden: bool = False
    text_boxes: int = 0
    pictures: int = 0
    formulas: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and id, in order


def paragraph_text(paragraph: Element, seen: Seen) -> str:
    """The text of a w:p. A line break inside it is a newline; a note is marked 〔注1〕."""
    return "".join(_inside(paragraph, seen))


def _inside(element: Element, seen: Seen) -> list[str]:
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _DROPPED:
            seen.tracked = True
        elif tag == qn("w:r"):
            parts += _run(child, seen)
        elif tag in _THROUGH:
            seen.tracked = seen.tracked or tag in _INSERTED
            parts += _inside(child, seen)
        elif tag in (_MATH + "oMath", _MATH + "oMathPara"):
            seen.formulas += 1
            parts += [text.text or "" for text in child.iter(_MATH + "t")]
    return parts


def _run(run: Element, seen: Seen) -> list[str]:
    if _is_hidden(run):
        seen.hidden = True
        return []
    parts: list[str] = []
    for child in run:
        tag = child.tag
        if tag == qn("w:t"):
            parts.append(child.text or "")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == qn("w:br"):
            parts.append("" if child.get(qn("w:type")) in ("page", "column") else "\n")
        elif tag == qn("w:sym"):
            parts.append(_symbol(child))
        elif tag in _NOTES:
            seen.notes.append((_NOTES[tag], child.get(qn("w:id"), "")))
            parts.append(f"〔注{len(seen.notes)}〕")
        elif tag == qn("w:ruby"):
            parts += _inside(child, seen)
        elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object"), _MC + "AlternateContent"):
            _note_drawing(child, seen)
    return parts


def _is_hidden(run: Element) -> bool:
    properties = run.find(qn("w:rPr"))
    vanish = None if properties is None else properties.find(qn("w:vanish"))
    return vanish is not None and vanish.get(qn("w:val"), "1") not in ("0", "false", "off")


def _symbol(element: Element) -> str:
    """A sign from a symbol font; fonts keep theirs in the private area, where it says nothing outside."""
    try:
        sign = chr(int(element.get(qn("w:char"), ""), 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= sign <= "\uf8ff" or not sign.isprintable() else sign


def _note_drawing(element: Element, seen: Seen) -> None:
    has_text = any("".join(box.itertext()).strip() for box in element.iter(qn("w:txbxContent")))
    if has_text:
        seen.text_boxes += 1
    else:
        seen.pictures += 1
