"""Files laid out with a row that people write on, one by one, before it is published."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.errors import Conflict, Invalid
from participation.files.actions import Taken, store_files
from participation.files.models import StoredFile
from participation.transitions import Revised

MOST_LAID_OUT = 20


def lay_out(
    seen: Revised, locked: Any, files: Sequence[Taken], *, by: User, purpose: str, among: Collection[str]
) -> list[StoredFile]:
    """Hang files on the locked row, for one of the purposes in `among`; whoever has it open looks at it again.

    `seen` is the row as the caller holds it. Raises Invalid under "files" or "purpose". The caller records it.
    """
    if not files:
        message = _("Choose a file.")
        raise Invalid(message, errors={"files": [message]})
    if purpose not in among:
        message = _("Choose one of the kinds offered.")
        raise Invalid(message, errors={"purpose": [message]})
    if locked.files.count() + len(files) > MOST_LAID_OUT:
        message = _("At most %(most)d files.") % {"most": MOST_LAID_OUT}
        raise Invalid(message, errors={"files": [message]})
    stored = store_files(files, by=by, purpose=purpose)
    locked.files.add(*stored)
    _count(seen, locked)
    return stored


def take_off(seen: Revised, locked: Any, token: str, *, among: Collection[str]) -> StoredFile:
    """Take the file with that token off the locked row. Raises Conflict when it is gone. The caller records it."""
    found: StoredFile | None = locked.files.filter(token=token, purpose__in=among).first()
    if found is None:
        raise Conflict(_("This is no longer there."))
    locked.files.remove(found)
    _count(seen, locked)
    return found


def _count(seen: Revised, locked: Revised) -> None:
    """Whoever has it open to publish it looks again at what is laid out; the caller has seen it."""
    locked.revision += 1
    locked.save(update_fields=["revision"])
    seen.revision += 1
