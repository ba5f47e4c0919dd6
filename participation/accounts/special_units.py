"""Naming the units whose duties the law keeps apart from the lead unit: the county's administrator does it."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.actions import tree_locked
from participation.accounts.models import Department, SpecialUnit, User
from participation.accounts.policies import can_administer
from participation.accounts.queries import RECORDING_DUTIES, Duty
from participation.errors import Incomplete, Invalid, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.transitions import as_seen, edit

WaitingSource = Callable[[str], list[str]]
_sources: list[WaitingSource] = []
UNNAMED = {
    Duty.LEGALITY_REVIEW: gettext_lazy(
        "The county has not named its legality-review unit: its administrator does so at the desk, under "
        "“Special units”."
    ),
    Duty.GOVERNMENT_OFFICE: gettext_lazy(
        "The county has not named its government office: its administrator does so at the desk, under “Special units”."
    ),
    Duty.MARKET_SUPERVISION: gettext_lazy(
        "The county has not named its market-supervision unit: its administrator does so at the desk, under "
        "“Special units”."
    ),
    Duty.REPORTS: gettext_lazy(
        "The county has not named who receives reports of wrongdoing: its administrator does so at the desk, under "
        "“Special units”."
    ),
}


def waiting_from(source: WaitingSource) -> WaitingSource:
    """Have another room tell what waits for a second person of the unit that has a duty; a decorator."""
    _sources.append(source)
    return source


def hold_unit(duty: str | None) -> None:
    """Lock the unit of this duty, if there is one, so that no other is named while something is recorded in its name.
    Call inside the transaction, before the matter is locked."""
    if duty and (row := SpecialUnit.objects.filter(duty=duty).first()):
        lock(row)


def name_unit(
    duty: str, department: Department, *, by: User | None, seen: SpecialUnit | None = None
) -> SpecialUnit:
    """Name the department that has this duty from now on. `by=None` is the operator at the command line.

    `seen` is the row as the writer read it, None where none was named yet. Raises NotPermitted, Invalid (no such duty;
    the county itself, a township, a department out of use, or one that records stages under another duty), Overwritten,
    Incomplete while something recorded by the unit before waits for its second person: no other unit confirms that.
    Who receives reports of wrongdoing may have another duty too; a report never goes to whom it accuses (信访工作条例
    第30条).
    """
    if by is not None and not can_administer(by):
        raise NotPermitted(_("Only the county's administrator names the special units."))
    if duty not in Duty.values:
        message = _("There is no such duty.")
        raise Invalid(message, errors={"duty": [message]})
    if (
        department.parent_id is None
        or not department.is_active
        or department.level != Department.Level.DEPARTMENT
    ):
        message = _("Choose a department of the county that is in use.")
        raise Invalid(message, errors={"department": [message]})
    with tree_locked():
        others = SpecialUnit.objects.filter(department=department, duty__in=RECORDING_DUTIES).exclude(
            duty=duty
        )
        if duty in RECORDING_DUTIES and others.exists():
            message = _("This department has another of these duties: each has a unit of its own.")
            raise Invalid(message, errors={"department": [message]})
        row = as_seen(SpecialUnit.objects.filter(duty=duty).first(), seen)
        if row is None:
            row = SpecialUnit.objects.create(duty=duty, department=department)
            record("unit.named", row, by=by, note={"duty": duty, "department": department.slug})
            return row
        with edit(row, by=by, act="unit.named", fields=["department"]) as change:
            if change.row.department_id != department.pk:
                _require_nothing_waits(duty)
            change.row.department = department
            change.note.update({"duty": duty, "department": department.slug})
    return row


def _require_nothing_waits(duty: str) -> None:
    if waiting := [line for source in _sources for line in source(duty)]:
        message = _(
            "The unit named before has records that wait for its second person. First confirm or refuse: %(waiting)s."
        )
        text = message % {"waiting": _(", ").join(waiting)}
        raise Incomplete(text, errors={"department": [text]})
