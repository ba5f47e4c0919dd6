"""Hearings and the other ways of hearing people, as every page draws them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.decisions.engagements.models import EngagementFile
from consultations.decisions.engagements.policies import visible_to as engagements_visible_to
from consultations.decisions.hearings.models import Hearing, HearingParticipant
from consultations.decisions.hearings.policies import visible_to
from consultations.models import Decision, Engagement
from frontend.shared.corrections import CorrectionShown, was_of
from frontend.shared.dossier_marks import DossierMark
from participation import clock
from participation.accounts.models import Department
from participation.corrections.models import Correction
from participation.corrections.queries import confirmed_on
from participation.files.models import StoredFile

Status = Hearing.Status
Result = HearingParticipant.Result
MARKS = {
    Status.DRAFT: ("line", "frame"), Status.ANNOUNCED: ("part", "half"), Status.CONCLUDED: ("yes", "check"),
    Status.CALLED_OFF: ("line", "cross"),
}  # fmt: skip
RESULTS = {
    Result.ADOPTED: ("yes", "check"), Result.PARTLY_ADOPTED: ("part", "half"), Result.NOT_ADOPTED: ("line", "cross"),
    Result.EXPLAINED: ("line", "ring"),
}  # fmt: skip
MOST_AHEAD = 5


def is_past(row: Hearing) -> bool:
    """Whether its day is over and no record is out: nobody says then that it is to be held."""
    return row.status == Status.ANNOUNCED and clock.today() > row.held_on


def status_of(row: Hearing) -> str:
    """Where it stands, in words."""
    if not is_past(row):
        return str(row.get_status_display())
    if row.list_published_at is None:
        return _("Its day is over, and no list was published: it is to be postponed or called off")
    return _("Its day is over, the record is to come")


def organiser_of(row: Hearing) -> str:
    """Who holds it: as it was written, and for a reader of English a department by its English name."""
    if (get_language() or "zh").startswith("zh"):
        return row.organiser
    found = Department.objects.filter(name=row.organiser).first()
    return str(found) if found else row.organiser


def mark_of(row: Hearing) -> DossierMark:
    """The status as a tag."""
    return DossierMark(status_of(row), *MARKS[Status(row.status)])


def result_of(person: HearingParticipant) -> DossierMark | None:
    """What came of what somebody said, as a tag."""
    if not person.result:
        return None
    return DossierMark(str(person.get_result_display()), *RESULTS[Result(person.result)])


def rail_of(row: Hearing) -> list[dict[str, Any]]:
    """Announced, list, held, record: for `{% rail %}`."""
    over = (row.announced_at, row.list_published_at, row.concluded_at or row.presider, row.concluded_at)
    labels = (_("Announced"), _("List of participants"), _("Hearing"), _("Record published"))
    done = next((n for n, each in enumerate(over) if not each), len(over))
    here = "stop" if row.status == Status.CALLED_OFF else "now"
    states = ["done" if n < done else here if n == done else "" for n in range(len(labels))]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def public_hearings(decisions: Iterable[Decision]) -> list[tuple[Hearing, DossierMark]]:
    """Those announced of these matters, the newest first."""
    rows = visible_to(None).filter(decision__in=list(decisions)).order_by("-id")
    return [(row, mark_of(row)) for row in rows]


def hearings_ahead() -> list[tuple[Hearing, DossierMark]]:
    """Those that everybody may still apply for, or listen to, of matters under way; the nearest first."""
    rows: QuerySet[Hearing] = visible_to(None).filter(
        status=Status.ANNOUNCED, held_on__gte=clock.today(), decision__status=Decision.Status.UNDER_WAY
    )
    return [(row, mark_of(row)) for row in rows.order_by("held_on", "id")[:MOST_AHEAD]]


EngagementRow = tuple[Engagement, list[StoredFile], list[CorrectionShown]]


def public_engagements(decisions: Iterable[Decision], *, standing: bool = False) -> list[EngagementRow]:
    """The other ways by which people were heard on these matters, in the order of their days, with their public files
    and what was put right. `standing` leaves out those taken back."""
    open_files = StoredFile.objects.filter(purpose=EngagementFile.PUBLIC).order_by("pk")
    rows = engagements_visible_to(None).filter(decision__in=list(decisions))
    if standing:
        rows = rows.filter(status=Engagement.Status.PUBLISHED)
    found = list(rows.prefetch_related("parties", Prefetch("files", open_files, to_attr="open_files")))
    corrections = list(confirmed_on(*(("engagement", row.pk) for row in found))) if found else []
    return [(row, row.open_files, _shown(row, corrections)) for row in found]


def _shown(row: Engagement, corrections: list[Correction]) -> list[CorrectionShown]:
    return [CorrectionShown(each, was_of(each)) for each in corrections if each.object_id == row.pk]
