"""Reading a file or pasted text into a draft."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from consultations.documents.reading.counting import refuse_many
from consultations.documents.reading.heading import take_title
from consultations.documents.reading.lines import ReadLine, visible
from consultations.documents.reading.pasted import read_html_lines
from consultations.documents.reading.pieces import ReadPiece, Role
from consultations.documents.reading.refusal import Unreadable
from consultations.documents.reading.roles import assign_roles
from consultations.documents.reading.text import MAX_TEXT_BYTES, decode, read_lines
from consultations.documents.reading.tree import build
from consultations.documents.reading.warnings import odd_numbering
from consultations.documents.reading.word import read_word
from consultations.documents.structure import Draft

__all__ = ["Unreadable", "read_draft", "read_html", "read_text"]


def read_draft(content: bytes, name: str, *, keep_invisible: bool = False) -> Draft:
    """The draft in a file, told by its name: .docx, .md, .txt. Raises Unreadable, saying what to do instead.

    `keep_invisible` keeps zero-width marks, for a comparison in which nothing may be missing.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in (".md", ".markdown", ".txt", ""):
        return read_text(decode(content), markdown=suffix != ".txt", keep_invisible=keep_invisible)
    if suffix == ".docx":
        lines, warnings = read_word(content)
        draft = draft_from_lines(lines, keep_invisible=keep_invisible)
        draft.warnings = [*warnings, *draft.warnings]
        return draft
    if suffix in (".doc", ".wps", ".dot", ".docm", ".dotx", ".rtf", ".odt", ".ofd"):
        raise Unreadable(_("Please open this file in Word or WPS, save it as .docx and upload that."))
    if suffix == ".pdf":
        raise Unreadable(
            _("This is a PDF file. Please upload the .docx it was made from, or paste the text.")
        )
    raise Unreadable(_("Files of this kind cannot be read. Please upload the draft as .docx, .md or .txt."))


def read_text(text: str, *, markdown: bool = False, keep_invisible: bool = False) -> Draft:
    """The draft in a text that was typed or pasted."""
    return draft_from_lines(read_lines(text, markdown=markdown), keep_invisible=keep_invisible)


def read_html(html: str) -> Draft:
    """The draft in what was pasted from Word, WPS or a web page. Raises Unreadable."""
    if len(html) > MAX_TEXT_BYTES:
        raise Unreadable(_("The file is larger than 5 MB. Please remove what is not the draft itself."))
    lines = read_html_lines(html)
    if not lines:
        raise Unreadable(_("No text was found in this file. Pictures of a text cannot be read."))
    return draft_from_lines(lines)


def draft_from_lines(lines: list[ReadLine], *, keep_invisible: bool = False) -> Draft:
    """What every reader ends in."""
    refuse_many(len(lines))
    lines = _settle_invisible(lines, keep=keep_invisible)
    found = take_title(lines)
    draft = Draft(found.title, title_is_marked=found.is_marked or not found.title)
    draft.heading_block = [line.text for line in found.body if line.before_info_end]
    body = [line for line in found.body if not line.before_info_end]
    above = [ReadPiece(Role.TITLE_MATTER, line.text) for line in found.above]
    pieces = above + assign_roles(body, found.title)
    build(draft, pieces)
    draft.warnings = odd_numbering(draft)
    return draft


def _settle_invisible(lines: list[ReadLine], *, keep: bool) -> list[ReadLine]:
    """Zero-width marks go, with the lines that hold nothing else, unless they are to be kept."""
    if keep:
        return lines
    for line in lines:
        line.text = line.text if line.is_table else visible(line.text)
    return [line for line in lines if line.text]
