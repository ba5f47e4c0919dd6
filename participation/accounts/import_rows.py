"""What a row of the import says: which columns there are, in both languages and as they were called before, and the
words that stand for codes."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from participation.accounts.models import Department
from participation.accounts.queries import Role
from participation.errors import Invalid
from participation.text.sheets import SheetRow, narrow, read_tables

Columns = dict[str, tuple[str, ...]]
DEPARTMENTS: Columns = {
    "name": ("单位名称", "Department"), "parent": ("上级单位", "Stands under"), "level": ("层级", "Level"),
    "name_en": ("英文名", "English name"), "slug": ("网址标识", "Address on the site"), "phone": ("电话", "Telephone"),
    "address": ("地址", "Address"),
}  # fmt: skip
PEOPLE: Columns = {
    "name": ("姓名", "Name"), "username": ("登录名", "Sign-in name"), "email": ("邮箱", "Mail"),
    "phone": ("手机", "Mobile"), "department": ("单位", "Works at"), "role": ("角色", "Roles"),
    "starts_on": ("开始日期", "First day", "起始日期"), "ends_on": ("截止日期", "Last day"),
}  # fmt: skip
SHEETS = {"departments": DEPARTMENTS, "people": PEOPLE}
NARROW = ("slug", "phone", "username", "email", "starts_on", "ends_on")
EXAMPLE = ("示例", "Example")  # a row that begins so is the template's own
LEVELS = {
    "县": "county", "县级": "county", "部门": "department", "局": "department", "乡镇": "township", "乡": "township",
    "镇": "township", "街道": "township", "乡镇（街道）": "township", "村": "village", "社区": "village",
    "村（社区）": "village",
}  # fmt: skip


@dataclass(slots=True)
class Line:
    """A row of one of the two sheets, as it was read: it can be packed and sent along."""

    sheet: str
    number: int
    said: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def read_lines(content: bytes) -> list[Line]:
    """The rows of a filled-in template, departments first. Raises Invalid (`file`) for what is no such file."""
    found: dict[str, list[Line]] = {name: [] for name in SHEETS}
    is_ours = False
    for rows in read_tables(content):
        for name in SHEETS:
            if rows and _is_sheet(rows[0], name):
                is_ours = True
                found[name] += [_line(name, row) for row in rows if not _is_example(row)]
                break
    if not is_ours:
        message = _("No sheet has the columns of the template. Fill in the template.")
        raise Invalid(message, errors={"file": [message]})
    return [*found["departments"], *found["people"]]


def column(sheet: str, key: str) -> str:
    """What the column is called in the reader's language."""
    return SHEETS[sheet][key][0 if translation.get_language() in (None, "zh-hans", "zh") else 1]


def role_codes(text: str) -> tuple[list[str], list[str]]:
    """The roles that a cell names, and the words that name none."""
    words = [each for each in re.split(r"[、,，;；/\s]+", text) if each]
    table = _roles()
    return [table[each.casefold()] for each in words if each.casefold() in table], [
        each for each in words if each.casefold() not in table
    ]


def level_code(text: str) -> str | None:
    """The level that a cell names; None for one that there is not."""
    text = text.strip()
    if text.casefold() in Department.Level.values:
        return text.casefold()
    names = {str(label).casefold(): code for code, label in Department.Level.choices}
    return LEVELS.get(text) or names.get(text.casefold())


def _roles() -> dict[str, str]:
    table = {code: code for code in Role.values}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            names = {str(label).casefold(): code for code, label in Role.choices}
            table |= names  # 起草人员, as everybody says it too: 起草人, 起草
            table |= {name.removesuffix(end): code for end in ("员", "人员") for name, code in names.items()}
    return table


def _is_sheet(row: SheetRow, name: str) -> bool:
    needed = ("name", "level") if name == "departments" else ("name", "username")
    return all(set(SHEETS[name][key]) & set(row.cells) for key in needed)


def _is_example(row: SheetRow) -> bool:
    return next(iter(row.cells.values()), "").startswith(EXAMPLE)


def _line(name: str, row: SheetRow) -> Line:
    line = Line(name, row.number, {})
    for key, labels in SHEETS[name].items():
        label = next((each for each in labels if each in row.cells), None)
        value = row.cells.get(label or "", "")
        line.said[key] = narrow(value) if key in NARROW else value
        if label and label in row.wrong:
            line.wrong[key] = row.wrong[label]
    if stray := [
        why for head, why in row.wrong.items() if not any(head in each for each in SHEETS[name].values())
    ]:
        line.wrong.setdefault("name", stray[0])
    return line
