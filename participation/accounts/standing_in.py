"""Standing in for somebody who is away (委托): named, ended, taken up.

Who stands in acts in their own name and says on whose behalf; the audit keeps both. They do so for as long as they have
taken it up (`queries.on_behalf_of`), so that nobody does by accident on another's behalf what is their own to do.
"""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.actions import tree_locked
from participation.accounts.models import User
from participation.accounts.policies import can_administer_person
from participation.accounts.queries import NEVER_LENT, looks_after_or_on, roles_of
from participation.accounts.stand_in_mails import tell
from participation.accounts.stand_in_models import StandIn
from participation.delivery.outbox import emit
from participation.errors import Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.locks import lock
from participation.text.cleaning import one_line

MOST_DAYS = 60  # calendar days at a time: who is away for longer gives the role to somebody else


def name_stand_in(
    person: User, deputy: User, *, by: User | None, first_day: date, last_day: date, why: str, note: str = ""
) -> StandIn:
    """Let `deputy` stand in on these days, both included. By the person, or by the administrator for anybody.

    Raises NotPermitted, Invalid naming the field: not oneself, not with a closed account, not from elsewhere in the
    county, not for more than 60 calendar days, not beside another one, nothing to stand in for. An administrator or
    auditor stands in for nobody.
    """
    if by is not None and not can_name_stand_in(by, person):
        raise NotPermitted(_("A stand-in is named by the person or by the county's administrator."))
    with tree_locked():
        for each in sorted((person, deputy), key=lambda account: account.pk):
            lock(each)
        errors = _wrong_people(person, deputy) | _wrong_days(person, deputy, first_day, last_day)
        if why not in StandIn.Why.values:
            errors["why"] = [_("Choose one of the kinds offered.")]
        if errors:
            raise Invalid(_("The stand-in could not be named."), errors=errors)
        row = StandIn.objects.create(
            person=person, deputy=deputy, first_day=first_day, last_day=last_day, why=why,
            note=one_line(note)[:300], named_by=by, named_at=clock.now(),
        )  # fmt: skip
        User.objects.filter(pk=person.pk).update(was_stood_in_for=True)
        _remember(deputy)
        about = {"deputy": deputy.username, "first_day": first_day, "last_day": last_day, "why": why}
        entry = record("standin.named", person, by=by, note=about)
        emit("standin.named", row, by=by)
        tell(row, entry.pk)
    return row


def end_stand_in(row: StandIn, *, by: User | None) -> None:
    """End it now. By either of the two, or by the administrator. Raises NotPermitted, InvalidMove."""
    if by is not None and not can_end_stand_in(by, row):
        raise NotPermitted(_("It is ended by one of the two or by the county's administrator."))
    _end(row, by)


def _end(row: StandIn, by: User | None) -> None:
    with tree_locked():
        locked = lock(row)
        if locked.ended_at is not None or locked.last_day < clock.today():
            raise InvalidMove(_("It has ended already."))
        locked.ended_at, locked.ended_by = clock.now(), by
        locked.save(update_fields=["ended_at", "ended_by"])
        _remember(locked.deputy)
        entry = record("standin.ended", locked.person, by=by, note={"deputy": locked.deputy.username})
        tell(locked, entry.pk)
    row.ended_at, row.ended_by = locked.ended_at, by


def end_all_of(person: User, *, by: User | None) -> None:
    """The account was closed, or its person works elsewhere now: nobody stands in for them, nor they for anybody.

    Whoever may do that to the one of the two ends it also where the other's account may do more than theirs.
    """
    rows = StandIn.objects.filter(
        Q(person=person) | Q(deputy=person), ended_at=None, last_day__gte=clock.today()
    )
    for row in rows.select_related("person", "deputy"):
        _end(row, by)


def can_name_stand_in(user: User, person: User) -> bool:
    """For oneself, or as who administers the person."""
    return (user.pk == person.pk and bool(roles_of(user))) or can_administer_person(user, person)


def can_end_stand_in(user: User, row: StandIn) -> bool:
    """Either of the two, or who administers the person."""
    return user.pk in (row.person_id, row.deputy_id) or can_administer_person(user, row.person)


def lent_to(user: User) -> list[StandIn]:
    """For whom this person stands in today. No query for whoever stands in for nobody."""
    if user.deputy_until is None or user.deputy_until < clock.today() or looks_after_or_on(user):
        return []
    return list(StandIn.objects.today().filter(deputy=user.pk).select_related("person"))


def _wrong_people(person: User, deputy: User) -> dict[str, list[Message]]:
    if person.pk == deputy.pk:
        return {"deputy": [_("Nobody stands in for themselves.")]}
    if not deputy.is_active or not person.is_active:
        return {"deputy": [_("The account is closed.")]}
    if looks_after_or_on(deputy):
        message = _(
            "An administrator or auditor stands in for nobody: who looks after the platform or looks on does not do "
            "the work itself."
        )
        return {"deputy": [message]}
    lent = [role for role in roles_of(person) if role.role not in NEVER_LENT]
    if not lent:
        message = _(
            "There is nothing to stand in for: the roles of an administrator or auditor are not lent."
        )
        return {"deputy": [message]}
    held = [role.department for role in roles_of(deputy)]
    near = any(here.covers(role.department) or role.department.covers(here) for here in held for role in lent)
    return (
        {} if near else {"deputy": [_("Choose somebody of the same department, of one above or beneath it.")]}
    )


def _wrong_days(person: User, deputy: User, first_day: date, last_day: date) -> dict[str, list[Message]]:
    if last_day < first_day:
        return {"last_day": [_("The last day is before the first.")]}
    if first_day < clock.today():
        return {"first_day": [_("The first day is today or later.")]}
    if last_day - first_day >= timedelta(days=MOST_DAYS):
        return {"last_day": [_("At most %(most)d days at a time.") % {"most": MOST_DAYS}]}
    beside = StandIn.objects.filter(ended_at=None, first_day__lte=last_day, last_day__gte=first_day)
    if beside.filter(person=person).exists():
        return {"first_day": [_("Somebody stands in for this person on these days already.")]}
    if beside.filter(person=deputy).exists():
        return {"deputy": [_("This person is away too on these days.")]}
    return {}


def _remember(deputy: User) -> None:
    """Until when there is anything to look up for this person: nobody else's request asks."""
    last = (
        StandIn.objects.filter(deputy=deputy, ended_at=None)
        .order_by("-last_day")
        .values_list("last_day", flat=True)
    )
    User.objects.filter(pk=deputy.pk).update(deputy_until=last.first())
