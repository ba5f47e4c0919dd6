"""A Word page as Chinese offices lay it out: A4, FangSong at size 3, headings in Hei, the title in large Song."""

import re
from collections.abc import Iterable
from datetime import UTC
from io import BytesIO
from typing import Any

from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.run import Run

from consultations.documents.word_styles import DEPTHS, Hint
from participation import clock

BODY, HEADING, TITLE = "仿宋", "黑体", "宋体"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """Without the few characters that no XML file can hold."""
    return _NOT_XML.sub("", text)


def new_document(title: str, standing: Iterable[str] = ()) -> WordDocument:
    """A document with its title, the page, the fonts and our own paragraph styles; `standing` says under the title
    whether the text holds."""
    document = open_word()
    about = document.core_properties
    about.title, about.author, about.comments, about.language = xml_text(title)[:255], "", "", "zh-CN"
    about.created = about.modified = (
        clock.now().astimezone(UTC).replace(tzinfo=None)
    )  # as python-docx wants it
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _style(document.styles["Normal"], BODY, 16)
    heading = document.styles["Title"]
    _style(heading, TITLE, 22, bold=True)
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_after = Pt(16)
    _no_border(heading)
    _number_pages(document)
    for hint in (Hint.ARTICLE, Hint.ARTICLE_TITLE, Hint.ITEM, Hint.TEXT, Hint.PARAGRAPH):
        style = document.styles.add_style(hint, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.first_line_indent = Pt(32)
    signature = document.styles.add_style(Hint.SIGNATURE, WD_STYLE_TYPE.PARAGRAPH)
    signature.base_style = document.styles["Normal"]
    signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    standing_style = document.styles.add_style(Hint.STANDING, WD_STYLE_TYPE.PARAGRAPH)
    standing_style.base_style = document.styles["Normal"]
    standing_style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    annex = document.styles.add_style(Hint.ANNEX, WD_STYLE_TYPE.PARAGRAPH)
    annex.base_style = document.styles["Normal"]
    annex.paragraph_format.page_break_before = True
    _style(annex, HEADING, 16)
    for depth in range(1, DEPTHS + 1):
        built_in = document.styles[f"Heading {depth}"]
        _style(built_in, HEADING, 16)
        style = document.styles.add_style(f"{Hint.HEADING} {depth}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = built_in
        style.paragraph_format.keep_with_next = True
    if title.strip():
        document.add_paragraph(xml_text(title), style="Title")
    for line in standing:
        document.add_paragraph(xml_text(line), style=Hint.STANDING)
    return document


def saved(document: WordDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def set_font(run: Run, name: str, size: float | None = None) -> None:
    """The font of a run, for Chinese characters too."""
    run.font.name = name
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    if size:
        run.font.size = Pt(size)


def _style(style: Any, font: str, size: float, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(qn(kind), font)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(0), Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28 if size < 20 else 34)


def _no_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _number_pages(document: WordDocument) -> None:
    """— 1 — at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("— ", None, " —"):
        run = paragraph.add_run(part or "")
        set_font(run, TITLE, 14)
        if part is None:
            for kind in ("begin", "PAGE", "end"):
                tag = "w:instrText" if kind == "PAGE" else "w:fldChar"
                element = OxmlElement(tag)
                if kind == "PAGE":
                    element.text = kind
                else:
                    element.set(qn("w:fldCharType"), kind)
                run._element.append(element)
