"""What of the security log is shown."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from frontend.desk.lists.filters import ListFilter
from participation.accounts import security_log
from participation.accounts.security_models import SecurityEvent


class LogFilter(ListFilter):
    """What cannot be understood filters nothing."""

    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("All")), *SecurityEvent.Kind.choices]
    )
    account = forms.CharField(label=_("User name"), required=False, max_length=150)
    place = forms.CharField(label=_("Where from"), widget=forms.HiddenInput, required=False, max_length=12)

    def apply(self) -> QuerySet[SecurityEvent]:
        """The events that match, newest first."""
        asked = self.chosen()
        return security_log.events(
            kind=asked.get("kind", ""), username=asked.get("account", ""), place=asked.get("place", "")
        )
