"""The files of a record of hearing people, before it is published: photographs, a questionnaire, a sign-in sheet."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.engagements.models import Engagement, EngagementFile
from consultations.decisions.engagements.policies import can_write
from participation.accounts.models import User
from participation.delivery.outbox import emit
from participation.errors import InvalidMove, NotPermitted
from participation.files.actions import Taken
from participation.files.laying_out import lay_out, take_off
from participation.files.models import StoredFile
from participation.ledger.audit import record
from participation.locks import lock


def attach_files(
    engagement: Engagement, files: Sequence[Taken], *, by: User, purpose: str
) -> list[StoredFile]:
    """Add files, for everybody or kept on file. Raises NotPermitted, InvalidMove once it is published, Invalid under
    "files" or "purpose"."""
    with transaction.atomic():
        row = _draft(engagement, by)
        stored = lay_out(engagement, row, files, by=by, purpose=purpose, among=EngagementFile.values)
        record("engagement.files_changed", row, by=by, note={"added": [each.name for each in stored]})
        emit("engagement.edited", row, by=by)
    return stored


def remove_file(engagement: Engagement, token: str, *, by: User) -> None:
    """Take one off again. Raises NotPermitted, InvalidMove once it is published, Conflict when it is gone."""
    with transaction.atomic():
        row = _draft(engagement, by)
        gone = take_off(engagement, row, token, among=EngagementFile.values)
        record("engagement.files_changed", row, by=by, note={"removed": gone.name})
        emit("engagement.edited", row, by=by)


def _draft(engagement: Engagement, by: User) -> Engagement:
    if not can_write(by, engagement):
        raise NotPermitted(_("Only a drafter of the lead unit keeps the dossier."))
    row = lock(engagement)
    if row.status != Engagement.Status.DRAFT:
        raise InvalidMove(_("What is laid out with it stands as it is."))
    return row
