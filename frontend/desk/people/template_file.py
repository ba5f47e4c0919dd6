"""The spreadsheet to fill in: two sheets with an example each, and a sheet of notes."""

from io import BytesIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from frontend.shared.spreadsheets import MIME
from participation.accounts.import_rows import DEPARTMENTS, PEOPLE, Columns, column
from participation.accounts.models import Department
from participation.accounts.queries import Role

LAST = 400  # rows that are made ready to be filled in
EXAMPLES = {
    "departments": ("示例：县水务局", "示例县人民政府", "", "Water Affairs Bureau", "water", "0855-0000230",
                    "清溪路 3 号"),
    "people": ("示例：王小明", "wangxiaoming", "wang@example.gov.cn", "13800000000", "县水务局", "",
               "2026-03-01", "2027-02-28"),
}  # fmt: skip


def template_file() -> HttpResponse:
    """As a download, with the columns in the reader's language; either language is understood when it comes back."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, columns, title in (
        ("departments", DEPARTMENTS, pgettext("of all levels", "Departments")), ("people", PEOPLE, _("People")),
    ):  # fmt: skip
        page = book.create_sheet(title)
        page.append([column(name, key) for key in columns])
        page.append(list(_example(name)))
        for n, cell in enumerate(page[1], 1):
            cell.font = Font(bold=True)
            page.column_dimensions[get_column_letter(n)].width = 22
            for row in range(2, LAST + 1):
                page.cell(row, n).number_format = "@"  # as text: no telephone number loses its zero
        page.freeze_panes = "A2"
        _offer(page, name, columns)
    notes = book.create_sheet(_("Notes"))
    notes.column_dimensions["A"].width = 100
    for line in _notes():
        notes.append([line])
        notes.cell(notes.max_row, 1).alignment = Alignment(wrap_text=True)
    kept = BytesIO()
    book.save(kept)
    response = HttpResponse(kept.getvalue(), content_type=MIME)
    response["Content-Disposition"] = content_disposition_header(True, f"{_('People and departments')}.xlsx")
    return response


def _offer(page: Worksheet, name: str, columns: Columns) -> None:
    """Drop-down lists where a cell takes one of a few words; several roles may still be typed, so there they hint."""
    offered = {
        "level": [str(each.label) for each in Department.Level],
        "role": [str(each.label) for each in Role],
    }
    for key, words in offered.items():
        if key in columns:
            strict = key != "role"
            rule = DataValidation(
                "list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=strict,
                errorTitle=column(name, key), error=_("Choose one of the words in the list."),
                showInputMessage=not strict, promptTitle=column(name, key),
                prompt=_("Choose one; several roles are typed with 、 between them."),
            )  # fmt: skip
            letter = get_column_letter([*columns].index(key) + 1)
            rule.add(f"{letter}2:{letter}{LAST}")
            page.add_data_validation(rule)


def _example(name: str) -> tuple[str, ...]:
    row = list(EXAMPLES[name])
    if name == "people":
        row[5] = f"{Role.DRAFTER.label}、{Role.ANSWERER.label}"
    else:
        row[2] = str(Department.Level.DEPARTMENT.label)
    return tuple(row)


def _notes() -> list[str]:
    levels = "、".join(str(each.label) for each in Department.Level)
    roles = "、".join(str(each.label) for each in Role)
    return [
        _(
            "Fill in the two sheets; leave the first row as it is. The rows that begin with 示例 are left out."
        ),
        _("Levels: %(levels)s. Only one row may be the county itself.") % {"levels": levels},
        _("A new department needs an address on the site: Latin letters, figures and dashes, such as water."),
        _("Where several departments have one name, write the address on the site instead."),
        _("Roles, several with 、 between them: %(roles)s.") % {"roles": roles},
        _("Days as 2026-03-01. Both days are included; without a last day a role has no end."),
        _("A cell left empty changes nothing. Nobody and nothing is removed by an import."),
        _("Roles are added by an import; those held already stay, and are ended on the person's page."),
    ]
