"""Who looks after the platform itself. It serves the whole county, so it is looked after from there."""

from participation.accounts.queries import Anyone, Role, has_role_at_county, is_person


def can_manage_departments(user: Anyone) -> bool:
    """Sets departments up and moves them."""
    return _looks_after_all(user)


def can_see_jobs(user: Anyone) -> bool:
    """Sees what could not be delivered, and why."""
    return _looks_after_all(user)


def can_mend_jobs(user: Anyone) -> bool:
    """Has it sent again."""
    return _looks_after_all(user)


def _looks_after_all(user: Anyone) -> bool:
    """The county's administrator, and whoever may enter the administrator's corner for everything."""
    return is_person(user) and (user.is_superuser or has_role_at_county(user, Role.ADMINISTRATOR))
