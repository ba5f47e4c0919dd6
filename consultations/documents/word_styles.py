"""The paragraph styles of our own Word files: they say what a paragraph is, so that it comes back as the same clause.

People see ordinary styles; a paragraph they add themselves is read like any other.
"""

from enum import StrEnum


class Hint(StrEnum):
    NONE = ""
    HEADING = "条款标题"  # with its depth behind it: 条款标题 1
    ARTICLE = "条款条文"
    ARTICLE_TITLE = "条款条标"  # an article's short title on a line of its own
    ITEM = "条款项"
    TEXT = "条款续段"  # goes on with the clause above
    PARAGRAPH = "条款段落"
    ANNEX = "条款附件"  # the name of the annex in a second line
    ANNEX_NAME = "条款附件名"
    SIGNATURE = "条款落款"
    STANDING = "条款效力"  # whether the text holds: said about it, no part of it


DEPTHS = 5


def hint_of(style_name: str) -> Hint:
    """What a style of ours says; NONE for every other style."""
    name = style_name.rstrip("0123456789 ")
    return Hint(name) if name in set(Hint) else Hint.NONE
