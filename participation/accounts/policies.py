"""Who looks after the platform itself. It serves the whole county, so it is looked after from there."""

from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.queries import Anyone, Role, has_role_at_county, is_person, roles_of
from participation.errors import NotPermitted


def is_official(user: Anyone) -> bool:
    """Somebody who works at the desk: with a role, or who may do everything in the corner."""
    return is_person(user) and (bool(roles_of(user)) or can_administer(user))


def can_see_jobs(user: Anyone) -> bool:
    """Sees what could not be delivered, and why."""
    return can_read_audit(user)


def can_mend_jobs(user: Anyone) -> bool:
    """Has it sent again."""
    return can_administer(user)


def can_administer(user: Anyone) -> bool:
    """People, roles and departments: the county's administrator, and whoever may do everything in the corner."""
    return is_person(user) and (user.is_superuser or has_role_at_county(user, Role.ADMINISTRATOR))


def can_read_security_log(user: Anyone) -> bool:
    """Who came in and who was refused."""
    return can_read_audit(user)


def can_read_audit(user: Anyone) -> bool:
    """Every act of the county, who did it and what stood there before: its auditor and its administrator."""
    return is_person(user) and (can_administer(user) or has_role_at_county(user, Role.AUDITOR))


def can_see_people(user: Anyone) -> bool:
    """Reads who works where with which roles, and what about them was changed: who changes it, and who inspects it."""
    return can_read_audit(user)


def can_disable_person(user: Anyone, person: User) -> bool:
    """Closes an account, never one's own."""
    return can_administer_person(user, person) and user != person


def can_change_own_identity(user: Anyone) -> bool:
    """Their own name and mail addresses: residents; of people who work here the administrator keeps them."""
    return is_person(user) and not (
        user.is_staff or user.is_superuser or user.memberships.not_over().exists()
    )


def check_own(by: User, person: User) -> None:
    """Raises NotPermitted for the account of another."""
    if by.pk != person.pk:
        raise NotPermitted(_("This is somebody else's account."))


def can_leave(user: Anyone) -> bool:
    """Has the own account deleted. What officials did is signed with their name: an administrator closes theirs."""
    return is_person(user) and not (user.is_staff or user.is_superuser or user.memberships.exists())


def can_administer_person(user: Anyone, person: User) -> bool:
    """Nobody gives themselves or takes over an account that may do more than their own."""
    return can_administer(user) and is_person(user) and (user.is_superuser or not person.is_superuser)
