"""What happened to a notice after it was published."""

from typing import Any

from django import template

from consultations.decisions.models import Decision
from consultations.models import Consultation
from consultations.notices.models import NoticeChange

register = template.Library()
DRAFT = Decision.Status.DRAFT
MARKS = {
    NoticeChange.Kind.EXTENDED: ("act", "play"),
    NoticeChange.Kind.CORRECTED: ("line", "ring"),
    NoticeChange.Kind.RESTARTED: ("act", "back"),
    NoticeChange.Kind.TEXT_CHANGED: ("act", "half"),
    NoticeChange.Kind.SUSPENDED: ("line", "pause"),
    NoticeChange.Kind.RESUMED: ("part", "play"),
    NoticeChange.Kind.WITHDRAWN: ("line", "cross"),
}


@register.inclusion_tag("public/decisions/_notice_changes.html")
def notice_changes(consultation: Consultation) -> dict[str, Any]:
    """Each change with its day, its public reason and what it did to the last day; nothing when there is none."""
    rows = list(consultation.changes.order_by("-id"))
    if rows and rows[0].kind == consultation.status:
        del rows[0]  # the page itself says why it is withdrawn or suspended
    return {
        "changes": [(row, str(row.get_kind_display()), *MARKS[NoticeChange.Kind(row.kind)]) for row in rows]
    }


@register.simple_tag
def dossiers_of(consultation: Consultation) -> list[Decision]:
    """The public dossiers that the consultation belongs to."""
    return list(consultation.decisions.exclude(status=DRAFT).order_by("id")[:3])
