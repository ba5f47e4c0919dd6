"""Looking at an uploaded Word file before anything unpacks it."""

import zipfile
import zlib
from io import BytesIO
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _

from consultations.documents.reading.counting import count_paragraphs, unpacks_to_too_much
from consultations.documents.reading.refusal import Unreadable

MAX_BYTES = 20 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 60 * 1024 * 1024
MAX_RATIO = 120
_SMALL_ENOUGH = 4 * 1024 * 1024  # below this a high ratio is only an empty form, no bomb

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_STRICT = b"purl.oclc.org/ooxml"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def check_package(content: bytes) -> None:
    """Raises Unreadable unless `content` is an unencrypted Word .docx of a reasonable size."""
    if not content:
        raise Unreadable(_("The file is empty. Please choose the file that holds the draft."))
    if len(content) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than 20 MB. Please remove pictures and what is not the draft.")
        )
    _check_kind(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            _check_sizes(entries, len(content))
            _check_parts(entries)
            count_paragraphs(package)
            if any(_STRICT in package.read(e)[:4096] for e in entries if e.filename == "_rels/.rels"):
                raise Unreadable(
                    _(
                        "The file is in the strict variant of .docx. Please save it as an ordinary Word document."
                    )
                )
    except (zipfile.BadZipFile, zlib.error, ExpatError, EOFError, ValueError, RuntimeError, OSError):
        raise Unreadable(broken()) from None


def broken() -> str:
    return _("The file is damaged. Please open it in Word or WPS, save it again as .docx and upload that.")


def _check_kind(content: bytes) -> None:
    """What the first bytes say, whatever the file is called."""
    if content.startswith(_OLE):
        if _ENCRYPTED_STREAM in content:
            raise Unreadable(
                _("The file is protected by a password. Please remove the password and upload it again.")
            )
        raise Unreadable(
            _("This is an old .doc or .wps file. Please open it in Word or WPS and save it as .docx.")
        )
    if content.startswith(b"%PDF"):
        raise Unreadable(
            _("This is a PDF file. Please upload the .docx it was made from, or paste the text.")
        )
    if content.lstrip()[:5].lower() in (b"{\\rtf", b"<html", b"<?xml", b"<!doc"):
        raise Unreadable(_("This is no .docx inside. Please open it in Word or WPS and save it as .docx."))
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(broken())


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > _SMALL_ENOUGH and unpacked > MAX_RATIO * packed
    too_much = len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED
    if bomb or too_much or any(entry.file_size > MAX_PART for entry in entries):
        raise Unreadable(unpacks_to_too_much())


def _check_parts(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable(
            _("The file is protected by a password. Please remove the password and upload it again.")
        )
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names:
        raise Unreadable(_("This is no Word document. Please upload the draft as .docx, .md or .txt."))
    if names & {"xl/workbook.xml", "ppt/presentation.xml"}:
        raise Unreadable(
            _("This is a table or a presentation. Please upload the text of the draft as .docx.")
        )
