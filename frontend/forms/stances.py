"""What somebody thinks of a draft as a whole: chosen, left open, or looked for."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import Comment

TAKEN = [(each.value, each.label) for each in Comment.Stance if each]
OPEN = "none"  # in a filter, where an empty choice asks for everything


class StanceField(forms.ChoiceField):
    """Left open unless somebody chooses, and open again with a click."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[("", _("No stance")), *TAKEN],
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("Choose one of the stances offered.")},
            **options,
        )


class StanceFilterField(forms.ChoiceField):
    """One of the stances, none, or all; `sought_stance` reads it."""

    def __init__(self, everything: str | Promise) -> None:
        none = (OPEN, Comment.Stance.NONE.label)
        super().__init__(label=_("Stance"), required=False, choices=[("", everything), *TAKEN, none])


def sought_stance(chosen: dict[str, Any]) -> dict[str, str]:
    """The rows that a filter with such a field asks for, as the words of a query."""
    sought = chosen.get("stance")
    return {"stance": Comment.Stance.NONE if sought == OPEN else sought} if sought else {}
