"""The files of a hearing: draft and note before it is announced, the signed record once it was held."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.hearings.models import Hearing, HearingFile
from consultations.decisions.hearings.policies import can_write
from participation import clock
from participation.accounts.models import User
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from participation.files.actions import Taken, store_files
from participation.files.models import StoredFile
from participation.ledger.audit import record
from participation.locks import lock

MOST_OF_A_HEARING = 20
BEFORE = (HearingFile.DRAFT, HearingFile.NOTE, HearingFile.MATERIAL)
AFTER = (HearingFile.RECORD, HearingFile.SIGNED)
OPEN = (*BEFORE, HearingFile.RECORD)  # for everybody, once what they belong to is published


def purposes_now(hearing: Hearing) -> tuple[HearingFile, ...]:
    """What may be attached, or taken off, as it stands."""
    if hearing.status == Hearing.Status.DRAFT:
        return BEFORE
    held = hearing.status == Hearing.Status.ANNOUNCED and clock.today() >= hearing.held_on
    return AFTER if held else ()


def attach_files(hearing: Hearing, files: Sequence[Taken], *, by: User, purpose: str) -> list[StoredFile]:
    """Lay files out with a hearing. Raises NotPermitted, InvalidMove at the wrong time, Invalid under "files" or
    "purpose"."""
    if not files:
        message = _("Choose a file.")
        raise Invalid(message, errors={"files": [message]})
    with transaction.atomic():
        row = _open(hearing, by)
        if purpose not in purposes_now(row):
            message = _("Choose one of the kinds offered.")
            raise Invalid(message, errors={"purpose": [message]})
        if row.files.count() + len(files) > MOST_OF_A_HEARING:
            message = _("At most %(most)d files.") % {"most": MOST_OF_A_HEARING}
            raise Invalid(message, errors={"files": [message]})
        stored = store_files(files, by=by, purpose=purpose)
        row.files.add(*stored)
        _count(hearing, row, by, {"added": [each.name for each in stored]})
    return stored


def remove_file(hearing: Hearing, token: str, *, by: User) -> None:
    """Take one off again. Raises NotPermitted, InvalidMove at the wrong time, Conflict when it is gone."""
    with transaction.atomic():
        row = _open(hearing, by)
        found = row.files.filter(token=token, purpose__in=purposes_now(row)).first()
        if found is None:
            raise Conflict(_("This is no longer there."))
        row.files.remove(found)
        _count(hearing, row, by, {"removed": found.name})


def _open(hearing: Hearing, by: User) -> Hearing:
    if not can_write(by, hearing):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    row = lock(hearing)
    if not purposes_now(row):
        raise InvalidMove(_("What is laid out with it stands as it is."))
    return row


def _count(seen: Hearing, locked: Hearing, by: User, note: dict[str, object]) -> None:
    """Whoever has it open to publish it looks again; the caller has seen it."""
    locked.revision += 1
    locked.save(update_fields=["revision"])
    seen.revision += 1
    record("hearing.files_changed", locked, by=by, note=note)
    emit("hearing.files_changed", locked)
