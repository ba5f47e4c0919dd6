"""What is laid out with a notice: the drafting note as a file, risk reports, expert opinions."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.notices.models import Consultation
from consultations.notices.policies import can_draft
from participation.accounts.models import User
from participation.errors import Conflict, NotPermitted
from participation.files.actions import Taken
from participation.files.laying_out import lay_out, take_off
from participation.files.models import StoredFile
from participation.ledger.audit import record
from participation.locks import lock


class Purpose(TextChoices):
    """What such a file is (decree 713, articles 15, 19 to 24)."""

    DRAFTING_NOTE = "drafting_note", gettext_lazy("Drafting note")
    RISK_REPORT = "risk_report", gettext_lazy("Risk assessment report")
    EXPERT_OPINION = "expert_opinion", gettext_lazy("Expert opinion")
    FAIR_COMPETITION = "fair_competition", gettext_lazy("Fair competition review")
    BASIS = "basis", gettext_lazy("What it rests on")
    OTHER = "other", gettext_lazy("Other document")


def attach_files(
    consultation: Consultation, files: Sequence[Taken], *, by: User, purpose: str = Purpose.OTHER
) -> list[StoredFile]:
    """Lay files out with a notice while it is a draft; they become public with it.

    Raises NotPermitted, Conflict once it is published, Invalid under "files" or "purpose".
    """
    with transaction.atomic():
        row = _draft(consultation, by)
        stored = lay_out(consultation, row, files, by=by, purpose=purpose, among=Purpose.values)
        record("consultation.files_attached", row, by=by, note={"files": [each.name for each in stored]})
    return stored


def remove_file(consultation: Consultation, token: str, *, by: User) -> None:
    """Take a file off a draft notice. Raises NotPermitted, Conflict when it is published or the file is gone."""
    with transaction.atomic():
        row = _draft(consultation, by)
        gone = take_off(consultation, row, token, among=Purpose.values)
        record("consultation.file_removed", row, by=by, note={"file": gone.name})


def _draft(consultation: Consultation, by: User) -> Consultation:
    if not can_draft(by, consultation):
        raise NotPermitted(_("Only a drafter of the lead unit may prepare this."))
    locked = lock(consultation)
    if locked.status != Consultation.Status.DRAFT:
        raise Conflict(_("This notice has been published and is no longer a draft."))
    return locked
