"""What the mail address of before is told when an account gets another one, whoever changed it."""

from uuid import uuid4

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.delivery.mail import letter, post


def tell_former_address(person: User, address: str) -> None:
    """One mail there, so that a change made in the person's name is found out. It names neither the account nor the new
    address: the one of before may never have been the person's."""
    if not address:
        return
    with translation.override(person.language or settings.LANGUAGE_CODE):
        body = letter(
            _("Mails about your account here no longer go to this address: another one was entered, or this one was "
              "taken off."),
            _("If you know nothing of it, somebody else may be trying to get into your account: tell the administrator "
              "of this platform at once."),
        )  # fmt: skip
        subject = _("Your mail address was changed")
        post(address, subject, body, key=f"account:former_address:{uuid4().hex}")
