"""Fields for long texts: the page counts their length, and the browser never cuts a pasted text off."""

from typing import Any, TypeVar

from django import forms
from django.core.validators import MaxLengthValidator

from participation.text.cleaning import MOST_COMMENT
from participation.text.reasons import LEAST

F = TypeVar("F", bound=forms.Field)


class LongText(forms.CharField):
    """A text whose length the room judges."""

    def __init__(self, *, most: int = MOST_COMMENT, rows: int = 6, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)
        self.max_length = most


class LimitedText(LongText):
    """A text whose length the form judges too."""

    def __init__(self, *, most: int = 5_000, rows: int = 4, **options: Any) -> None:
        super().__init__(most=most, rows=rows, **options)
        self.validators.append(MaxLengthValidator(most))


def explaining(field: F) -> F:
    """A field that takes a reason or an account only: its page says beforehand how long that is at least."""
    field.least = LEAST  # type: ignore[attr-defined]
    return field
