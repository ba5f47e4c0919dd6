"""What people do with their own account: name, telephone, language of mails, and the addresses they can be reached at.

Of somebody who works here, name and addresses are what the administrator entered; the rest is their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.address_mails import tell_former_address
from participation.accounts.belongings import kinds
from participation.accounts.models import User
from participation.accounts.people import LONGEST
from participation.accounts.phones import drop_stale_proof
from participation.accounts.policies import can_change_own_identity, check_own
from participation.delivery.addresses import take_place
from participation.delivery.contacts import is_telephone
from participation.delivery.mail import is_address
from participation.errors import Invalid, Message, NotPermitted
from participation.ledger import receipts
from participation.ledger.audit import record, trail
from participation.locks import lock
from participation.text.cleaning import one_line
from participation.transitions import edit

FIELDS = ("name", "phone", "language", "hides_name")
MOST_ADDRESSES = 5
MOST_LINKS = 5  # an hour


def edit_own(person: User, *, by: User, **fields: Any) -> User:
    """Change one's own data. The audit says that name or telephone were changed, not what they were.

    `hides_name` holds for all that was sent before, too. Raises NotPermitted (another's account; the name of an
    official), Invalid naming the field, Overwritten.
    """
    check_own(by, person)
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(unknown)
    cleaned = {name: one_line(value) if isinstance(value, str) else value for name, value in fields.items()}
    if cleaned.get("name", person.name) != person.name:
        _identity(by)
    errors: dict[str, list[Message]] = {
        name: [_("At most %(most)d characters.") % {"most": LONGEST[name]}]
        for name in ("name", "phone")
        if len(cleaned.get(name, "")) > LONGEST[name]
    }
    phone = cleaned.get("phone", "")
    if phone and phone != person.phone and "phone" not in errors and not is_telephone(phone):
        errors["phone"] = [
            _("This is no telephone number. Write a mobile number, or a landline with its area code.")
        ]
    if cleaned.get("language", "") not in ("", *dict(settings.LANGUAGES)):
        errors["language"] = [_("Choose one of the languages offered.")]
    if errors:
        raise Invalid(_("Your data could not be kept."), errors=errors)
    with edit(person, by=by, act="person.own_edited", fields=FIELDS, private=("name", "phone")) as change:
        shown = change.row.hides_name
        for name, value in cleaned.items():
            setattr(change.row, name, value)
        drop_stale_proof(change.row)
        if change.row.hides_name != shown:
            for kind in kinds():
                kind.show_name(change.row, not change.row.hides_name)
    return person


def add_address(person: User, email: str, *, by: User) -> EmailAddress:
    """One more mail address, unconfirmed. Whether another account has it is not said: who owns it confirms it.

    Raises NotPermitted, Invalid (no address; one's own already; more than five).
    """
    check_own(by, person)
    _identity(by)
    email, message = one_line(email).lower(), ""
    with _held(person):
        mine = EmailAddress.objects.filter(user=person)
        if not is_address(email) or len(email) > LONGEST["email"]:
            message = _("This is not a mail address.")
        elif mine.filter(email__iexact=email).exists():
            message = _("This address is on your list already.")
        elif mine.count() >= MOST_ADDRESSES:
            message = _("At most %(most)d addresses. Remove one first.") % {"most": MOST_ADDRESSES}
        if message:
            raise Invalid(message, errors={"email": [message]})
        record("person.address_added", person, by=by)
        address = EmailAddress.objects.create(user=person, email=email)
        _mail_link(address, by)
    return address


def confirm_address(person: User, number: int, *, by: User) -> None:
    """Mail once more the link with which an address is confirmed. Raises NotPermitted, Invalid (five an hour)."""
    check_own(by, person)
    with _held(person):
        address = _mine(person, number)
        if address.verified:
            raise Invalid(_("This address is confirmed already."))
        _mail_link(address, by)


def make_primary(person: User, number: int, *, by: User) -> None:
    """Have mails go to this address from now on; the one of before is told.

    Raises NotPermitted, Invalid (not confirmed, not one's own).
    """
    check_own(by, person)
    _identity(by)
    with _held(person):
        address = _mine(person, number)
        if not address.verified:
            raise Invalid(_("Confirm this address first, with the link that was mailed to it."))
        if not address.primary:
            former = EmailAddress.objects.filter(user=person, primary=True).first()
            address.set_as_primary()
            record("person.address_chosen", person, by=by)
            _tell(former)


def remove_address(person: User, number: int, *, by: User) -> None:
    """Take an address off, which is told there.

    Raises NotPermitted, Invalid (the one mails go to, while there are others).
    """
    check_own(by, person)
    _identity(by)
    with _held(person):
        address = _mine(person, number)
        if address.primary and EmailAddress.objects.filter(user=person).exclude(pk=number).exists():
            raise Invalid(_("Mails go to this address. Choose another for them first."))
        address.remove()
        record("person.address_removed", person, by=by)
        _tell(address)


def claim_item(number: str, code: str, *, by: User) -> str:
    """Put what was sent without an account among one's own, by number and look-up code; gives the number.

    A mail address alone proves nothing and opens nothing. Raises Invalid (they do not belong together), Conflict (it
    is somebody's already), NotPermitted.
    """
    receipt = receipts.find(number, code)
    kind = next((each for each in kinds() if receipt and each.receipts == receipt.kind), None)
    if receipt is None or kind is None:
        raise Invalid(_("Number and code do not belong together. Please compare both with your receipt."))
    kind.claim(receipt.object_id, by)
    return receipt.number


def addresses_of(person: User) -> list[EmailAddress]:
    """The mail addresses of an account, the one mails go to first; one that only the account knew is entered."""
    if person.email and not EmailAddress.objects.filter(user=person).exists():
        EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
    return list(EmailAddress.objects.filter(user=person).order_by("-primary", "pk"))


@contextmanager
def _held(person: User) -> Iterator[None]:
    """The person's row, locked: two acts on one list of addresses come one after the other."""
    with transaction.atomic():
        lock(person)
        yield


def _mail_link(address: EmailAddress, by: User) -> None:
    """Somebody else's box may stand behind the address: it is not to be filled."""
    mailed = trail(by).filter(act="person.address_mailed", at__gt=clock.now() - timedelta(hours=1))
    if mailed.count() >= MOST_LINKS:
        message = _("Links have been mailed %(most)d times within the hour. Try again later.") % {
            "most": MOST_LINKS
        }
        raise Invalid(message, errors={"email": [message]})
    record("person.address_mailed", by, by=by)
    address.send_confirmation()


def _tell(former: EmailAddress | None) -> None:
    """One that nobody confirmed may be a stranger's: it gets only so many mails a day."""
    if former is not None and (
        former.verified or take_place(f"account:{former.email.lower()}", settings.MAILS_TO_AN_ADDRESS)
    ):
        tell_former_address(former.user, former.email)


def _mine(person: User, number: int) -> EmailAddress:
    address = EmailAddress.objects.filter(user=person, pk=number).first()
    if address is None:
        raise Invalid(_("This address is no longer on your list."))
    return address


def _identity(by: User) -> None:
    if not can_change_own_identity(by):
        raise NotPermitted(
            _("Name and mail address of people who work here are entered by the county's administrator.")
        )
