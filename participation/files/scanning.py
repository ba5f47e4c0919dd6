"""The virus scan: a hook. With SCAN_URL set, a file is only taken once clamd has called it clean."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from participation.errors import Invalid, Refused

CHUNK = 64 * 1024
PATIENCE = 30  # seconds


class ScannerAway(Refused):
    """The scanner does not answer; nothing is taken unscanned."""


def scan(name: str, content: bytes) -> bool:
    """Whether the file was scanned (False: no scanner is set). Raises Invalid for a virus, ScannerAway."""
    if not settings.SCAN_URL:
        return False
    try:
        answer = _ask_clamd(content)
    except OSError:
        raise ScannerAway(
            _("Files cannot be checked at the moment. Send your text without them or try later.")
        ) from None
    if answer.endswith("OK"):
        return True
    if answer.endswith("FOUND"):
        message = _("%(name)s: the virus scanner refuses this file.") % {"name": name}
        raise Invalid(message, errors={"files": [message]})
    raise ScannerAway(_("Files cannot be checked at the moment. Send your text without them or try later."))


def _ask_clamd(content: bytes) -> str:
    """clamd's INSTREAM: chunks with their length before them, an empty one at the end, one line back."""
    with _connect() as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while piece := line.recv(4096):
            answer += piece
    return answer.decode("utf-8", "replace").strip("\0 \n")


def _connect() -> socket.socket:
    url = urlsplit(settings.SCAN_URL)
    if url.scheme == "clamd+unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        line.connect(url.path)
        return line
    return socket.create_connection((url.hostname or "127.0.0.1", url.port or 3310), PATIENCE)
