"""Word documents (.docx): paragraphs with their automatic numbers, tables, notes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast

from django.utils.translation import gettext as _
from docx import Document as open_word
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from consultations.documents.reading.lines import ReadLine
from consultations.documents.reading.numbering import Numbering
from consultations.documents.reading.refusal import Unreadable
from consultations.documents.reading.runs import Seen, paragraph_text
from consultations.documents.reading.safety import broken, check_package
from consultations.documents.word_styles import Hint, hint_of

Element = Any  # lxml's elements carry no types

_TITLE_STYLES = ("title", "标题", "文件标题", "公文标题")
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo")}


def read_word(content: bytes) -> tuple[list[ReadLine], list[str]]:
    """The lines of a .docx and what a person should know about them. Raises Unreadable."""
    check_package(content)
    try:
        reader = _Reader(open_word(BytesIO(content)))
        lines = reader.lines()
    except Unreadable:
        raise
    except Exception:  # whatever a damaged package makes the libraries say, the sender is told one thing
        raise Unreadable(broken()) from None
    if not lines:
        raise Unreadable(_("No text was found in this file. Pictures of a text cannot be read."))
    return lines, reader.warnings()


class _Reader:
    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._seen = Seen()
        self._styles = _styles(document)
        self._numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING), self._styles)
        self._names = _style_names(self._styles)
        self._hints = _style_hints(self._styles)
        self._pending = ""  # text of a paragraph whose end was deleted: it runs on into the next
        self._nested_tables = False

    def lines(self) -> list[ReadLine]:
        lines: list[ReadLine] = []
        for element in _blocks(self._document.element.body):
            lines += self._paragraph(element) if element.tag == qn("w:p") else self._table(element)
        return [line for line in lines if line.text.strip()] + self._notes()

    def _paragraph(self, paragraph: Element) -> Iterator[ReadLine]:
        text = self._pending + paragraph_text(paragraph, self._seen)
        self._pending = ""
        if _end_deleted(paragraph):
            self._seen.tracked = True
            self._pending = text
            return
        label = self._numbering.label(paragraph)
        outline, is_title = self._heading(paragraph)
        hint = self._hints.get(_style_id(paragraph), Hint.NONE)
        if hint is Hint.STANDING:
            return
        alignment = paragraph.find(f"{qn('w:pPr')}/{qn('w:jc')}")
        centered = alignment is not None and alignment.get(qn("w:val")) == "center"
        for position, part in enumerate((label + text).split("\n")):
            stripped = part.strip()
            if stripped:
                depth = 0 if position else outline
                line_hint = Hint.ANNEX_NAME if hint is Hint.ANNEX and position else hint
                yield ReadLine(stripped, depth, is_title=is_title, centered=centered, hint=line_hint)

    def _heading(self, paragraph: Element) -> tuple[int, bool]:
        """The depth of a heading style (1 for the topmost), and whether this is the title."""
        name = self._names.get(_style_id(paragraph), "")
        if name in _TITLE_STYLES:
            return 0, True
        if name.startswith("heading ") and name[8:].isdecimal():
            return int(name[8:]), False
        return 0, False

    def _table(self, table: Element) -> list[ReadLine]:
        rows: list[str] = []
        for row in table.iterfind(qn("w:tr")):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                self._seen.tracked = True
                continue
            rows.append("\t".join(self._cell(cell) for cell in _cells(row)))
        text = "\n".join(row for row in rows if row.strip())
        return [ReadLine(text, is_table=True)] if text else []

    def _cell(self, cell: Element) -> str:
        parts: list[str] = []
        for block in _blocks(cell):
            if block.tag == qn("w:tbl"):
                self._nested_tables = True
                parts += [line.text for line in self._table(block)]
            else:
                parts.append(self._numbering.label(block) + paragraph_text(block, self._seen))
        return " ".join(" ".join(part.split()) for part in parts if part.strip())

    def _notes(self) -> list[ReadLine]:
        """The footnotes and endnotes, below the text."""
        known: dict[str, dict[str, Element]] = {}
        lines: list[ReadLine] = []
        for number, (kind, note_id) in enumerate(list(self._seen.notes), 1):
            if kind not in known:
                known[kind] = _notes_of(self._document, kind)
            note = known[kind].get(note_id)
            blocks = [] if note is None else [b for b in _blocks(note) if b.tag == qn("w:p")]
            text = " ".join(paragraph_text(block, Seen()).strip() for block in blocks).strip()
            lines.append(ReadLine(f"〔注{number}〕{text}"))
        return lines

    def warnings(self) -> list[str]:
        seen, found = self._seen, []
        if seen.tracked:
            found.append(_("The file has tracked changes: insertions were taken over, deletions left out."))
        if seen.hidden:
            found.append(_("Hidden text was left out."))
        if seen.text_boxes:
            found.append(_("Text boxes were left out: %(count)d.") % {"count": seen.text_boxes})
        if seen.pictures:
            found.append(_("Pictures were left out: %(count)d.") % {"count": seen.pictures})
        if seen.formulas:
            found.append(_("Formulas were taken over as plain text: %(count)d.") % {"count": seen.formulas})
        if seen.notes:
            found.append(_("Notes stand at the end of the text: %(count)d.") % {"count": len(seen.notes)})
        if self._nested_tables:
            found.append(_("A table inside a table was laid into one cell."))
        return found


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, a cell or a note, through content controls and insertions."""
    for child in parent:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _end_deleted(paragraph: Element) -> bool:
    mark = f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}"
    return paragraph.find(mark) is not None


def _part(document: WordDocument, kind: str) -> Element | None:
    """The root of a related part, None where the document has none."""
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _style_id(paragraph: Element) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), ""))


def _style_hints(styles: Element | None) -> dict[str, Hint]:
    """Style id → what our own styles say of a paragraph."""
    hints: dict[str, Hint] = {}
    for style in () if styles is None else styles.iterfind(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None and (hint := hint_of(str(name.get(qn("w:val"), "")))):
            hints[style.get(qn("w:styleId"), "")] = hint
    return hints


def _styles(document: WordDocument) -> Element | None:
    return _part(document, RELATIONSHIP_TYPE.STYLES)


def _style_names(styles: Element | None) -> dict[str, str]:
    """Style id → its name, or the built-in style it is based on."""
    if styles is None:
        return {}
    found = {s.get(qn("w:styleId"), ""): s for s in styles.iterfind(qn("w:style"))}
    names: dict[str, str] = {}
    for key, style in found.items():
        step, seen = style, 0
        while step is not None and seen < 20:
            name = step.find(qn("w:name"))
            name_of = "" if name is None else str(name.get(qn("w:val"), "")).lower()
            if name_of in _TITLE_STYLES or name_of.startswith("heading "):
                names[key] = name_of
                break
            base = step.find(qn("w:basedOn"))
            step, seen = (None if base is None else found.get(base.get(qn("w:val"), ""))), seen + 1
    return names


def _notes_of(document: WordDocument, kind: str) -> dict[str, Element]:
    root = _part(document, getattr(RELATIONSHIP_TYPE, kind.upper()))
    if root is None:
        return {}
    return {cast(str, note.get(qn("w:id"), "")): note for note in root}
