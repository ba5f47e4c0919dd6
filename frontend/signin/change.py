"""A password changed by whoever is signed in: a wrong old one stands in the security log."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.core import context as current
from django.core.exceptions import ValidationError

from frontend.signin.listening import noted
from participation.accounts.security_models import SecurityEvent


class OldPasswordForm(ChangePasswordForm):
    """The library's own."""

    def clean_oldpassword(self) -> Any:
        """As the library checks it."""
        try:
            return super().clean_oldpassword()
        except ValidationError:
            noted(SecurityEvent.Kind.FAILED, current.request, self.user)
            raise
