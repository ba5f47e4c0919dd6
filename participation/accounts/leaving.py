"""Having one's account deleted (个人信息保护法 47): asked for, seven calendar days to think it over, then erased.

What stays is no longer anybody's: the words of comments and questions, which are part of a public record, and the
audit, which then says what was done and not by whom. The ledger names the erasure as ordered.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.belongings import kinds
from participation.accounts.models import User
from participation.accounts.policies import can_leave, check_own
from participation.accounts.sessions import end_all
from participation.delivery.mail import letter, post
from participation.delivery.outbox import emit
from participation.delivery.schedule import daily
from participation.errors import Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import record
from participation.ledger.models import AuditEntry
from participation.ledger.receipts import renew_code
from participation.locks import lock
from participation.text.days import day_words

DAYS_TO_THINK = 7  # calendar days


def ask_to_leave(person: User, *, by: User, password: str, take_back: bool = False) -> datetime:
    """Have one's own account deleted in seven days; all sessions end at once. Gives the moment.

    `take_back`: what has not been weighed by then is taken back, the rest stays without a name. Raises NotPermitted
    (another's; an official's), Invalid under "password", InvalidMove (asked for already).
    """
    check_own(by, person)
    if not can_leave(person):
        raise NotPermitted(_("Accounts of people who work here are closed by the county's administrator."))
    if not person.check_password(password):
        message = _("This is not your password.")
        raise Invalid(message, errors={"password": [message]})
    with transaction.atomic():
        row = lock(person)
        if row.leaves_at is not None:
            raise InvalidMove(_("The deletion has been asked for already."))
        row.leaves_at = clock.now() + timedelta(days=DAYS_TO_THINK)
        row.leaves_nothing = take_back
        row.save(update_fields=["leaves_at", "leaves_nothing"])
        end_all(row)
        record("person.leaving", row, by=row)
        emit("person.leaving", row, by=by)
        _tell(row)
    return row.leaves_at


def renew_codes(person: User, *, by: User) -> list[tuple[str, str]]:
    """For somebody who is leaving: number and new look-up code of each item whose outcome is still to come, so that it
    can be read without the account. Codes of before open these no more.

    Raises NotPermitted (another's), InvalidMove where no deletion was asked for.
    """
    check_own(by, person)
    with transaction.atomic():
        row = lock(person)
        if row.leaves_at is None:
            raise InvalidMove(_("New codes are given with the deletion of the account only."))
        record("person.codes_renewed", row, by=row)
        return [(number, renew_code(number)) for number in waiting(row)]


def stay(person: User) -> bool:
    """Signing in within the seven days calls it off. Says whether there was something to call off."""
    if not User.objects.filter(pk=person.pk, leaves_at__gt=clock.now()).exists():
        return False
    with transaction.atomic():
        row = lock(person)
        row.leaves_at, row.leaves_nothing = None, False
        row.save(update_fields=["leaves_at", "leaves_nothing"])
        entry = record("person.stays", row, by=row)
        _tell_of_staying(row, entry.pk)
    return True


def undecided(person: User) -> int:
    """How many of a person's items may still be taken back."""
    return sum(kind.undecided(person) for kind in kinds())


def waiting(person: User) -> list[str]:
    """The numbers of a person's items whose outcome is still to come."""
    return [number for kind in kinds() for number in kind.waiting(person)]


@daily("accounts.erase_leavers", at=time(2, 30))
def every_night(_slot: datetime) -> Iterator[None]:
    """Erase those whose time has come."""
    yield from erase_leavers()


def erase_leavers() -> Iterator[None]:
    """Those whose seven days are over: first nobody can sign in, then item by item, at last the account itself."""
    for person in User.objects.filter(leaves_at__lte=clock.now()).order_by("pk"):
        yield from erase(person)


def erase(person: User) -> Iterator[None]:
    """Erase one account whose time has come, in pieces; broken off, it goes on the next time."""
    User.objects.filter(pk=person.pk).update(is_active=False)
    yield
    for kind in kinds():
        yield from kind.let_go(person, person.leaves_nothing)
    with transaction.atomic():
        row = lock(person)
        _tell_of_the_end(row)
        record("person.erased", row, by=None)
        AuditEntry.objects.filter(by=row).update(by=None)
        AuditEntry.objects.filter(kind="user", object_id=row.pk).update(note={})
        row.delete()
    yield


def _tell(person: User) -> None:
    """To every address of theirs, so that whoever asked for it in their name is found out. Without the user name, which
    is somebody's own words: not every address was proved."""
    with translation.override(person.language or translation.get_language() or settings.LANGUAGE_CODE):
        assert person.leaves_at
        day = day_words(clock.day_of(person.leaves_at))
        body = letter(
            _("You asked to have your account deleted. It will be deleted on %(day)s.") % {"day": day},
            _(
                "Your name, mail addresses, telephone and sign-in are erased. The words of your comments and questions "
                "and the answers to them stay, without your name."
            ),
            _(
                "Files you attached stay as you sent them, with their names and their properties such as the author."
            ),
            *_still_waiting(person),
            _(
                "If you want everything that is kept of you as a file first, sign in, which keeps the account, and "
                "download it under “Privacy”."
            ),
            _("If you want to keep it, or did not ask for this, sign in before that day: %(link)s")
            % {"link": f"{settings.SITE_URL}/accounts/login/"},
        )
        for number, address in enumerate(_addresses(person)):
            key = f"person.leaving:{person.pk}:{person.leaves_at.timestamp():.0f}:{number}"
            post(address, _("Your account will be deleted"), body, key=key)


def _tell_of_staying(person: User, occasion: int) -> None:
    """To every address that was told of the deletion: who did not call it off is found out, too."""
    with translation.override(person.language or translation.get_language() or settings.LANGUAGE_CODE):
        body = letter(
            _("Somebody signed in to your account, which calls its deletion off: the account stays."),
            _("If it was not you, set a new password: %(link)s")
            % {"link": f"{settings.SITE_URL}/accounts/password/reset/"},
        )
        for number, address in enumerate(_addresses(person)):
            post(address, _("Your account stays"), body, key=f"person.stays:{occasion}:{number}")


def _still_waiting(person: User) -> list[str]:
    if not (numbers := waiting(person)):
        return []
    template = _(
        "The outcome of these is still to come: %(numbers)s. No mail about them is sent after the deletion; look them "
        "up with number and look-up code: %(link)s"
    )
    return [template % {"numbers": _(", ").join(numbers), "link": f"{settings.SITE_URL}/track/"}]


def _tell_of_the_end(person: User) -> None:
    """The last mail, written while it is still known where to; it goes from the outbox as every other does."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        body = letter(
            _("Your account has been deleted, as you asked. This is the last mail about it."),
            _("What you sent can be looked up with number and look-up code: %(link)s")
            % {"link": f"{settings.SITE_URL}/track/"},
        )
        for number, address in enumerate(_addresses(person)):
            post(address, _("Your account has been deleted"), body, key=f"person.erased:{person.pk}:{number}")


def _addresses(person: User) -> list[str]:
    """The main one and each that is proved; what was only added may be a stranger's."""
    proved = EmailAddress.objects.filter(user=person, verified=True)
    found = {person.email, *proved.values_list("email", flat=True)}
    return sorted(filter(None, found))
