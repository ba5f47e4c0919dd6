"""The pieces of a text, each with its role."""

from dataclasses import dataclass
from enum import Enum, auto

from ..labels import Mark
from ..word_styles import Hint


class Role(Enum):
    TITLE_MATTER = auto()  # the title once more, or what stands above it
    CONTENTS = auto()
    STRUCTURE = auto()
    ARTICLE = auto()
    ITEM = auto()
    PARAGRAPH = auto()
    QUOTED = auto()
    TABLE = auto()
    ANNEX = auto()
    ANNEX_NAME = auto()
    SIGNATURE = auto()
    INVISIBLE = auto()


@dataclass(slots=True)
class Piece:
    role: Role
    text: str
    mark: Mark | None = None
    outline: int = 0
    label: str = ""
    hint: Hint = Hint.NONE
