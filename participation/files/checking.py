"""What a file is by its content, never by its name alone; what may come in, and how much of it."""

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.errors import Invalid, Message

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 5
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
SIGNATURES = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
}
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
}
INSTEAD = {
    "doc": gettext_lazy("Save it as .docx or .pdf and send that."),
    "wps": gettext_lazy("Save it as .docx or .pdf and send that."),
    "xls": gettext_lazy("Save it as .xlsx and send that."),
}


def kind_of(name: str, content: bytes) -> str:
    """The kind of a file by its content. Raises Invalid saying what to do instead."""
    if not content:
        raise _refused(name, _("The file is empty."))
    if len(content) > MOST_BYTES:
        message = _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}
        raise _refused(name, message)
    ending = PurePosixPath(name.lower()).suffix.lstrip(".").replace("jpeg", "jpg")
    for kind, signatures in SIGNATURES.items():
        if content.startswith(signatures):
            return _agreed(name, ending, kind)
    if content.startswith(b"PK\x03\x04"):
        return _agreed(name, ending, _office(name, content))
    if ending == "txt" and _is_text(content):
        return "txt"
    offered = _(", ").join(f".{kind}" for kind in TYPES)
    raise _refused(
        name, str(INSTEAD.get(ending) or _("Only these kinds can be sent: %(kinds)s.") % {"kinds": offered})
    )


def clean_name(name: str) -> str:
    """The name without path, control or direction characters; never empty."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:140]}{dot}{ending[:10]}" if stem else (name[:150] or "file")


def _office(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise _refused(name, _("The file is broken.")) from None
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _refused(name, _("The file unpacks to too much."))
    names = {entry.filename for entry in entries}
    if any(each.endswith("vbaProject.bin") for each in names):
        raise _refused(name, _("It contains macros. Save it without them."))
    for kind, part in OFFICE.items():
        if part in names:
            return kind
    raise _refused(name, _("Archives cannot be sent. Send the files one by one."))


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _agreed(name: str, ending: str, kind: str) -> str:
    if ending != kind:
        message = _("Its name says .%(ending)s, but it is a .%(kind)s file. Name it so and send it again.")
        raise _refused(name, message % {"ending": ending or "?", "kind": kind})
    return kind


def _refused(name: str, message: Message) -> Invalid:
    text = _("%(name)s: %(words)s") % {"name": clean_name(name), "words": message}
    return Invalid(text, errors={"files": [text]})
