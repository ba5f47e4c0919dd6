"""Whether a reason says something: not a full stop, not one word over and over."""

from django.utils.translation import gettext as _

from participation.errors import Invalid
from participation.text.cleaning import plain

LEAST = 10  # letters, numbers or characters
LEAST_DIFFERENT = 5


def explained(text: str, *, field: str = "reason") -> str:
    """`text` as it is kept. Raises Invalid, naming the field, where it explains nothing to a reader."""
    text = plain(text)
    letters = [letter for letter in text.lower() if letter.isalnum()]
    if len(letters) < LEAST or len(set(letters)) < LEAST_DIFFERENT:
        message = _("Explain it in a sentence of at least %(least)d characters, not in signs or repetitions.")
        raise Invalid(message % {"least": LEAST}, errors={field: [message % {"least": LEAST}]})
    return text
