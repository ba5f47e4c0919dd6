"""Reading a spreadsheet that somebody filled in by hand: what stands in it, and what of it cannot be taken.

Only values are read: no formula is computed, nothing outside the file is followed, and a file that would unpack to too
much, names entities, has too many rows or reaches too far is refused before its cells are.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from participation.errors import Invalid
from participation.text.cleaning import one_line

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 500  # with something in them, on one sheet: an import keeps other writers waiting while it runs
MOST_DOWN, MOST_ACROSS = 5_000, 60
MOST_TAGS = 200_000  # in all parts together: what takes the time
MOST_SPREAD = 5_000  # cells that are merged, or stand under one link
HEAD_WITHIN = 10  # the head stands in one of the first rows
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
SPREAD = re.compile(rb"""<(?:\w+:)?(?:mergeCell|hyperlink)\s[^<]*?\bref\s*=\s*["']([^"']*:[^"']*)["']""")
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


@dataclass(slots=True)
class SheetRow:
    """One row: its number in the sheet, what stands under each head, and what is wrong with a cell."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def read_tables(content: bytes) -> Iterator[list[SheetRow]]:
    """The rows under the head of every sheet; a sheet without a head is skipped. Raises Invalid (`file`)."""
    _fits(content)
    try:
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except Exception as broken:  # openpyxl raises whatever its parsers do
        raise _refused(_("The file cannot be read as a spreadsheet. Save it as .xlsx once more.")) from broken
    room = MOST_DOWN * MOST_ACROSS
    for sheet in book.worksheets:
        room -= sheet.max_row * sheet.max_column
        if room < 0 or sheet.max_row > MOST_DOWN or sheet.max_column > MOST_ACROSS:
            raise _refused(
                _("The sheet “%(name)s” reaches too far. Copy what is filled in to a new one.")
                % {"name": sheet.title}
            )
        yield list(_rows(sheet))


def day_in(text: str) -> date | None:
    """A day as people write it: 2026-03-01, 2026/3/1, 2026年3月1日. Raises ValueError for anything else."""
    if not text:
        return None
    found = DAY.fullmatch(narrow(text))
    if found is None:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def narrow(text: str) -> str:
    """Full-width figures and letters as ordinary ones, without spaces around."""
    return unicodedata.normalize("NFKC", text).strip()


def _rows(sheet: Worksheet) -> Iterator[SheetRow]:
    heads: list[str] = []
    merged = {
        row
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, MOST_DOWN) + 1)
    }
    taken = 0
    for n, cells in enumerate(sheet.iter_rows(), 1):
        values = [one_line(_said(cell)) for cell in cells]
        if not heads:
            if sum(map(bool, values)) > 1:
                heads = [value.rstrip("*＊ ") for value in values]
            elif n >= HEAD_WITHIN:
                return
            continue
        if not any(values):
            continue
        if (taken := taken + 1) > MOST_ROWS:
            message = _("The sheet “%(name)s” has more than %(most)d rows. Split it.")
            raise _refused(message % {"name": sheet.title, "most": MOST_ROWS})
        yield _row(n, heads, values, cells, n in merged)


def _row(
    n: int, heads: list[str], values: list[str], cells: Sequence[Cell | MergedCell], is_merged: bool
) -> SheetRow:
    row = SheetRow(n)
    for head, value, cell in zip(heads, values, cells, strict=False):
        if not head:
            continue
        row.cells[head] = value
        if cell.data_type == "f":
            row.wrong[head] = _("This is a formula. Paste what it comes to.")
        elif cell.data_type == "e":
            row.wrong[head] = _("This cell holds an error.")
    if is_merged and heads:
        row.wrong[heads[0]] = _("Cells are merged here. Undo it and fill every row.")
    return row


def _said(cell: Cell | MergedCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _fits(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise _refused(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024})
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _refused(_("The file unpacks to too much."))
            if "xl/workbook.xml" not in archive.namelist():
                raise _refused(_("This is not an .xlsx file."))
            tags = rows = spread = 0
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    text = archive.read(part)
                    if b"<!DOCTYPE" in text or b"\0" in text:  # one that is not UTF-8 hides what it holds
                        raise _refused(_("The file is not one that a spreadsheet program writes."))
                    tags += text.count(b"<")
                    rows += len(ROW.findall(text))
                    spread += _spread(text)
            if rows > MOST_DOWN:
                message = _("The file has more than %(most)d rows. Copy what is filled in to a new one.")
                raise _refused(message % {"most": MOST_DOWN})
            if tags > MOST_TAGS or spread > MOST_SPREAD:
                raise _refused(_("The file unpacks to too much."))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as broken:
        raise _refused(_("This is not an .xlsx file.")) from broken


def _spread(text: bytes) -> int:
    """How many cells are merged or stand under one link: each is laid out when the file is opened."""
    cells = 0
    for area in SPREAD.findall(text):
        try:
            left, top, right, bottom = (n or 0 for n in range_boundaries(area.decode()))
        except (ValueError, TypeError):
            return MOST_SPREAD + 1  # no cells at all
        cells += abs((right - left + 1) * (bottom - top + 1)) if left and top else MOST_SPREAD + 1
    return cells


def _refused(message: str) -> Invalid:
    return Invalid(message, errors={"file": [message]})
