"""The title of a text and the short titles of its articles."""

import re

from ..labels import looks_like_heading, read_annex, read_mark
from .lines import Line, squeezed, visible

_BRACKETED = re.compile(
    r"(?P<heading>【[^【】]{1,30}】|（[^（）一二三四五六七八九十0-9][^（）。；]{0,29}）|\[[^\[\]]{1,30}\])\s*"
)
_STAGE = re.compile(r"[（(][^（）()]{0,12}(?:征求意见|草案|送审|修订|试行|暂行|讨论)[^（）()]{0,12}[）)]")
_KINDS_OF_TEXT = re.compile(
    r"(?:办法|条例|规定|细则|决定|意见|通知|方案|法|解释|公告|规则|章程|守则|制度|计划|规划|标准|指南|措施|稿|案)(?:[（(].*[）)])?$"
)
_MAX_TITLE_LINES = 4


def split_article_heading(text: str) -> tuple[str, str]:
    """【目的】为了… or （目的和依据） on a line of its own → heading and text."""
    found = _BRACKETED.match(text)
    if not found:
        return "", text
    rest = text[found.end() :]
    in_square = found["heading"][0] in "【["
    return (found["heading"], rest) if in_square or not rest else ("", text)


def take_title(lines: list[Line]) -> tuple[str, list[Line], bool]:
    """The title, the lines without it, and whether the file itself marks it as the title."""
    marked = [line for line in lines if line.is_title]
    if marked:
        position = lines.index(marked[0])
        title = [marked[0].text]
        rest = lines[position + 1 :]
        while rest and rest[0].is_title:
            title.append(rest.pop(0).text)
        if rest and _STAGE.fullmatch(rest[0].text) and not rest[0].before_info_end:
            title.append(rest.pop(0).text)
        return _one_line(title), lines[:position] + rest, True
    taken: list[str] = []
    for line in lines[:_MAX_TITLE_LINES]:
        text = visible(line.text)
        if taken and _STAGE.fullmatch(text):
            taken.append(line.text)
            break
        if (taken and _KINDS_OF_TEXT.search(visible(taken[-1]))) or not _can_be_title(line, text):
            break
        taken.append(line.text)
    if (
        len(taken) > 1
        and not _KINDS_OF_TEXT.search(visible(taken[-1]))
        and not _STAGE.fullmatch(visible(taken[-1]))
    ):
        taken = taken[:1]
    return _one_line(taken), lines[len(taken) :], False


def _can_be_title(line: Line, text: str) -> bool:
    plain = not line.is_table and read_mark(text) is None and read_annex(text) is None
    return (
        plain
        and squeezed(text) not in ("目录", "目次")
        and (looks_like_heading(text) or (40 < len(text) <= 80 and text[-1] not in "。；：，"))
    )


def _one_line(parts: list[str]) -> str:
    return "".join(parts)
