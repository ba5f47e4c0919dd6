"""What of the security log is shown."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from participation.accounts import security_log
from participation.accounts.security_models import SecurityEvent


class LogFilter(forms.Form):
    """What cannot be understood filters nothing."""

    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("All")), *SecurityEvent.Kind.choices]
    )
    account = forms.CharField(label=_("User name"), required=False, max_length=150)
    place = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def apply(self) -> QuerySet[SecurityEvent]:
        """The events that match, newest first."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return security_log.events(kind=asked["kind"], username=asked["account"], place=asked["place"])
