"""The mails of the sign-in library go out as every mail of ours does: a mail server that refuses stops nobody."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.contrib.sites.shortcuts import get_current_site

from participation.accounts.queries import has_proved
from participation.delivery.mail import post
from participation.delivery.sender import site_name


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own adapter, but for the way its mails go."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Have the mail sent that allauth would send itself; each is an occasion of its own."""
        known = {
            "request": current.request,
            "email": email,
            # a user name is somebody's own words: not to an address that may be a stranger's
            "is_proved": has_proved(context.get("user"), email),
            "current_site": get_current_site(current.request),
            "site_name": site_name(),
        }
        message = self.render_mail(template_prefix, email, known | context)
        occasion = f"account:{template_prefix.rpartition('/')[2]}:{uuid4().hex}"
        post(email, str(message.subject), str(message.body), key=occasion)
