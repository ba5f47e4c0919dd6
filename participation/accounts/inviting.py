"""The link with which somebody sets a password: sent to who is new, and to whom a password was taken away.

It holds for seven calendar days and once. It is signed and kept nowhere, not even in the outbox: who reads the
database cannot use it. Sent again or withdrawn, the one before is worth nothing.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.actions import tree_locked
from participation.accounts.administrators import administered_by
from participation.accounts.models import LINK_LASTS, Invitation, Membership, User
from participation.accounts.sessions import end_all
from participation.accounts.standing_in import end_all_of
from participation.delivery.mail import is_mail_sent, letter, send_mail
from participation.delivery.outbox import send
from participation.delivery.registry import Payload, job
from participation.delivery.sender import site_name
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import record
from participation.ledger.models import AuditEntry
from participation.locks import lock

SALT = "person.link"
PATH = "/accounts/invitation/"
Kind = Invitation.Kind


def invite(person: User, *, by: User | None) -> Invitation:
    """Send the link to somebody who has no password yet, for the first time or again.

    Without mail (no EMAIL_URL, or no address) it is handed over by hand: `link_of`. Raises NotPermitted, InvalidMove.
    """
    administered_by(by, person)
    with tree_locked():
        row = lock(person)
        if not row.is_active:
            raise InvalidMove(_("This account is closed. Open it first."))
        if row.has_usable_password():
            raise InvalidMove(_("The person has a password. Reset it, if it is lost."))
        there = Invitation.objects.filter(user=row).first()
        made = _made(row, there.kind if there else Kind.FIRST, there)
        record("person.invited", row, by=by, note={"mailed": made.is_mailed, "again": made.serial > 1})
    return made


def reset_password(person: User, *, by: User | None) -> Invitation:
    """Take the password away at once, end all sessions, and send a link to set a new one.

    At once, since a password is reset because somebody else may know it. Raises NotPermitted (also for one's own),
    InvalidMove.
    """
    administered_by(by, person)
    if by == person:
        raise NotPermitted(_("Change your own password on the page of your account."))
    with tree_locked():  # the role stays, so the county keeps its administrator, whose link is out
        row = lock(person)
        if not row.is_active:
            raise InvalidMove(_("This account is closed. Open it first."))
        if not row.has_usable_password():
            raise InvalidMove(_("The person has no password: send the link again."))
        row.set_unusable_password()
        row.save(update_fields=["password"])
        end_all(row)
        made = _made(row, Kind.RESET, Invitation.objects.filter(user=row).first())
        record("person.password_reset", row, by=by, note={"mailed": made.is_mailed})
    return made


def withdraw_link(person: User, *, by: User | None) -> None:
    """Let the link that is out open nothing. With a first invitation the account is closed, else “forgotten password”
    would open it. Raises NotPermitted, Conflict when none is out.
    """
    administered_by(by, person)
    with tree_locked():
        row = lock(person)
        there = Invitation.objects.filter(user=row).first()
        if there is None:
            raise Conflict(_("No link is out."))
        there.delete()
        if there.kind == Kind.FIRST:
            row.is_active = False
            row.save(update_fields=["is_active"])
        record("person.link_withdrawn", row, by=by, note={"closed": not row.is_active})
        if not row.is_active:
            end_all_of(row, by=by)


def link_of(invitation: Invitation) -> str:
    """The address that the person opens. Whoever has it may set the password."""
    return f"{settings.SITE_URL}{PATH}{signing.dumps([invitation.pk, invitation.serial], salt=SALT)}/"


def expires_at(invitation: Invitation) -> datetime:
    """The moment after which the link opens nothing."""
    return invitation.sent_at + LINK_LASTS


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link belongs to; None for one that was touched, used, replaced, withdrawn or is too old."""
    try:
        pk, serial = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    row = Invitation.objects.filter(pk=pk, serial=serial, user__is_active=True).select_related("user").first()
    return row if row is not None and clock.now() < expires_at(row) else None


def use_link(token: str, password: str) -> User:
    """Set the password; the link is used up and every older session ends. Raises Conflict, Invalid (`password`)."""
    with transaction.atomic():
        there = invitation_of(token)
        person = lock(there.user) if there else None
        row = invitation_of(token)  # as it stands now that the person is locked
        if row is None or person is None:
            raise Conflict(_("This link no longer opens anything. Ask your administrator for another one."))
        try:
            validate_password(password, person)
        except ValidationError as weak:
            raise Invalid(_("Choose another password."), errors={"password": weak.messages}) from None
        person.set_password(password)
        person.save(update_fields=["password"])
        end_all(person)
        if row.is_mailed:  # it came with the mail, so the address is theirs
            EmailAddress.objects.filter(user=person, email=person.email).update(verified=True)
        row.delete()
        record("person.password_set", person, by=person)
    return person


def _made(person: User, kind: str, there: Invitation | None) -> Invitation:
    mailed = bool(person.email) and is_mail_sent()
    row = there or Invitation(user=person, serial=0)
    row.kind, row.sent_at, row.is_mailed = kind, clock.now(), mailed
    row.serial += 1
    row.save()
    if mailed:
        send(
            "people.send_link",
            {"invitation": row.pk, "serial": row.serial},
            key=f"link:{row.pk}:{row.serial}",
        )
    return row


@job("people.send_link", is_outside=True)
def send_link(payload: Payload) -> None:
    """Mail the link, unless it has been used, replaced or withdrawn meanwhile."""
    rows = Invitation.objects.filter(pk=payload["invitation"], serial=payload["serial"], user__is_active=True)
    row = rows.select_related("user").first()
    if row is None:
        return
    with translation.override(row.user.language or settings.LANGUAGE_CODE):
        subject, body = _words(row)
    send_mail({"to": row.user.email, "subject": subject, "body": body, "key": f"link:{row.pk}:{row.serial}"})


def _words(row: Invitation) -> tuple[str, str]:
    """In their own language."""
    subject, why = (
        (
            _("Your account on the desk of %(site)s") % {"site": site_name()},
            _("An account was opened for you. Your sign-in name is %(name)s."),
        )
        if row.kind == Kind.FIRST
        else (
            _("Set a new password"),
            _("Your password was reset by your administrator. Your sign-in name is %(name)s."),
        )
    )
    body = letter(
        why % {"name": row.user.username},
        *(_who_and_what(row.user) if row.kind == Kind.FIRST else ()),
        _("Open this link and choose a password:") + "\n" + link_of(row),
        _("It holds for seven days and once. If you did not expect this mail, tell your administrator."),
        name=row.user.name,
    )
    return subject, body


def _who_and_what(person: User) -> list[str]:
    """Who invited them, and to which roles of which departments."""
    entry = AuditEntry.objects.filter(act="person.invited", kind="user", object_id=person.pk).last()
    said = [_("You were invited by %(name)s.") % {"name": entry.by}] if entry and entry.by else []
    roles = Membership.objects.not_over().filter(user=person).select_related("department").order_by("pk")
    lines = [f"{each.department}{_(': ')}{each.get_role_display()}" for each in roles]
    return [*said, "\n".join([_("Your roles:"), *lines])] if lines else said
