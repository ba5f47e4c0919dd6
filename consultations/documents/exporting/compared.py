"""A comparison as a Word file: old and new side by side, unchanged articles folded to one line."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from consultations.documents.comparing import Row, Side
from consultations.documents.exporting.page import BODY, HEADING, new_document, saved, set_font, xml_text

_GONE, _COME = RGBColor(0xA3, 0x1F, 0x1F), RGBColor(0x0B, 0x4F, 0x8A)


def export_comparison(title: str, rows: Sequence[Row], standing: Sequence[str] = ()) -> bytes:
    """Deletions are struck through, insertions underlined and bold: readable in black and white too."""
    document = new_document(title, standing)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(20)
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, (_("Before"), _("After"), _("Note")), strict=True):
        _write(cell, [("b", words)])
    for row, folded in _folded(rows):
        cells = table.add_row().cells
        if folded:
            _write(cells[0].merge(cells[-1]), [("=", folded)])
            continue
        _write(cells[0], _said(row, row["old"], "-"))
        _write(cells[1], _said(row, row["new"], "+"))
        _write(cells[2], [("=", _note(row))])
    _set_widths(document)
    return saved(document)


def _folded(rows: Sequence[Row]) -> Iterable[tuple[Row, str]]:
    """Rows to show, and one line in place of each run of unchanged ones."""
    waiting: list[Row] = []
    for row in rows:
        if row["kind"] == "same":
            waiting.append(row)
            continue
        if waiting:
            yield waiting[0], _unchanged(waiting)
            waiting = []
        yield row, ""
    if waiting:
        yield waiting[0], _unchanged(waiting)


def _unchanged(rows: Sequence[Row]) -> str:
    names = [_name(row["new"]) for row in rows]
    if len(names) == 1:
        return _("%(label)s: unchanged") % {"label": names[0]}
    return _("%(first)s to %(last)s: unchanged") % {"first": names[0], "last": names[-1]}


def _name(side: Side | None) -> str:
    return (side["label"] or side["path"]) if side else ""


def _said(row: Row, side: Side | None, sign: str) -> list[tuple[str, str]]:
    if side is None:
        return []
    label = [("b", side["label"] + "\u3000")] if side["label"] else []
    return label + [(mark, words) for mark, words in row["words"] if mark in ("=", sign)]


def _note(row: Row) -> str:
    """What happened, in a few words."""
    kinds = {"changed": _("Changed"), "moved": _("Moved"), "added": _("Added"), "removed": _("Removed")}
    notes = [_("Punctuation only") if row.get("slight") else str(kinds.get(row["kind"], ""))]
    if row["moved"] and row["kind"] != "moved":
        notes.append(_("moved"))
    if row.get("from"):
        notes.append(_("from %(labels)s") % {"labels": "、".join(row["from"])})
    if row.get("into"):
        notes.append(_("into %(labels)s") % {"labels": "、".join(row["into"])})
    return "；".join(notes)


def _write(cell: _Cell, parts: Iterable[tuple[str, str]]) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for sign, words in parts:
        run = paragraph.add_run(xml_text(words))
        set_font(run, HEADING if sign == "b" else BODY, 11)
        if sign == "-":
            run.font.strike, run.font.color.rgb = True, _GONE
        elif sign == "+":
            run.font.underline, run.font.bold, run.font.color.rgb = True, True, _COME


def _set_widths(document: WordDocument) -> None:
    table = document.tables[0]
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, (Mm(112), Mm(112), Mm(33)), strict=False):
            cell.width = width
    table.rows[0].height = Pt(20)
