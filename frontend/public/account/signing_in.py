"""Whoever signs in while the account waits to be deleted keeps it, and is told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from participation.accounts.leaving import stay
from participation.accounts.models import User


@receiver(user_logged_in)
def keep_account(user: User, request: HttpRequest | None = None, **_rest: Any) -> None:
    """Calls the deletion off."""
    if stay(user) and request is not None:
        messages.info(
            request, _("The deletion of your account is called off: you have signed in."), fail_silently=True
        )
