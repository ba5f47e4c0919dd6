"""The files of a hearing: draft and note before it is announced, the signed record once it was held."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.hearings.models import Hearing, HearingFile
from consultations.decisions.hearings.policies import can_write
from participation import clock
from participation.accounts.models import User
from participation.delivery.outbox import emit
from participation.errors import InvalidMove, NotPermitted
from participation.files.actions import Taken
from participation.files.laying_out import lay_out, take_off
from participation.files.models import StoredFile
from participation.ledger.audit import record
from participation.locks import lock

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
    with transaction.atomic():
        row = _open(hearing, by)
        stored = lay_out(hearing, row, files, by=by, purpose=purpose, among=purposes_now(row))
        record("hearing.files_changed", row, by=by, note={"added": [each.name for each in stored]})
        emit("hearing.files_changed", row, by=by)
    return stored


def remove_file(hearing: Hearing, token: str, *, by: User) -> None:
    """Take one off again. Raises NotPermitted, InvalidMove at the wrong time, Conflict when it is gone."""
    with transaction.atomic():
        row = _open(hearing, by)
        gone = take_off(hearing, row, token, among=purposes_now(row))
        record("hearing.files_changed", row, by=by, note={"removed": gone.name})
        emit("hearing.files_changed", row, by=by)


def _open(hearing: Hearing, by: User) -> Hearing:
    if not can_write(by, hearing):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    row = lock(hearing)
    if not purposes_now(row):
        raise InvalidMove(_("What is laid out with it stands as it is."))
    return row
