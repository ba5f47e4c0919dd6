"""Reading notices: what became of one."""

from collections.abc import Iterable

from consultations.documents.models import Version
from consultations.notices.models import Consultation, NoticeChange


def withdrawal_of(consultation: Consultation) -> NoticeChange | None:
    """When and why it was taken back, if it was."""
    if consultation.status != Consultation.Status.WITHDRAWN:
        return None
    return consultation.changes.filter(kind=NoticeChange.Kind.WITHDRAWN).last()


def called_off(version: Version, notices: Iterable[Consultation] | None = None) -> NoticeChange | None:
    """How the last public consultation on this very draft was taken back, if it was; `notices` are those on its
    document, the newest first, where they are at hand."""
    if notices is None:
        rows = Consultation.objects.filter(draft_version=version).exclude(status=Consultation.Status.DRAFT)
        notices = rows.order_by("-closes_at")[:1]
    last = next((row for row in notices if row.draft_version_id == version.pk), None)
    return withdrawal_of(last) if last else None
