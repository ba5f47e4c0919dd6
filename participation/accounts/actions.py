"""Setting departments up and moving them in the tree: every change in the audit, no child ever left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from participation.accounts.models import Department, FormerSlug, User
from participation.accounts.open_work import work_of
from participation.accounts.policies import can_administer
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
    with tree_locked():
        check_department(made)
        made.path = _path(made)
        made.save()
        record("department.founded", made, by=by, note={"path": made.path})
    return made


def edit_department(department: Department, *, by: User | None, **fields: Any) -> Department:
    """Change a department; with its slug or its place all that stands under it moves along. An old slug stays its own.

    Not in use it can be chosen nowhere; what it did stays. Raises NotPermitted, Invalid (a slug that
    is taken, a place under itself, a second county; closed while it has work in hand), Overwritten.
    """
    _may(by)
    with (
        tree_locked(department),
        edit(department, by=by, act="department.edited", fields=[*FIELDS, "path"]) as change,
    ):
        row, old, old_slug = change.row, change.row.path, change.row.slug
        for name, value in _cleaned(fields).items():
            setattr(row, name, value)
        check_department(row)
        row.path = _path(row)
        if row.path != old:
            under = Department.objects.filter(path__startswith=old).exclude(pk=row.pk)
            under.update(path=Concat(Value(row.path), Substr(F("path"), len(old) + 1)))
        if row.slug != old_slug:
            row.former_slugs.filter(slug=row.slug).delete()
            FormerSlug.objects.create(slug=old_slug, department=row)
    return department


@contextmanager
def tree_locked(*rows: Department) -> Iterator[None]:
    """Two moves at once could make a circle that neither of them sees: the county's row is the lock of the tree."""
    with transaction.atomic():
        top = county()
        lock_all(*{row.pk: row for row in (top, *rows) if row is not None}.values())
        yield


def check_department(row: Department) -> None:
    """Raises Invalid, naming the fields, for a department that cannot stand so in the tree."""
    errors: dict[str, list[Message]] = {}
    if not row.slug:
        errors["slug"] = [_("Give it an address.")]
    elif Department.objects.filter(slug=row.slug).exclude(pk=row.pk).exists():
        errors["slug"] = [_("Another department has this address.")]
    elif FormerSlug.objects.filter(slug=row.slug).exclude(department=row.pk).exists():
        errors["slug"] = [_("Another department had this address before; links to it lead there.")]
    if not plain(row.name):
        errors["name"] = [_("Write its name.")]
    if (row.level == Level.COUNTY) != (row.parent is None):
        errors["parent"] = [_("The county stands above all; everything else stands under a department.")]
    elif row.parent is None and Department.objects.filter(parent=None).exclude(pk=row.pk).exists():
        errors["parent"] = [_("There is a county already.")]
    elif row.parent is not None and row.pk and _stands_under(row.parent, row):
        errors["parent"] = [_("A department cannot stand under itself.")]
    elif row.is_active and row.parent is not None and not row.parent.is_active:
        errors["parent"] = [_("Choose a department that is in use.")]
    if not row.is_active and (left := _left_open(row)):
        errors["is_active"] = [_("It cannot be closed yet: %(what)s.") % {"what": _("; ").join(left)}]
    if not errors and (field := _too_long(row)):
        errors[field] = [
            _("There are too many departments one under the other, or their addresses are too long.")
        ]
    if errors:
        raise Invalid(_("The department could not be kept."), errors=errors)


def _stands_under(place: Department, row: Department) -> bool:
    stands = Department.objects.only("path").get(pk=row.pk).path
    return Department.objects.only("path").get(pk=place.pk).path.startswith(stands)


def _left_open(row: Department) -> list[str]:
    """What stands against closing it now; of one that is closed already, nothing."""
    stands = Department.objects.filter(pk=row.pk).first() if row.pk else None
    return work_of(stands) if stands is not None and stands.is_active else []


def _path(row: Department) -> str:
    """Where it stands, by its parent as that stands now."""
    above = Department.objects.values_list("path", flat=True).get(pk=row.parent_id) if row.parent_id else "/"
    return f"{above}{row.slug}/"


def _too_long(row: Department) -> str:
    """The field that makes its path, or that of anything under it, longer than the column; else nothing."""
    path, stands = _path(row), Department.objects.filter(pk=row.pk).first()
    if stands is None:
        return "slug" if len(path) > LONGEST_PATH else ""
    moving = Department.objects.filter(path__startswith=stands.path)
    longest = moving.aggregate(length=Max(Length("path")))["length"] - len(stands.path) + len(path)
    if path == stands.path or longest <= LONGEST_PATH:
        return ""
    return "slug" if row.slug != stands.slug else "parent"


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(unknown)
    return {name: plain(value) if isinstance(value, str) else value for name, value in fields.items()}


def _may(by: User | None) -> None:
    if by is not None and not can_administer(by):
        raise NotPermitted(_("Only the county's administrator changes departments."))
