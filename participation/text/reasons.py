"""Whether what was written says something: signs, one word over and over, or a full stop alone say nothing.

Two kinds are asked for: a reason or an account, which tells a reader why or what (`is_reason`), and a name or a number,
which may be short (`is_name`).
"""

from django.utils.translation import gettext as _

from participation.errors import Invalid, Message
from participation.text.cleaning import plain

LEAST = 8  # letters, figures or characters of a reason or an account
DIFFERENT = 5  # of them
LEAST_OF_A_NAME = 2
EMPTY = frozenset(
    "测试 暂无 没有 不详 待定 未知 略略 test testing none null nil na tbd xxx abc asdf qwerty".split()
)  # written where something has to stand


def is_reason(text: str) -> bool:
    """Whether `text` has as many letters, figures or characters, and as many different ones."""
    found = _letters(text)
    words = [each for each in found if each.isalpha()]
    if len(found) < LEAST or len(set(words)) < DIFFERENT:
        return False
    return not text.isascii() or " " in text.strip()  # one word of Latin letters is no sentence


def is_name(text: str) -> bool:
    """Whether `text` holds two letters, figures or characters: a name, a place, a number, a short answer; not a word
    that stands for nothing."""
    found = "".join(_letters(text))
    return len(found) >= LEAST_OF_A_NAME and found not in EMPTY


def reason_wanted() -> Message:
    """What is said of a text that is no reason and no account."""
    template = _("Explain it in a sentence of at least %(least)d characters, not in signs or repetitions.")
    return template % {"least": LEAST}


def name_wanted() -> Message:
    """What is said of a text that names nothing."""
    template = _("Write it out: at least %(least)d letters, figures or characters, not signs alone.")
    return template % {"least": LEAST_OF_A_NAME}


def explained(text: str, *, field: str = "reason") -> str:
    """`text` as it is kept. Raises Invalid, naming the field, where it explains nothing to a reader."""
    if not is_reason(text := plain(text)):
        message = reason_wanted()
        raise Invalid(message, errors={field: [message]})
    return text


def said(text: str, wanted: Message, *, field: str) -> str:
    """`text` as it is kept: a short note among colleagues. Raises Invalid, asking for what is `wanted`, where it says
    nothing."""
    if not is_name(text := plain(text)):
        raise Invalid(wanted, errors={field: [wanted]})
    return text


def _letters(text: str) -> list[str]:
    return [each for each in text.casefold() if each.isalnum()]
