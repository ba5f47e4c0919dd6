"""Who a person is to the house: one query a request, kept on the user object."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any, TypeGuard

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Prefetch, Q, QuerySet

from participation import clock
from participation.accounts.models import Department, FormerSlug, Membership, SpecialUnit, User, in_force
from participation.accounts.stand_in_models import StandIn
from participation.ledger.audit import hands_of
from participation.ledger.models import AuditEntry
from participation.text.sorting import in_pinyin

Role = Membership.Role
Duty = SpecialUnit.Duty
Anyone = User | AnonymousUser | None
READERS = frozenset({Role.SUPERVISOR, Role.AUDITOR})
NEVER_LENT = (
    Role.ADMINISTRATOR,
    Role.AUDITOR,
)  # who looks after the platform and who looks on stay two persons
# The duties whose units record stages of other units' matters; each has a unit of its own.
RECORDING_DUTIES = (Duty.LEGALITY_REVIEW, Duty.GOVERNMENT_OFFICE, Duty.MARKET_SUPERVISION)


def is_person(user: Anyone) -> TypeGuard[User]:
    """Whether somebody is signed in."""
    return user is not None and user.is_authenticated


def account_named(login: str) -> User | None:
    """The account that signs in by this user name or mail address; one query whether there is one or not."""
    return User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login)).order_by("pk").first()


def accounts_named(login: str) -> list[int]:
    """The keys of every account that a right password could open by this user name or mail address, proved or not."""
    names = Q(username__iexact=login) | Q(email__iexact=login) | Q(emailaddress__email__iexact=login)
    return list(User.objects.filter(names).order_by("pk").distinct().values_list("pk", flat=True))


def roles_of(user: Anyone) -> list[Membership]:
    """The roles of `user` that hold today, with their departments; empty for residents and strangers. On behalf of
    somebody, theirs instead: who stands in does as the other may, and nothing else."""
    if not is_person(user) or not user.is_active:
        return []
    today = clock.today()
    known: tuple[date, list[Membership]] | None = getattr(user, "_roles", None)
    if known is None or known[0] != today:
        whose, lent = user.stands_in_for or user, NEVER_LENT if user.stands_in_for else ()
        rows = whose.memberships.in_force().exclude(role__in=lent)
        known = today, list(rows.select_related("department").order_by("pk"))
        user._roles = known  # type: ignore[attr-defined]
    return known[1]


def is_self(user: Anyone, person_id: int | None) -> bool:
    """Whether that is `user`, or whom they stand in for."""
    return is_person(user) and person_id is not None and person_id in hands_of(user)


def same_hand(user: Anyone, person_id: int | None, *rows: Model, acts: Iterable[str] = ()) -> bool:
    """Four eyes: whether `user` would be both halves. That person is `user` or whom they stand in for, or somebody did
    something to one of `rows` on behalf of one of these: the rows are those on which the first half is audited. With
    `acts` it is one of these acts: whose second half was done for them may do more second halves.
    """
    return is_person(user) and (
        is_self(user, person_id) or any(was_done_for(user, row, *acts) for row in rows)
    )


def was_done_for(user: User, row: Model, *acts: str, **noted: Any) -> bool:
    """Whether somebody who stood in for `user` (or for whom they stand in for) did anything, or one of `acts` with
    `noted` in its note, to `row`."""
    rows = done_for(user).filter(kind=row._meta.model_name, object_id=row.pk)
    rows = rows.filter(act__in=acts) if acts else rows
    return rows.filter(**{f"note__{name}": value for name, value in noted.items()}).exists()


def done_for(user: Anyone) -> QuerySet[AuditEntry]:
    """What was done on behalf of `user` or of whom they stand in for; no query where nobody ever stood in."""
    if not is_person(user):
        return AuditEntry.objects.none()
    whose = [each.pk for each in (user, user.stands_in_for) if each is not None and each.was_stood_in_for]
    rows = AuditEntry.objects.all()
    return rows.filter(on_behalf_of__in=whose) if whose else rows.none()


def rows_done_for(user: Anyone, model: type[Model], *acts: str) -> QuerySet[AuditEntry, Any]:
    """The numbers of the rows to which one of these acts was done on their behalf, for a query."""
    return done_for(user).filter(kind=model._meta.model_name, act__in=acts).values("object_id")


def has_role(user: Anyone, *roles: str, at: Department | None = None) -> bool:
    """Whether `user` has one of `roles` anywhere or, with `at`, in a department that covers `at`."""
    return any(m.role in roles and (at is None or m.department.covers(at)) for m in roles_of(user))


def has_role_at_county(user: Anyone, *roles: str) -> bool:
    """Whether `user` has one of `roles` for the whole county."""
    return any(m.role in roles and m.department.parent_id is None for m in roles_of(user))


def county() -> Department | None:
    """The county itself, under which everything stands."""
    return Department.objects.filter(parent=None).order_by("pk").first()


def slug_today(slug: str) -> str | None:
    """The slug of the department that once had this one; None when nobody had."""
    return FormerSlug.objects.filter(slug=slug).values_list("department__slug", flat=True).first()


def departments_where(user: Anyone, *roles: str) -> QuerySet[Department]:
    """The departments in which `user` has one of `roles` (any role when none is named), with all beneath them."""
    paths = [m.department.path for m in roles_of(user) if not roles or m.role in roles]
    return Department.objects.filter(under(paths))


def under(paths: Iterable[str], prefix: str = "") -> Q:
    """A filter for rows whose department (`prefix` names the relation) stands at or under one of `paths`."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition


def people_with(role: str, *, at: Department) -> QuerySet[User]:
    """The active people whose `role` covers department `at` today."""
    paths = [
        "/" + "/".join(at.path.strip("/").split("/")[: n + 1]) + "/" for n in range(at.path.count("/") - 1)
    ]
    return User.objects.filter(
        in_force(prefix="memberships__"),
        is_active=True, memberships__role=role, memberships__department__path__in=paths,
    ).distinct()  # fmt: skip


def officials_with(*roles: str) -> list[User]:
    """The active people who have one of `roles` anywhere today (any when none is named), roles read. Two queries."""
    today = clock.today()
    asked = {"memberships__role__in": roles} if roles else {}
    rows = User.objects.filter(in_force(prefix="memberships__"), is_active=True, **asked)
    held = Prefetch("memberships", Membership.objects.in_force().select_related("department").order_by("pk"))
    people = list(rows.distinct().order_by("pk").prefetch_related(held))
    for person in people:
        person._roles = today, list(person.memberships.all())  # type: ignore[attr-defined]
    return people + [each for each in _deputies_of(people) if not roles or has_role(each, *roles)]


def looks_after_or_on(user: User) -> bool:
    """Whether this person is an administrator or auditor today, whatever else they are."""
    return user.memberships.in_force().filter(role__in=NEVER_LENT).exists()


def officials_near(person: User) -> QuerySet[User]:
    """Those at work in a department of this person, in one above or beneath it, who may stand in; not the person."""
    near = Q(pk__in=[])
    for role in person.memberships.in_force().select_related("department"):
        steps = role.department.path.strip("/").split("/")
        above = ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
        near |= Q(memberships__department__path__in=above)
        near |= Q(memberships__department__path__startswith=role.department.path)
    never = Membership.objects.in_force().filter(role__in=NEVER_LENT).values("user")
    rows = User.objects.filter(near, in_force(prefix="memberships__"), is_active=True)
    rows = rows.exclude(pk=person.pk).exclude(pk__in=never)
    held = Prefetch("memberships", Membership.objects.in_force().select_related("department").order_by("pk"))
    return rows.distinct().order_by(in_pinyin("name"), "username").prefetch_related(held)


def on_behalf_of(deputy: User, person: User) -> User:
    """`deputy` as policies, acts and the audit see them while they stand in for `person`."""
    acting = copy(deputy)
    acting.stands_in_for = person
    acting._roles = None  # type: ignore[attr-defined]
    return acting


def taken_up_by(people: Iterable[User]) -> dict[int, list[User]]:
    """For each of them who stands in for somebody today: themselves on behalf of each. At most one query."""
    today = clock.today()
    near = [each for each in people if each.deputy_until is not None and each.deputy_until >= today]
    found: dict[int, list[User]] = defaultdict(list)
    if near:
        for row in StandIn.objects.today().filter(deputy__in=near).select_related("deputy", "person"):
            found[row.deputy_id].append(on_behalf_of(row.deputy, row.person))
    return found


def _deputies_of(people: Iterable[User]) -> list[User]:
    """Those who stand in for one of them today, each on that person's behalf."""
    away = {each.pk: each for each in people if each.was_stood_in_for}
    if not away:
        return []
    rows = StandIn.objects.today().filter(person__in=away).select_related("deputy")
    return [on_behalf_of(row.deputy, away[row.person_id]) for row in rows]


def has_proved(account: Anyone, address: str) -> bool:
    """Whether somebody has shown that this mail address is theirs, by following the link that was sent there."""
    if not is_person(account):
        return False
    return bool(EmailAddress.objects.filter(user=account, email__iexact=address, verified=True).exists())


def special_unit(duty: str) -> Department | None:
    """The department that the county named for this duty; None while none is named or it is out of use."""
    rows = SpecialUnit.objects.filter(duty=duty, department__is_active=True).select_related("department")
    row = rows.first()
    return row.department if row else None


def special_units() -> dict[str, Department]:
    """The units that the county named, by their duty, those out of use left out. One query."""
    rows = SpecialUnit.objects.filter(department__is_active=True).select_related("department")
    return {row.duty: row.department for row in rows}


def unnamed_duties() -> list[Duty]:
    """The duties for which the county has yet to name a unit."""
    named = set(SpecialUnit.objects.filter(department__is_active=True).values_list("duty", flat=True))
    return [duty for duty in Duty if duty not in named]


def belongs_to(user: Anyone, unit: Department, *roles: str) -> bool:
    """Whether `user` has one of `roles` (any when none is named) in this very unit or beneath it, not merely above it.

    Beneath the county stands everything: of the county itself are only those who have a role just there.
    """
    return any(
        (not roles or m.role in roles)
        and (m.department_id == unit.pk or (unit.parent_id is not None and unit.covers(m.department)))
        for m in roles_of(user)
    )


def is_of_a_special_unit(user: Anyone, *roles: str) -> bool:
    """Whether `user` has one of `roles` in any unit that records stages of other units' matters."""
    if not any(m.role in roles for m in roles_of(user)):
        return False
    rows = SpecialUnit.objects.filter(duty__in=RECORDING_DUTIES, department__is_active=True)
    rows = rows.select_related("department")
    return any(belongs_to(user, row.department, *roles) for row in rows)
