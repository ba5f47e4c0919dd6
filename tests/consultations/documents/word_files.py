"""Chinese Word files in the house styles of different offices, built from a draft that was read elsewhere."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from consultations.documents.structure import Draft, FlatClause, Level, flatten

AUTOMATIC = {Level.CHAPTER: 0, Level.ARTICLE: 1, Level.ITEM: 2}
FORMATS = ("第%1章", "第%2条", "（%3）")


def in_bytes(document: Any) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def level_xml(
    at: int, text: str, *, style: str = "", restart: int | None = None, fmt: str = "chineseCountingThousand"
) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>'
        + (f'<w:lvlRestart w:val="{restart}"/>' if restart is not None else "")
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def add_numbering(document: Any, abstract_id: int, levels: str, *, extra: str = "") -> None:
    root = document.part.numbering_part.element
    xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}">{extra}{levels}</w:abstractNum>'
    first = root.find(qn("w:num"))
    first.addprevious(parse_xml(xml)) if first is not None else root.append(parse_xml(xml))


def add_num(document: Any, num_id: int, abstract_id: int, overrides: str = "") -> None:
    xml = f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'
    document.part.numbering_part.element.append(parse_xml(xml))


def number(paragraph: Any, num_id: int, at: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    num_pr = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", at), ("w:numId", num_id)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), str(value))
        num_pr.append(child)
    properties.append(num_pr)


def _begin(draft: Draft) -> Any:
    document = Document()
    title = document.add_paragraph(draft.title)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return document


def _paragraphs(clause: FlatClause) -> list[str]:
    return [part for part in (clause.heading, *clause.text.split("\n")) if part]


def typed(draft: Draft) -> bytes:
    """Everything typed: 第一条　……, with full-width spaces and indents."""
    document = _begin(draft)
    for clause in flatten(draft):
        first, *more = _paragraphs(clause)
        gap = "" if clause.level is Level.ITEM else "　"
        document.add_paragraph(f"　　{clause.label}{gap}{first}" if clause.label else f"　　{first}")
        for part in more:
            document.add_paragraph("　　" + part)
    return in_bytes(document)


def _automatic(draft: Draft, document: Any, mark: Callable[[Any, FlatClause], None]) -> bytes:
    for clause in flatten(draft):
        first, *more = _paragraphs(clause)
        paragraph = document.add_paragraph(first)
        if clause.level in AUTOMATIC:
            mark(paragraph, clause)
        elif clause.label:
            paragraph.insert_paragraph_before(clause.label + " " + first)
            paragraph._p.getparent().remove(paragraph._p)
        for part in more:
            document.add_paragraph(part)
    return in_bytes(document)


def multilevel(draft: Draft) -> bytes:
    """One list of three levels; 条 goes on counting through the chapters (lvlRestart 0)."""
    document = _begin(draft)
    add_numbering(
        document,
        90,
        level_xml(0, FORMATS[0]) + level_xml(1, FORMATS[1], restart=0) + level_xml(2, FORMATS[2]),
    )
    add_num(document, 90, 90)
    return _automatic(draft, document, lambda p, c: number(p, 90, AUTOMATIC[c.level]))


def from_styles(draft: Draft) -> bytes:
    """The numbers hang on the styles 章 and 条 and on one based on 项; paragraphs say nothing themselves."""
    document = _begin(draft)
    names = {Level.CHAPTER: "ZhangTitle", Level.ARTICLE: "TiaoText", Level.ITEM: "XiangBase"}
    levels = "".join(
        level_xml(at, FORMATS[at], style=names[level], restart=0 if at == 1 else None)
        for level, at in AUTOMATIC.items()
    )
    add_numbering(document, 91, levels)
    add_num(document, 91, 91)
    for level, at in AUTOMATIC.items():
        style = document.styles.add_style(names[level], WD_STYLE_TYPE.PARAGRAPH)
        ilvl = "" if level is Level.ITEM else f'<w:ilvl w:val="{at}"/>'
        style.element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}>{ilvl}<w:numId w:val="91"/></w:numPr>')
        )
    derived = document.styles.add_style("XiangIndented", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = document.styles["XiangBase"]
    names[Level.ITEM] = "XiangIndented"

    def mark(paragraph: Any, clause: FlatClause) -> None:
        paragraph.style = document.styles[names[clause.level]]

    return _automatic(draft, document, mark)


def separate_lists(draft: Draft) -> bytes:
    """Chapters, articles and items in lists of their own; every article restarts its items with an override."""
    document = _begin(draft)
    for at, text in enumerate(("第%1章", "第%1条", "（%1）")):
        add_numbering(document, 92 + at, level_xml(0, text, fmt="chineseCounting"))
        add_num(document, 92 + at, 92 + at)
    state = {"num": 200, "under": -1}

    def mark(paragraph: Any, clause: FlatClause) -> None:
        if clause.level is Level.ITEM and clause.parent != state["under"]:
            state.update(num=state["num"] + 1, under=clause.parent or 0)
            restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            add_num(document, state["num"], 94, restart)
        num_id = state["num"] if clause.level is Level.ITEM else 92 + AUTOMATIC[clause.level]
        number(paragraph, num_id, 0)

    return _automatic(draft, document, mark)


def linked_style(draft: Draft) -> bytes:
    """The list itself sits in a numbering style (styleLink) that the used list only points to (numStyleLink)."""
    document = _begin(draft)
    levels = level_xml(0, FORMATS[0]) + level_xml(1, FORMATS[1], restart=0) + level_xml(2, FORMATS[2])
    add_numbering(document, 95, levels, extra='<w:styleLink w:val="StatuteList"/>')
    add_numbering(document, 96, "", extra='<w:numStyleLink w:val="StatuteList"/>')
    add_num(document, 95, 95)
    add_num(document, 96, 96)
    return _automatic(draft, document, lambda p, c: number(p, 96, AUTOMATIC[c.level]))


HOUSE_STYLES = (typed, multilevel, from_styles, separate_lists, linked_style)
