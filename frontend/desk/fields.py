"""Fields of the desk's forms."""

from typing import Any

from django.core.validators import MaxLengthValidator

from frontend.public.forms import LongText


class Words(LongText):
    """A text whose length the page counts and the form judges; the browser never cuts a pasted text off."""

    def __init__(self, *, most: int = 5_000, rows: int = 4, **options: Any) -> None:
        super().__init__(most=most, rows=rows, **options)
        self.validators.append(MaxLengthValidator(most))
