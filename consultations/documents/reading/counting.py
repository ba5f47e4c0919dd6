"""Counting what a file holds before anybody builds it all in memory: too much is refused at once."""

import zipfile
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from consultations.documents.reading.refusal import Unreadable

MOST_LINES = 30_000
MOST_ELEMENTS = 500_000
_PARAGRAPH = qn("w:p")[1:]  # as expat writes it: namespace}name
_XML_BEGINS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")


def refuse_many(lines: int) -> None:
    """Raises Unreadable when a text has more lines than a draft can have, counting each cell of a table."""
    if lines > MOST_LINES:
        raise Unreadable(
            _("A draft can have at most %(most)s lines and table cells. Please keep only the draft.")
            % {"most": f"{MOST_LINES:,}"}
        )


def unpacks_to_too_much() -> str:
    return _("The file unpacks to far more than a draft can be. Please copy the text into a new document.")


def count_paragraphs(package: zipfile.ZipFile) -> None:
    """Raises Unreadable as soon as the parts of a Word file hold too many paragraphs, or elements of any kind.

    A cell holds a paragraph at least, so cells are counted too. Raises ExpatError for XML that is broken.
    """
    tally = _Tally()
    for entry in package.infolist():
        with package.open(entry) as part:
            begins = part.read(4)
            if begins.startswith(_XML_BEGINS):
                parser = tally.parser()
                parser.Parse(begins)
                parser.ParseFile(part)


class _Tally:
    """What was met so far, over all parts."""

    def __init__(self) -> None:
        self.paragraphs = self.elements = 0

    def parser(self) -> expat.XMLParserType:
        made = expat.ParserCreate(namespace_separator="}")
        made.StartElementHandler = self._begins
        made.StartDoctypeDeclHandler = self._declares
        return made

    def _begins(self, name: str, _attributes: Any) -> None:
        self.elements += 1
        if name == _PARAGRAPH:
            self.paragraphs += 1
            refuse_many(self.paragraphs)
        elif self.elements > MOST_ELEMENTS:
            raise Unreadable(unpacks_to_too_much())

    def _declares(self, *_declaration: Any) -> None:
        raise ValueError  # no Office program writes one; it could only make the file grow
