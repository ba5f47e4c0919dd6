"""What the filters of lists have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ALL = _("All")


class ListFilter(forms.Form):
    """What cannot be understood filters nothing."""

    def chosen(self) -> dict[str, Any]:
        """What could be understood."""
        self.full_clean()
        return getattr(self, "cleaned_data", {})


def tab(label: Any, choices: Any, everything: Any = ALL) -> forms.ChoiceField:
    """A filter that stands as tabs; the first is everything."""
    options = [("", everything), *choices]
    return forms.ChoiceField(label=label, required=False, choices=options, widget=forms.HiddenInput)


def search(label: Any) -> forms.CharField:
    """Words to look for; the key / leads there."""
    attrs = {"type": "search", "data-key": "/", "data-key-focus": ""}
    return forms.CharField(label=label, required=False, max_length=60, widget=forms.TextInput(attrs=attrs))
