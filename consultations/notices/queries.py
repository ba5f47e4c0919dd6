"""Reading notices: what became of one."""

from collections.abc import Iterable

from consultations.documents.models import Version
from consultations.documents.titles import without_mark
from consultations.notices.models import Consultation, NoticeChange
from consultations.notices.phases import Phase, phase_of


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


def title_of_next(version: Version) -> str:
    """What the version after this one is called: once the public was heard it is to be the final text, and its title
    says no 征求意见稿 any more."""
    last = Consultation.objects.filter(document=version.document_id).order_by("-pk").first()
    is_heard = last is not None and phase_of(last) in (Phase.CLOSED, Phase.CONCLUDED)
    return without_mark(version.title) if is_heard else version.title
