"""Files from a disk, looked at for size before they are read."""

from pathlib import Path

from django.utils.translation import gettext as _

from consultations.documents.reading.refusal import Unreadable

MAX_FILE_BYTES = 20 * 1024 * 1024


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable when it is missing, no file, or larger than 20 MB."""
    if not path.is_file():
        raise Unreadable(_("There is no such file."))
    if path.stat().st_size > MAX_FILE_BYTES:
        raise Unreadable(
            _("The file is larger than 20 MB. Please remove pictures and what is not the draft.")
        )
    return path.read_bytes()
