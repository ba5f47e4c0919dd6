"""Who may see, route and handle questions."""

from django.db.models import Q, QuerySet

from participation.accounts.models import Department
from participation.accounts.queries import (
    READERS,
    Anyone,
    Role,
    departments_where,
    has_role,
    has_role_at_county,
    is_person,
    roles_of,
)
from responses.questions.models import Question

HANDLERS = (Role.ANSWERER, Role.REVIEWER, *READERS)
ROUTERS = (Role.EDITOR, Role.MODERATOR)


def visible_to(user: Anyone) -> QuerySet[Question]:
    """What is public, one's own, and for officials what lies with their departments or waits to be routed."""
    rows = Question.objects.select_related("department")
    public = Q(is_public=True)
    if not is_person(user):
        return rows.filter(public)
    mine = public | Q(author=user)
    if not roles_of(user):
        return rows.filter(mine)
    mine |= Q(department__in=departments_where(user, *HANDLERS, *ROUTERS))
    if can_read_unrouted(user):
        mine |= Q(department__isnull=True)
    return rows.filter(mine)


def worked_on_by(user: Anyone) -> QuerySet[Question]:
    """What this person handles, routes or oversees; public ones of others are not among them."""
    mine = Q(department__in=departments_where(user, *HANDLERS, *ROUTERS))
    if can_read_unrouted(user):
        mine |= Q(department=None)
    return Question.objects.select_related("department").filter(mine)


def can_route(user: Anyone, question: Question) -> bool:
    """Send it to a department: the county's editors and moderators, or the department it was addressed to."""
    if question.department is None:
        return can_route_unrouted(user)
    return has_role(user, *ROUTERS, Role.ANSWERER, at=question.department)


def can_route_unrouted(user: Anyone) -> bool:
    """The county's editors and moderators send on what no department has yet."""
    return has_role_at_county(user, *ROUTERS)


def can_read_unrouted(user: Anyone) -> bool:
    """Those who route them, and those who oversee the county."""
    return has_role_at_county(user, *ROUTERS, *READERS)


def can_answer(user: Anyone, question: Question) -> bool:
    """An answerer of the department it lies with."""
    return question.department is not None and has_role(user, Role.ANSWERER, at=question.department)


def can_sign(user: Anyone, question: Question) -> bool:
    """A reviewer of the department it lies with; that they did not draft the reply is checked with the reply."""
    return question.department is not None and has_role(user, Role.REVIEWER, at=question.department)


def can_read_contact(user: Anyone, question: Question) -> bool:
    """Those who handle it in any way, not those who only oversee it."""
    return can_answer(user, question) or can_sign(user, question) or can_route(user, question)


def can_look_up_contacts(user: Anyone) -> bool:
    """Whoever handles questions of any department at all."""
    return has_role(user, Role.ANSWERER, Role.REVIEWER, *ROUTERS)


def can_read_inside(user: Anyone, question: Question) -> bool:
    """Those who handle it or oversee it."""
    if question.department is None:
        return can_read_unrouted(user)
    return has_role(user, *HANDLERS, *ROUTERS, at=question.department)


def places_for(user: Anyone) -> QuerySet[Department]:
    """Departments a question may be sent to."""
    return Department.objects.filter(is_active=True).exclude(level=Department.Level.COUNTY)
