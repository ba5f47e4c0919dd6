"""The county is never left without an administrator, and nobody takes their own rights away by mistake."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils.translation import gettext as _

from participation.accounts.actions import tree_locked
from participation.accounts.models import Department, Membership, User
from participation.accounts.policies import can_administer, can_administer_person
from participation.accounts.queries import Role
from participation.errors import Invalid, NotPermitted


def administered_by(by: User | None, person: User | None = None) -> None:
    """Raises NotPermitted for whoever may not administer this person (or people). `by=None` is the operator."""
    if by is not None and not (can_administer(by) if person is None else can_administer_person(by, person)):
        raise NotPermitted(
            _("Only the county's administrator does this, and not with an account that may do more.")
        )


@contextmanager
def kept_administered(by: User | None, *departments: Department) -> Iterator[None]:
    """Around what changes roles or accounts, with the tree locked: changes come one after the other.

    Raises NotPermitted when `by` would shorten their own right to administer, Invalid when the day on which the
    county has its last administrator would come earlier.
    """
    with tree_locked(*departments):
        before = _last_days()
        yield
        after = _last_days()
        if by is not None and after.get(by.pk, date.min) < before.get(by.pk, date.min):
            raise NotPermitted(
                _("Nobody takes their own right to administer away; another administrator does it.")
            )
        if before and max(after.values(), default=date.min) < max(before.values()):
            raise Invalid(_("The county would be without an administrator. Name another one first."))


def _last_days() -> dict[int, date]:
    """The administrators who can sign in today, each with the last day on which they are that."""
    rows = Membership.objects.in_force().filter(
        role=Role.ADMINISTRATOR, department__parent=None, user__is_active=True
    )
    rows = rows.exclude(user__password__startswith="!").exclude(user__password="")
    return {user: ends_on or date.max for user, ends_on in rows.values_list("user_id", "ends_on")}
