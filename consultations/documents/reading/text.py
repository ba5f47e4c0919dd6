"""Markdown and plain text."""

import codecs
import re

from django.utils.translation import gettext as _

from consultations.documents.reading.counting import refuse_many
from consultations.documents.reading.lines import ReadLine, visible
from consultations.documents.reading.refusal import Unreadable

MAX_TEXT_BYTES = 5 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Private-use signs and C1 controls: what broken or foreign bytes turn into under GB 18030.
_UNLIKELY = re.compile("[\ue000-\uf8ff\ufffd\x80-\x9f]")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_CLOSING_MARKS = re.compile(r"(?<=\s)#{1,20}$")
_BOLD_LABEL = re.compile(
    r"\*\*(第[^*]{1,20}[编章节条][^*]*|[（(]?[一二三四五六七八九十]{1,3}[）)、][^*]*)\*\*"
)
_INFO_END = re.compile(r"<!--\s*INFO END\s*-->")
_TABLE_ROW = re.compile(r"\|.*\|$")
_TABLE_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+$")


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB 18030. Raises Unreadable for anything else."""
    if not content.strip():
        raise Unreadable(_("The file is empty. Please choose the file that holds the draft."))
    if len(content) > MAX_TEXT_BYTES:
        raise Unreadable(_("The file is larger than 5 MB. Please remove what is not the draft itself."))
    text = _decoded(content)
    if not visible(text):
        raise Unreadable(_("The file is empty. Please choose the file that holds the draft."))
    if _CONTROL.search(text):
        raise Unreadable(_("This is not a text file. Please upload the draft as .docx, .md or .txt."))
    return text


def _decoded(content: bytes) -> str:
    broken = _("Some characters of the file are broken. Please save it again as UTF-8 text or as .docx.")
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable(broken) from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\x00" in content:
        raise Unreadable(_("This is not a text file. Please upload the draft as .docx, .md or .txt."))
    # Nearly all of it UTF-8 means UTF-8 with damage, which GB 18030 would read as other words.
    attempt = content.decode("utf-8", errors="replace")
    foreign = sum(c > "\x7f" for c in attempt)
    if attempt.count("\ufffd") * 5 < foreign:
        raise Unreadable(broken)
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise Unreadable(broken) from None
    if _UNLIKELY.search(text):
        raise Unreadable(broken)
    return text


def read_lines(text: str, *, markdown: bool) -> list[ReadLine]:
    """The lines of a decoded text; `markdown` heeds #, tables and the mark that ends the heading block.

    Raises Unreadable when there are too many.
    """
    raw = text.splitlines()
    refuse_many(sum(not line.isspace() for line in raw if line))
    ends = next((i for i, line in enumerate(raw) if _INFO_END.fullmatch(line.strip())), None)
    markdown = markdown or ends is not None
    lines: list[ReadLine] = []
    for position, source in enumerate(raw):
        stripped = source.strip()
        if position == ends or not stripped:
            continue
        line = ReadLine(stripped, before_info_end=ends is not None and position < ends)
        if markdown:
            _heed_markdown(line)
        if line.is_table and (_TABLE_RULE.fullmatch(stripped) or not line.text.strip()):
            continue
        if line.is_table and lines and lines[-1].is_table and raw[position - 1].strip():
            lines[-1].text += "\n" + line.text
            continue
        lines.append(line)
    titles = [line for line in lines if line.outline == 1]
    if titles and titles[0] is lines[0]:
        titles[0].is_title = True
        titles[0].outline = 0
    return lines


def _heed_markdown(line: ReadLine) -> None:
    if heading := _HEADING.fullmatch(line.text):
        line.outline, line.text = len(heading[1]), _CLOSING_MARKS.sub("", heading[2]).strip()
    elif _TABLE_ROW.fullmatch(line.text):
        line.is_table = True
        line.text = "\t".join(" ".join(cell.split()) for cell in line.text[1:-1].split("|"))
        return
    line.text = _BOLD_LABEL.sub(r"\1", line.text, count=1) if line.text.startswith("**") else line.text
