"""Reading notices: what became of one."""

from consultations.notices.models import Consultation, NoticeChange


def withdrawal_of(consultation: Consultation) -> NoticeChange | None:
    """When and why it was taken back, if it was."""
    if consultation.status != Consultation.Status.WITHDRAWN:
        return None
    return consultation.changes.filter(kind=NoticeChange.Kind.WITHDRAWN).last()
