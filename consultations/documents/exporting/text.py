"""A version's text as a Word file that comes back, when it is read again, as the same clauses."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from consultations.documents.exporting.page import new_document, saved, xml_text
from consultations.documents.structure import FlatClause, Level
from consultations.documents.word_styles import DEPTHS, Hint

_HEADINGS = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.HEADING}
_ITEMS = {Level.ITEM, Level.SUBITEM, Level.POINT}
_CENTERED = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION}


def export_docx(title: str, clauses: Sequence[FlatClause], standing: Sequence[str] = ()) -> bytes:
    """`clauses` in their order, as `flatten` gives them. Labels are typed, so that every program shows them."""
    document = new_document(title, standing)
    for clause in clauses:
        if clause.level in _HEADINGS:
            _heading(document, clause, _depth(clause, clauses))
        elif clause.level is Level.ANNEX:
            _lines(document, [clause.label, clause.heading], Hint.ANNEX)
        elif clause.level is Level.ARTICLE:
            _article(document, clause)
        elif clause.level is Level.TABLE:
            _table(document, clause.text)
        elif clause.level is Level.SIGNATURE:
            for line in clause.text.split("\n"):
                _paragraph(document, line, Hint.SIGNATURE)
        else:
            _body(document, clause, Hint.ITEM if clause.level in _ITEMS and clause.label else Hint.PARAGRAPH)
    return saved(document)


def _depth(clause: FlatClause, clauses: Sequence[FlatClause]) -> int:
    """How many headings that are no 章 or 节 stand above this one, itself included."""
    depth, parent = 1, clause.parent
    while parent is not None:
        depth += clauses[parent].level is Level.HEADING
        parent = clauses[parent].parent
    return min(depth, DEPTHS)


def _paragraph(document: WordDocument, text: str, style: str) -> None:
    document.add_paragraph(xml_text(text), style=style)


def _heading(document: WordDocument, clause: FlatClause, depth: int) -> None:
    paragraph = document.add_paragraph(
        xml_text("\u3000".join(part for part in (clause.label, clause.heading) if part)),
        style=f"{Hint.HEADING} {depth}",
    )
    if clause.level in _CENTERED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in clause.text.split("\n") if clause.text else ():
        _paragraph(document, line, Hint.PARAGRAPH)


def _article(document: WordDocument, clause: FlatClause) -> None:
    lines = clause.text.split("\n") if clause.text else []
    if clause.heading:
        _paragraph(document, f"{clause.label}\u3000{clause.heading}", Hint.ARTICLE_TITLE)
    else:
        first = lines.pop(0) if lines else ""
        _paragraph(document, f"{clause.label}\u3000{first}", Hint.ARTICLE)
    for line in lines:
        _paragraph(document, line, Hint.TEXT)


def _body(document: WordDocument, clause: FlatClause, hint: Hint) -> None:
    """An item or a paragraph; further lines go on with it."""
    gap = " " if clause.label[-1:].isascii() or clause.label.endswith("．") else ""
    parts = [part for part in (clause.heading, *clause.text.split("\n")) if part] or [""]
    _paragraph(document, clause.label + (gap if clause.label else "") + parts[0], hint)
    for line in parts[1:]:
        _paragraph(document, line, Hint.TEXT)


def _lines(document: WordDocument, parts: Sequence[str], style: str) -> None:
    """Several lines in one paragraph."""
    paragraph = document.add_paragraph(style=style)
    for position, part in enumerate(part for part in parts if part):
        if position:
            paragraph.add_run().add_break()
        paragraph.add_run(xml_text(part))


def _table(document: WordDocument, text: str) -> None:
    rows = [row.split("\t") for row in xml_text(text).split("\n")]
    width = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width, style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        here = row.cells
        for cell, words in zip(here, cells, strict=False):
            cell.text = words
        if len(cells) < width:
            here[len(cells) - 1].merge(here[-1]).text = cells[-1]
    document.add_paragraph()
