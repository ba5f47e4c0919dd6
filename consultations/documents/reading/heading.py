"""The title of a text and the short titles of its articles."""

import re
from dataclasses import dataclass

from consultations.documents.labels import looks_like_heading, read_annex, read_mark
from consultations.documents.reading.lines import ReadLine, close_up, squeezed, visible

_BRACKETED = re.compile(
    r"(?P<heading>【[^【】]{1,30}】|（[^（）一二三四五六七八九十0-9][^（）。；]{0,29}）|\[[^\[\]]{1,30}\])\s*"
)
_STAGE = re.compile(r"[（(][^（）()]{0,12}(?:征求意见|草案|送审|修订|试行|暂行|讨论)[^（）()]{0,12}[）)]")
_KINDS_OF_TEXT = re.compile(
    r"(?:办法|条例|规定|细则|决定|意见|通知|方案|法|解释|公告|规则|章程|守则|制度|计划|规划|标准|指南|措施|函|批复|通报|答复|公报|请示|报告|纪要|令|稿|案)(?:[（(].*[）)])?$"
)
_DOCUMENT_NUMBER = re.compile(r"[^\s。，；]{1,16}[〔\[［(（][0-9０-９]{4}[〕\]］)）]\s*第?[0-9０-９]{1,5}号")
_MAX_TITLE_LINES = 4


def split_article_heading(text: str) -> tuple[str, str]:
    """【目的】为了… or （目的和依据） on a line of its own → heading and text."""
    found = _BRACKETED.match(text)
    if not found:
        return "", text
    rest = text[found.end() :]
    in_square = found["heading"][0] in "【["
    return (found["heading"], rest) if in_square or not rest else ("", text)


@dataclass(frozen=True, slots=True)
class Titled:
    """A text parted into what stands above its title (附件1, a document number), title and body."""

    title: str
    above: list[ReadLine]
    body: list[ReadLine]
    is_marked: bool  # the file itself says that this is the title


def take_title(lines: list[ReadLine]) -> Titled:
    """Find the title: what the file marks as it, else the first short lines that read like one."""
    marked = next((n for n, line in enumerate(lines[:12]) if line.is_title), None)
    if (
        marked is None
        and lines
        and lines[0].outline == 1
        and not lines[0].hint
        and read_mark(lines[0].text) is None
    ):
        marked = 0
    if marked is not None and (marked == 0 or all(_stands_above(line) for line in lines[:marked])):
        end = marked + 1
        while end < len(lines) and lines[end].is_title:
            end += 1
        if end < len(lines) and _is_stage(lines[end]) and not lines[end].before_info_end:
            end += 1
        return Titled(_one_line(lines[marked:end]), lines[:marked], lines[end:], True)
    begin = 0
    while begin < min(3, len(lines) - 1) and _stands_above(lines[begin]):
        begin += 1
    end = _end_of_title(lines, begin)
    if end in (begin, len(lines)):  # no title, or nothing would be left but it
        return Titled("", [], lines, False)
    return Titled(close_up(_one_line(lines[begin:end])), lines[:begin], lines[end:], False)


def _end_of_title(lines: list[ReadLine], begin: int) -> int:
    end = begin
    for line in lines[begin : begin + _MAX_TITLE_LINES]:
        if end > begin and _is_stage(line):
            return end + 1
        above = "".join(visible(each.text) for each in lines[begin:end])
        complete = _KINDS_OF_TEXT.search(above) and above.count("《") <= above.count("》")
        if (
            complete
            or _stands_above(line)
            or not _can_be_title(line, visible(line.text))
            or line.centered < lines[begin].centered
        ):
            break
        end += 1
    if end - begin > 1 and not _KINDS_OF_TEXT.search(visible(lines[end - 1].text)):
        return end if lines[begin].centered else begin + 1
    return end


def _is_stage(line: ReadLine) -> bool:
    return not line.hint and bool(_STAGE.fullmatch(visible(line.text)))


def _stands_above(line: ReadLine) -> bool:
    """附件1 or a document number on a line of its own, above the title."""
    if line.hint:
        return False
    text = visible(line.text)
    annex = read_annex(text)
    return bool(annex and not annex[1]) or bool(_DOCUMENT_NUMBER.fullmatch(text))


def _can_be_title(line: ReadLine, text: str) -> bool:
    plain = not line.is_table and not line.hint and read_mark(text) is None and read_annex(text) is None
    return (
        plain
        and squeezed(text) not in ("目录", "目次")
        and (looks_like_heading(text) or (40 < len(text) <= 80 and text[-1] not in "。；：，"))
    )


def _one_line(lines: list[ReadLine]) -> str:
    return "".join(line.text for line in lines)
