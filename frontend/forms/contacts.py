"""How somebody wants to be reached about what they send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.queries import is_person
from participation.notifications.choices import resident_address


class ContactField(forms.CharField):
    """A mail address or a telephone, which the room judges."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("E-mail or phone"), required=False, max_length=160, **options)


def follow_account(form: forms.Form, user: Any) -> None:
    """Say to somebody signed in where mails go when they leave the contact empty."""
    if is_person(user) and resident_address("", user):
        form.fields["contact"].help_text = _(
            "Kept secret. Mails about this go to the address you write here; left empty, to that of your account."
        )
