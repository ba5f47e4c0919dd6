"""Taking files in: checked by content, size and number, scanned, then stored in the transaction of the act."""

import hashlib
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.deadlines import clock
from participation.errors import Invalid
from participation.files.checking import MOST_BYTES, MOST_FILES, clean_name, kind_of
from participation.files.models import StoredFile
from participation.files.scanning import scan


def store_files(files: Sequence[UploadedFile], *, by: User | None) -> list[StoredFile]:
    """Check all, then keep all. Raises Invalid under "files" for the first that cannot be taken; then none is kept.

    Call inside the transaction of the act: when the act fails, its files are gone with it.
    """
    if len(files) > MOST_FILES:
        words = _("At most %(most)d files.") % {"most": MOST_FILES}
        raise Invalid(words, errors={"files": [words]})
    checked = []
    for upload in files:
        content = upload.read(MOST_BYTES + 1)
        name = clean_name(upload.name or "")
        checked.append((name, content, kind_of(name, content), scan(name, content)))
    with transaction.atomic():
        return [_store(*each, by=by) for each in checked]


def _store(name: str, content: bytes, kind: str, scanned: bool, *, by: User | None) -> StoredFile:
    token = secrets.token_hex(16)
    stored = StoredFile(
        token=token, name=name, kind=kind, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        verdict=StoredFile.Verdict.CLEAN if scanned else StoredFile.Verdict.UNSCANNED,
        uploaded_at=clock.now(), uploaded_by=by,
    )  # fmt: skip
    stored.content.save(f"{token}.bin", ContentFile(content), save=True)
    return stored


def sweep_orphans(days: int = 1) -> int:
    """Remove files on disk, older than `days` calendar days, that no row names: their act was undone."""
    root = Path(settings.MEDIA_ROOT) / "files"
    cutoff = time.time() - days * 86400
    removed = 0
    for path in root.rglob("*.bin") if root.exists() else ():
        if path.stat().st_mtime < cutoff and not StoredFile.objects.filter(token=path.stem).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed
