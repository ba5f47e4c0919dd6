"""The mails of the sign-in library go out as every mail of ours does: a mail server that refuses stops nobody."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site

from participation.accounts.queries import has_proved
from participation.delivery.addresses import take_place
from participation.delivery.mail import post
from participation.delivery.sender import site_name

BY_ANYBODY = (
    "password_reset_key", "password_reset_keys", "unknown_account", "account_already_exists", "email_confirmation",
    "email_confirmation_signup",
)  # fmt: skip


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own adapter, but for the way its mails go."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have the mail sent that allauth would send itself; each is an occasion of its own.

        Of those that anybody can have sent to any address only so many a day go to one; the rest is dropped unsaid.
        """
        kind = template_prefix.rpartition("/")[2]
        if kind in BY_ANYBODY and not take_place(f"account:{email.lower()}", settings.MAILS_TO_AN_ADDRESS):
            return
        known = {
            "request": current.request,
            "email": email,
            # a user name is somebody's own words: not to an address that may be a stranger's
            "is_proved": has_proved(context.get("user"), email),
            "current_site": get_current_site(current.request),
            "site_name": site_name(),
        }
        message = self.render_mail(template_prefix, email, known | context)
        post(email, str(message.subject), str(message.body), key=f"account:{kind}:{uuid4().hex}")
