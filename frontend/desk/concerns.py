"""What a matter or its notice is about: ticked at the desk, each with the period that follows from it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultations.notices.traits import CONCERNS, FLOORS
from participation.deadlines.rulebook import Rulebook

Choices = Iterable[tuple[Any, str | Promise]]


def with_floors(choices: Choices) -> list[tuple[str, str]]:
    """Beside each the least period that it asks for; of some nobody may shorten it."""
    book = Rulebook()
    return [(code, _with_floor(book, code, str(label))) for code, label in choices]


def _with_floor(book: Rulebook, code: str, label: str) -> str:
    if code not in FLOORS:
        return label
    rule = book.rule(FLOORS[code])
    template = (
        _now("%(kind)s, at least %(amount)s")
        if rule.shortening != "none"
        else _now("%(kind)s, at least %(amount)s, never shortened")
    )
    return template % {"kind": label, "amount": rule.amount}


class ConcernsField(forms.MultipleChoiceField):
    """What it is about besides its kind."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("It is about"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=lambda: with_floors((each.value, each.label) for each in CONCERNS),
            help_text=_("Each has duties of its own; the strictest period holds."), **options,
        )  # fmt: skip
