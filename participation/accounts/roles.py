"""Roles, with their first and last day (both included, by the county's calendar): given, changed, ended, moved."""

from copy import copy
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.actions import tree_locked
from participation.accounts.administrators import administered_by, kept_administered
from participation.accounts.models import Department, Membership, User
from participation.accounts.people import works_here
from participation.accounts.queries import Role
from participation.accounts.standing_in import end_all_of
from participation.errors import Conflict, Invalid, InvalidMove
from participation.ledger.audit import record
from participation.locks import lock
from participation.transitions import edit

DAYS = ("starts_on", "ends_on")


def give_role(
    person: User, department: Department, role: str, *, by: User | None,
    starts_on: date | None = None, ends_on: date | None = None,
) -> Membership:  # fmt: skip
    """Give a role from `starts_on` (today) to `ends_on` (no end). One that had ended there is taken up again.

    Raises NotPermitted, Invalid (no such role, a department out of use, days that do not fit, a role still held; one's
    own work at the desk, which another administrator gives).
    """
    administered_by(by, person)
    if by is not None and by.pk == person.pk and role != Role.ADMINISTRATOR:
        message = _("Nobody gives themselves a role: another administrator does.")
        raise Invalid(message, errors={"role": [message]})
    starts_on = starts_on or clock.today()
    if role not in Role.values:
        message = _("There is no such role.")
        raise Invalid(message, errors={"role": [message]})
    _check_days(starts_on, ends_on)
    _check_address(person)
    with tree_locked(department):  # a role given takes none away
        _check_in_use(department)
        lock(person)
        row = Membership.objects.filter(user=person, department=department, role=role).first()
        if row is None:
            row = Membership(
                user=person, department=department, role=role, starts_on=starts_on, ends_on=ends_on
            )
            row.save()
            record("role.given", person, by=by, note=_about(row))
        elif row.standing != "ended":
            message = _("The person has this role there already: change its days.")
            raise Invalid(message, errors={"role": [message]})
        else:
            _set_days(row, "role.given", by, starts_on, ends_on)
    return row


def change_role_days(
    row: Membership, *, by: User | None, starts_on: date | None, ends_on: date | None
) -> Membership:
    """Let a role begin or end on other days. A last day before today ends it at once.

    Raises NotPermitted, Invalid (an end before the beginning; the last administrator), InvalidMove, Overwritten.
    """
    administered_by(by, row.user)
    if ends_on and starts_on and ends_on < starts_on:
        message = _("The last day is before the first.")
        raise Invalid(message, errors={"ends_on": [message]})
    with kept_administered(by):
        lock(row.user)
        if row.standing == "ended":
            raise InvalidMove(_("This role has ended. Give it anew."))
        written = copy(row)  # refused below, what the caller holds stays as it was read
        _set_days(written, "role.changed", by, starts_on, ends_on)
    row.__dict__.update(written.__dict__)
    return row


def end_role(row: Membership, *, by: User | None) -> None:
    """Let today be its last day; a role that has not begun is taken back. Raises NotPermitted, InvalidMove, Invalid."""
    if row.standing != "upcoming":
        change_role_days(row, by=by, starts_on=row.starts_on, ends_on=clock.today())
        return
    administered_by(by, row.user)
    with kept_administered(by):
        lock(row.user)
        record("role.withdrawn", row.user, by=by, note=_about(lock(row)))
        Membership.objects.filter(pk=row.pk).delete()


def move_person(person: User, origin: Department, to: Department, *, by: User | None) -> list[Membership]:
    """Move a person to another department with all roles held in `origin`, in one act: they end there yesterday and
    begin here today, with the last days they had; stand-ins end. Gives the roles there.

    Raises NotPermitted, InvalidMove (no role to move), Invalid (out of use, the same department), Conflict.
    """
    administered_by(by, person)
    if origin.pk == to.pk:
        message = _("The person works there already.")
        raise Invalid(message, errors={"department": [message]})
    with kept_administered(by, *{each.pk: each for each in (origin, to)}.values()):
        _check_in_use(to)
        lock(person)
        rows = list(Membership.objects.not_over().filter(user=person, department=origin).order_by("pk"))
        if not rows:
            raise InvalidMove(_("The person has no role there that could move."))
        moved = [_moved(row, to, by) for row in rows]
        note = {
            "from": origin.slug, "from_name": origin.name, "department": to.slug, "name": to.name,
            "roles": [row.role for row in rows],
        }  # fmt: skip
        record("person.moved", person, by=by, note=note)
        end_all_of(person, by=by)  # named for the work in the department that is left
    return moved


def _moved(row: Membership, to: Department, by: User | None) -> Membership:
    today = clock.today()
    starts_on = max(row.starts_on or today, today)
    there = Membership.objects.filter(user=row.user_id, department=to, role=row.role).first()
    if there is None:
        there = Membership(
            user=row.user, department=to, role=row.role, starts_on=starts_on, ends_on=row.ends_on
        )
        there.save()
    elif there.standing == "ended":
        there.starts_on, there.ends_on = starts_on, row.ends_on
        there.revision += 1
        there.save()
    if row.starts_on and row.starts_on >= today:
        Membership.objects.filter(pk=row.pk).delete()
    else:
        row.ends_on = today - timedelta(days=1)
        row.revision += 1
        row.save()
    return there


def _set_days(
    row: Membership, act: str, by: User | None, starts_on: date | None, ends_on: date | None
) -> None:
    with edit(row, by=by, act=act, fields=DAYS, about=row.user) as change:
        change.row.starts_on, change.row.ends_on = starts_on, ends_on
        change.note.update(_about(change.row))


def _about(row: Membership) -> dict[str, object]:
    """What the audit says of a role; the department may be called otherwise when it is read."""
    return {
        "role": row.role, "department": row.department.slug, "name": row.department.name,
        "starts_on": row.starts_on, "ends_on": row.ends_on,
    }  # fmt: skip


def _check_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < max(starts_on, clock.today()):
        message = _("The last day is before the first.") if ends_on < starts_on else _("This day is past.")
        raise Invalid(message, errors={"ends_on": [message]})


def _check_address(person: User) -> None:
    """Who opened the account by themself has shown that the address in it is theirs: anybody can type a colleague's."""
    unproved = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=False)
    if unproved.exists() and not works_here(person):
        message = _(
            "This account was opened by somebody who has not confirmed its mail address. They do so first."
        )
        raise Invalid(message, errors={"role": [message]})


def _check_in_use(department: Department) -> None:
    fresh = Department.objects.filter(pk=department.pk).first()
    if fresh is None:
        raise Conflict(_("This is no longer there."))
    if not fresh.is_active:
        message = _("Choose a department that is in use.")
        raise Invalid(message, errors={"department": [message]})
