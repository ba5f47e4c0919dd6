"""The pieces of a text, each with its role."""

from dataclasses import dataclass
from enum import Enum, auto

from consultations.documents.labels import LabelMark
from consultations.documents.word_styles import Hint


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
class ReadPiece:
    role: Role
    text: str
    mark: LabelMark | None = None
    outline: int = 0
    label: str = ""
    hint: Hint = Hint.NONE
