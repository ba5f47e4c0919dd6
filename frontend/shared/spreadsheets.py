"""Tables as spreadsheets (.xlsx): a title, a head that stays, widths that fit, and no cell that is a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from participation import clock

Cell = (
    str | int | float | date | datetime | None
)  # moments are aware and stand in the file as the time in China
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """What is on the sheet; each column has its label and its width in characters. `tab` is the sheet's short name."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]
    tab: str = ""


def as_download(sheet: Sheet, name: str) -> HttpResponse:
    """The sheet as a download called `name`.xlsx."""
    response = HttpResponse(as_bytes(sheet), content_type=MIME)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def as_bytes(sheet: Sheet) -> bytes:
    """The file."""
    book = Workbook(write_only=True)
    page = book.create_sheet(
        (sheet.tab or sheet.title)[:28].translate({ord(c): " " for c in r"[]:*?/\ "}).strip() or "1"
    )
    page.freeze_panes = "A3"
    for n, (_label, width) in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(n)].width = width
    page.append([_cell(page, sheet.title, bold=True)])
    page.append([_cell(page, label, bold=True) for label, _width in sheet.columns])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def as_csv(sheet: Sheet, name: str) -> HttpResponse:
    """The same as CSV; what a spreadsheet program would take for a formula begins with an apostrophe."""
    response = HttpResponse(_lines(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return response


class _Line:
    """What csv writes a line to."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _lines(sheet: Sheet) -> Iterator[str]:
    yield "\ufeff"  # or a spreadsheet takes the Chinese for something else
    writer = csv.writer(_Line())
    yield writer.writerow([label for label, _width in sheet.columns])
    for row in sheet.rows:
        texts = [_text(value) for value in row]
        yield writer.writerow([f"'{text}" if text.startswith(FORMULA) else text for text in texts])


def _text(value: Cell) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _cell(page: object, value: Cell, *, bold: bool = False) -> SheetCell:
    is_moment = isinstance(value, datetime)
    if isinstance(value, datetime):  # a sheet knows no time zones
        value = value.astimezone(clock.SHANGHAI).replace(tzinfo=None, microsecond=0)
    cell: SheetCell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
    if is_moment:
        cell.number_format = "yyyy-mm-dd hh:mm"
    if isinstance(value, str):
        cell.data_type = "s"  # what somebody wrote is never a formula
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
