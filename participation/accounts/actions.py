"""Setting departments up and moving them in the tree: every change in the audit, no child ever left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from participation.accounts.models import Department, User
from participation.accounts.policies import can_manage_departments
from participation.accounts.queries import county
from participation.errors import Invalid, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock_all
from participation.text.cleaning import plain
from participation.transitions import edit

Level = Department.Level
FIELDS = ("slug", "name", "name_en", "level", "parent", "phone", "address", "is_active")
LONGEST_PATH = 400


def found_department(*, by: User | None, **fields: Any) -> Department:
    """Set a department up. `by=None` is the operator at the command line. Raises NotPermitted, Invalid."""
    _may(by)
    made = Department(**_cleaned(fields))
    check_department(made)
    with transaction.atomic():
        made.save()
        record("department.founded", made, by=by, note={"path": made.path})
    return made


def edit_department(department: Department, *, by: User | None, **fields: Any) -> Department:
    """Change a department; with its slug or its place all that stands under it moves along.

    Raises NotPermitted, Invalid (a slug that is taken, a place under itself, a second county), Overwritten.
    """
    _may(by)
    with (
        _tree_locked(department),
        edit(department, by=by, act="department.edited", fields=[*FIELDS, "path"]) as change,
    ):
        row, old = change.row, change.row.path
        for name, value in _cleaned(fields).items():
            setattr(row, name, value)
        check_department(row)
        row.path = f"{row.parent.path if row.parent else '/'}{row.slug}/"
        if row.path != old:
            _move_along(row, old)
    return department


@contextmanager
def _tree_locked(department: Department) -> Iterator[None]:
    """Two moves at once could make a circle that neither of them sees: the county's row is the lock of the tree."""
    with transaction.atomic():
        top = county()
        lock_all(*{row.pk: row for row in (top, department) if row is not None}.values())
        yield


def check_department(row: Department) -> None:
    """Raises Invalid, naming the fields, for a department that cannot stand so in the tree."""
    errors: dict[str, list[Message]] = {}
    if not row.slug:
        errors["slug"] = [_("Give it an address.")]
    elif Department.objects.filter(slug=row.slug).exclude(pk=row.pk).exists():
        errors["slug"] = [_("This address is taken.")]
    if not plain(row.name):
        errors["name"] = [_("Write its name.")]
    if (row.level == Level.COUNTY) != (row.parent is None):
        errors["parent"] = [_("The county stands above all; everything else stands under a department.")]
    elif row.parent is None and Department.objects.filter(parent=None).exclude(pk=row.pk).exists():
        errors["parent"] = [_("There is a county already.")]
    elif row.parent is not None and row.pk and _stands_under(row.parent, row):
        errors["parent"] = [_("A department cannot stand under itself.")]
    if errors:
        raise Invalid(_("The department could not be kept."), errors=errors)


def _stands_under(place: Department, row: Department) -> bool:
    stands = Department.objects.only("path").get(pk=row.pk).path
    return Department.objects.only("path").get(pk=place.pk).path.startswith(stands)


def _move_along(row: Department, old: str) -> None:
    """Give everything under the old place its new path, in one statement."""
    under = Department.objects.filter(path__startswith=old).exclude(pk=row.pk)
    longest = (
        under.annotate(length=Length("path")).order_by("-length").values_list("length", flat=True).first()
    )
    if max(len(row.path), (longest or 0) + len(row.path) - len(old)) > LONGEST_PATH:
        message: Message = _(
            "There are too many departments one under the other, or their addresses are too long."
        )
        raise Invalid(message, errors={"slug": [message]})
    under.update(path=Concat(Value(row.path), Substr(F("path"), len(old) + 1)))


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(unknown)
    return {name: plain(value) if isinstance(value, str) else value for name, value in fields.items()}


def _may(by: User | None) -> None:
    if by is not None and not can_manage_departments(by):
        raise NotPermitted(_("Only the county's administrator changes departments."))
