"""Whether a reason says something: signs, one word over and over, or a full stop alone are no reason."""

from django.utils.translation import gettext as _

from participation.errors import Invalid
from participation.text.cleaning import plain

LEAST = 8  # letters, figures or characters
DIFFERENT = 5  # of them


def is_reason(text: str) -> bool:
    """Whether `text` has as many letters, figures or characters, and as many different ones."""
    found = [each for each in text.casefold() if each.isalnum()]
    return len(found) >= LEAST and len(set(found)) >= DIFFERENT


def explained(text: str, *, field: str = "reason") -> str:
    """`text` as it is kept. Raises Invalid, naming the field, where it explains nothing to a reader."""
    if not is_reason(text := plain(text)):
        template = _(
            "Explain it in a sentence of at least %(least)d characters, not in signs or repetitions."
        )
        message = template % {"least": LEAST}
        raise Invalid(message, errors={field: [message]})
    return text
