"""Who works here, for the administrator's lists: people with a role now or before, or with a link that is out."""

from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from participation import clock
from participation.accounts.models import Department, Invitation, Membership, User, in_force, not_over
from participation.text.cleaning import one_line
from participation.text.sorting import in_pinyin

SOON = timedelta(days=30)  # calendar days in which the end of a role is shown as near
STATES = ("active", "invited", "unlinked", "disabled", "without_role")
UNUSABLE = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
_ROLES = Membership.objects.filter(user=OuterRef("pk"))


def staff(search: str = "") -> QuerySet[User]:
    """The people, by name. A resident without any role is found by the whole sign-in name or mail address only."""
    works = Exists(_ROLES) | Exists(Invitation.objects.filter(user=OuterRef("pk"))) | Q(is_superuser=True)
    rows = User.objects.filter(works)
    if search := search.strip():
        exact = Q(username__iexact=search) | Q(email__iexact=search)
        some = Q(name__icontains=search) | Q(username__icontains=search) | Q(email__icontains=search)
        rows = User.objects.filter(works & some | exact)
    return rows.annotate(said=in_pinyin(Coalesce(NullIf("name", Value("")), "username")))


def in_department(rows: QuerySet[User], department: Department) -> QuerySet[User]:
    """Those with a role, running or to come, in this department or beneath it."""
    here = _ROLES.filter(not_over(), department__path__startswith=department.path)
    return rows.filter(Exists(here))


def with_role(rows: QuerySet[User], role: str) -> QuerySet[User]:
    """Those who have this role, running or to come."""
    return rows.filter(Exists(_ROLES.filter(not_over(), role=role)))


def in_state(rows: QuerySet[User], state: str) -> QuerySet[User]:
    """Those of one of STATES: each person is in exactly one of the first four."""
    invited = Exists(Invitation.objects.filter(user=OuterRef("pk")))
    match state:
        case "active":
            return rows.filter(~invited, ~UNUSABLE, is_active=True)
        case "invited":
            return rows.filter(invited, is_active=True)
        case "unlinked":
            return rows.filter(~invited, UNUSABLE, is_active=True)
        case "disabled":
            return rows.filter(is_active=False)
        case "without_role":
            return rows.filter(~Exists(_ROLES.filter(in_force())))
    return rows


def with_roles(rows: QuerySet[User]) -> QuerySet[User]:
    """The same, each with `running`: the roles that run or will, with their departments. Two queries more."""
    running = Membership.objects.not_over().select_related("department").order_by("department__path", "role")
    return rows.select_related("invitation").prefetch_related(
        Prefetch("memberships", queryset=running, to_attr="running")
    )


def state_of(person: User) -> str:
    """`active`, `invited`, `unlinked` (no password, and no link out to set one) or `disabled`."""
    if not person.is_active:
        return "disabled"
    if getattr(person, "invitation", None) is not None:
        return "invited"
    return "active" if person.has_usable_password() else "unlinked"


def namesakes(name: str, department: Department | None) -> QuerySet[User]:
    """Those of this name who have a role in this very department, or will have one."""
    roles = Membership.objects.not_over().filter(department=department)
    return User.objects.filter(name=one_line(name), pk__in=roles.values("user")).order_by("pk")


def ends_soon(row: Membership) -> bool:
    """Whether its last day is within a month."""
    return row.ends_on is not None and row.ends_on <= clock.today() + SOON
