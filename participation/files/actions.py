"""Taking files in: checked by content, size and number, scanned, then stored in the transaction of the act."""

import hashlib
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.delivery.turns import moments_of
from participation.errors import Invalid
from participation.files.checking import MOST_BYTES, MOST_FILES, clean_name, kind_of
from participation.files.models import StoredFile
from participation.files.scanning import scan


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be taken: `name` cleaned, `kind` by its content, `is_scanned` when a scanner called it clean."""

    name: str
    content: bytes
    kind: str
    is_scanned: bool

    def __str__(self) -> str:
        return f"{self.name} {hashlib.sha256(self.content).hexdigest()}"

    __repr__ = __str__  # so that a form sent twice is told from one with another file


Taken = UploadedFile | CheckedFile


def check_files(files: Sequence[UploadedFile]) -> list[CheckedFile]:
    """Look at all without keeping any. Raises Invalid under "files" for the first that cannot be taken, ScannerAway.

    Doors call it before the act, so that no transaction waits for the scanner.
    """
    if len(files) > MOST_FILES:
        message = _("At most %(most)d files.") % {"most": MOST_FILES}
        raise Invalid(message, errors={"files": [message]})
    return [_checked(upload) for upload in files]


def _checked(upload: UploadedFile) -> CheckedFile:
    content = upload.read(MOST_BYTES + 1)
    name = clean_name(upload.name or "")
    return CheckedFile(name, content, kind_of(name, content), scan(name, content))


def store_files(files: Sequence[Taken], *, by: User | None, purpose: str = "") -> list[StoredFile]:
    """Keep all, those not yet checked after a check. Raises as `check_files`; then none is kept.

    Call inside the transaction of the act: when the act fails, its files are gone with it.
    """
    checked = [each for each in files if isinstance(each, CheckedFile)]
    checked += check_files([each for each in files if isinstance(each, UploadedFile)])
    with transaction.atomic():
        return [_store(each, by=by, purpose=purpose) for each in checked]


def _store(file: CheckedFile, *, by: User | None, purpose: str) -> StoredFile:
    token = secrets.token_hex(16)
    verdict = StoredFile.Verdict.CLEAN if file.is_scanned else StoredFile.Verdict.UNSCANNED
    stored = StoredFile(
        token=token, name=file.name, kind=file.kind, size=len(file.content), verdict=verdict, purpose=purpose,
        sha256=hashlib.sha256(file.content).hexdigest(), uploaded_at=clock.now(), uploaded_by=by,
    )  # fmt: skip
    try:
        stored.content.save(f"{token}.bin", ContentFile(file.content), save=True)
    except OSError:  # no room: what was written of it would keep others from fitting in
        part = stored.content.field.generate_filename(stored, f"{token}.bin")
        stored.content.storage.delete(part)
        raise
    return stored


def show_files(files: models.QuerySet[StoredFile], tokens: Sequence[str]) -> None:
    """Let everybody fetch those named, and none of the others, as far as they may see what the files hang on."""
    files.exclude(token__in=tokens).update(is_public=False)
    files.filter(token__in=tokens).update(is_public=True)


def sweep_orphans(days: int = 1) -> Iterator[int]:
    """Remove files on disk, older than `days` calendar days, that no row names: their act was undone.

    A few at a time; yields how many of these were removed.
    """
    root = Path(settings.MEDIA_ROOT) / "files"
    cutoff = time.time() - days * 86400
    old = (path for path in root.rglob("*.bin") if path.stat().st_mtime < cutoff)
    for piece in moments_of(old):
        yield sum(_remove_orphan(path) for path in piece)


def _remove_orphan(path: Path) -> bool:
    if StoredFile.objects.filter(token=path.stem).exists():
        return False
    path.unlink(missing_ok=True)
    return True
