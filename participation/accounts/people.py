"""Accounts of people who work here: added, put right, closed and opened again, each time in the audit."""

from copy import copy
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.actions import tree_locked
from participation.accounts.address_mails import tell_former_address
from participation.accounts.administrators import administered_by, kept_administered
from participation.accounts.models import LINK_LASTS, Invitation, User
from participation.accounts.phones import drop_stale_proof
from participation.accounts.policies import can_disable_person
from participation.accounts.sessions import end_all
from participation.accounts.standing_in import end_all_of
from participation.delivery.contacts import is_telephone
from participation.delivery.mail import is_address
from participation.errors import Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import record
from participation.text.cleaning import one_line
from participation.text.reasons import said
from participation.transitions import edit

FIELDS = ("name", "username", "email", "phone")
PRIVATE = ("email", "phone")  # the audit says that they were changed, not what they were
LONGEST = {"name": 80, "username": 150, "email": 254, "phone": 40}


def add_person(*, by: User | None, **fields: str) -> User:
    """An account without a password, which `invite` lets its owner set. `by=None` is the operator.

    Raises NotPermitted, Invalid (a sign-in name or mail address that somebody has, a name that is missing).
    """
    administered_by(by)
    made = User(**_cleaned(fields))
    made.set_unusable_password()
    with tree_locked():
        check_person(made)
        made.save()
        _settle_address(made)
        record("person.added", made, by=by, note={"name": made.name, "username": made.username})
    return made


def edit_person(person: User, *, by: User | None, **fields: str) -> User:
    """Put a person's name, sign-in name, mail address or telephone right. A link mailed to the old address ends, and
    waits to be sent anew; the old address is told of the change.

    Raises NotPermitted, Invalid, Overwritten.
    """
    administered_by(by, person)
    with (
        kept_administered(by),
        edit(person, by=by, act="person.edited", fields=FIELDS, private=PRIVATE) as change,
    ):
        address = change.row.email
        for name, value in _cleaned(fields).items():
            setattr(change.row, name, value)
        check_person(change.row)
        drop_stale_proof(change.row)
        if change.row.email != address:
            _settle_address(change.row)
            _void_link(change.row)
            tell_former_address(change.row, address)
    return person


def disable_person(person: User, *, by: User | None, reason: str) -> User:
    """Close the account: its sessions and its link end at once, its roles rest. What the person did stays theirs.

    Raises NotPermitted (also for one's own), InvalidMove, Invalid (no reason; the county's last administrator).
    """
    administered_by(by, person)
    if by is not None and not can_disable_person(by, person):
        raise NotPermitted(_("Nobody closes their own account; another administrator does it."))
    words, written = (
        said(reason, _("Say why."), field="reason"),
        copy(person),
    )  # refused below, what the caller holds stays as it was
    with (
        kept_administered(by),
        edit(written, by=by, act="person.disabled", fields=["is_active"]) as change,
    ):
        if not change.row.is_active:
            raise InvalidMove(_("This account is closed already."))
        change.row.is_active = False
        end_all(change.row)
        change.note["reason"] = words
        Invitation.objects.filter(user=change.row).delete()
        end_all_of(change.row, by=by)
    person.__dict__.update(written.__dict__)
    return person


def enable_person(person: User, *, by: User | None, reason: str) -> User:
    """Open a closed account again, with the roles that still run. Raises NotPermitted, InvalidMove, Invalid."""
    administered_by(by, person)
    words = said(reason, _("Say why."), field="reason")
    with kept_administered(by), edit(person, by=by, act="person.enabled", fields=["is_active"]) as change:
        if change.row.is_active:
            raise InvalidMove(_("This account is open already."))
        change.row.is_active = True
        change.note["reason"] = words
    return person


def check_person(row: User) -> None:
    """Raises Invalid, naming the fields, for an account that cannot be."""
    errors: dict[str, list[Message]] = {}
    others = User.objects.exclude(pk=row.pk)
    try:
        UnicodeUsernameValidator()(row.username)
    except ValidationError:
        errors["username"] = [_("Letters, figures and the signs @ . + - _ only.")]
    if not row.username:
        errors["username"] = [_("Give a sign-in name.")]
    elif others.filter(username__iexact=row.username).exists():
        errors["username"] = [_("Somebody has this sign-in name.")]
    if not row.name:
        errors["name"] = [_("Write the person's name.")]
    if row.email and not is_address(row.email):
        errors["email"] = [_("This is not a mail address.")]
    elif row.email and _is_taken(row):
        errors["email"] = [_("An account has this mail address. Look it up and give it the role.")]
    if row.phone and not is_telephone(row.phone):
        errors["phone"] = [
            _("This is no telephone number. Write a mobile number, or a landline with its area code.")
        ]
    for name, most in LONGEST.items():
        if len(getattr(row, name)) > most:
            errors[name] = [_("At most %(most)d characters.") % {"most": most}]
    if errors:
        raise Invalid(_("The person could not be kept."), errors=errors)


def works_here(person: User) -> bool:
    """Whether the account was opened at the desk, or has been given a role: not one that somebody opened by themself,
    with a password of theirs, under whatever name and with whatever address they typed."""
    opened_here = not person.has_usable_password() or hasattr(person, "invitation")
    return opened_here or person.is_superuser or person.memberships.exists()


def _is_taken(row: User) -> bool:
    """By somebody who works here or has confirmed it: an address that a stranger only typed is nobody's."""
    others = User.objects.exclude(pk=row.pk).filter(email__iexact=row.email)
    if any(works_here(each) for each in others.select_related("invitation")):
        return True
    proved = EmailAddress.objects.exclude(user_id=row.pk).filter(email__iexact=row.email, verified=True)
    return bool(proved.exists())


def _void_link(row: User) -> None:
    """What was mailed to the address of before opens nothing any more; that one is to be sent anew stays known."""
    links = Invitation.objects.filter(user=row, is_mailed=True)
    links.update(serial=F("serial") + 1, sent_at=clock.now() - LINK_LASTS)


def _settle_address(row: User) -> None:
    """The sign-in library keeps addresses of its own: one that no longer is the person's must open nothing."""
    EmailAddress.objects.filter(user=row).exclude(email=row.email).delete()
    if row.email:
        EmailAddress.objects.get_or_create(user=row, email=row.email, defaults={"primary": True})


def _cleaned(fields: dict[str, Any]) -> dict[str, str]:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(unknown)
    return {name: one_line(value) for name, value in fields.items()}
