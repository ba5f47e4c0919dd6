"""Who pushes, who answers, who looks on."""

from participation.accounts.models import Department
from participation.accounts.queries import READERS, Anyone, Role, has_role
from responses.supervision.models import Push


def can_supervise(user: Anyone, department: Department | None = None) -> bool:
    """A supervisor (督查) whose office covers the department."""
    return has_role(user, Role.SUPERVISOR, at=department)


def can_see_figures(user: Anyone) -> bool:
    """Supervisors and auditors see every clock under them."""
    return has_role(user, *READERS)


def can_answer_order(user: Anyone, push: Push) -> bool:
    """The department that was pushed says what came of it."""
    return push.department is not None and has_role(
        user, Role.ANSWERER, Role.REVIEWER, Role.DRAFTER, at=push.department
    )
