"""How a reader wants the pages drawn. Kept in cookies, so that it works without script and without account."""

from dataclasses import dataclass

from django.http import HttpRequest

THEMES = ("auto", "light", "dark")
TYPES = ("normal", "large", "small")
COOKIES = {"theme": THEMES, "type": TYPES}


@dataclass(frozen=True, slots=True)
class Preferences:
    """`theme`: auto follows the device. `type`: the size of the letters; large is the mode for old eyes."""

    theme: str
    type: str

    @property
    def is_dark(self) -> bool:
        return self.theme == "dark"

    @property
    def is_large(self) -> bool:
        return self.type == "large"


def chosen(name: str, value: str | None) -> str:
    """`value` when it is one we offer, else the first."""
    offered = COOKIES[name]
    return value if value in offered else offered[0]


def preferences_of(request: HttpRequest) -> Preferences:
    """The reader's preferences; anything else found in the cookies counts as not chosen."""
    return Preferences(
        theme=chosen("theme", request.COOKIES.get("theme")), type=chosen("type", request.COOKIES.get("type"))
    )
