"""What a person wrote in a form that could not be taken, to be given back to them."""

import re

from django.http import HttpRequest

WRITTEN = re.compile(r"[\u4e00-\u9fff]|\s\S")  # Chinese, or more than one word
SEALED = re.compile(r"^\S{200,}$")


def typed(request: HttpRequest) -> list[str]:
    """The texts; numbers, days and choices are not worth keeping, and a password is shown to nobody."""
    fields = [(name, text.strip()) for name, values in request.POST.lists() for text in values]
    return [text for name, text in fields if _is_written(text) and "password" not in name]


def _is_written(text: str) -> bool:
    return bool(WRITTEN.search(text)) and not SEALED.match(text)
