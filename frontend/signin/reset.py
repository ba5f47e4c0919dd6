"""A new password: one mail a request, whatever the number of accounts that were opened with this address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm, default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest

from participation.accounts.models import User

MOST = 5  # the oldest: whoever opens more with a stranger's address does not fill the mail


@dataclass(frozen=True, slots=True)
class Link:
    """One account, told by the day on which it was opened: its name may be a stranger's words."""

    url: str
    user: User


class NewPasswordForm(ResetPasswordForm):
    """The library's own, but for the mail. Where somebody has proved the address, `users` holds nobody else."""

    users: Sequence[User]

    def save(self, request: HttpRequest, **_more: Any) -> str:
        """Have the mail sent; gives the address."""
        email: str = self.cleaned_data["email"]
        users = sorted(self.users, key=lambda user: user.pk)[:MOST]
        if len(users) <= 1:
            request_password_reset(request, email, users, default_token_generator)
            return email
        links = [Link(_address(user), user) for user in users]
        get_adapter().send_mail("account/email/password_reset_keys", email, {"links": links})
        return email


def _address(user: User) -> str:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return str(get_adapter().get_reset_password_from_key_url(key))
