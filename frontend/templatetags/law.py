"""What happened to a notice after it was published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.decisions.models import Decision
from consultations.models import Consultation
from consultations.notices.models import NoticeChange
from frontend.shared.corrections import CorrectionShown, was_of
from participation.corrections.models import Correction
from participation.corrections.queries import confirmed_on

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
    NoticeChange.Kind.REOPENED: ("line", "back"),
}
OUTCOMES = {
    ("feedback", "correct"): _("Feedback corrected"),
    ("final_text", "correct"): _("Final text corrected"),
    ("final_text", "withdraw"): _("Final text taken back"),
}


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One line of what happened since the notice."""

    at: datetime
    label: str | Promise
    tone: str
    shape: str
    note: str
    before: date | None = None
    now: date | None = None
    shown: CorrectionShown | None = None


@register.inclusion_tag("public/decisions/_notice_changes.html")
def notice_changes(consultation: Consultation) -> dict[str, Any]:
    """Each change with its day, its public reason and what it did to the last day; nothing when there is none."""
    rows = list(consultation.changes.select_related("correction").order_by("-id"))
    if rows and rows[0].kind == consultation.status:
        del rows[0]  # the page itself says why it is withdrawn or suspended
    lines = [*map(_change, rows), *map(_outcome, _corrections(consultation))]
    return {"changes": sorted(lines, key=lambda line: line.at, reverse=True)}


def _change(row: NoticeChange) -> ChangeShown:
    shown = CorrectionShown(row.correction, was_of(row.correction)) if row.correction else None
    marks = MARKS[NoticeChange.Kind(row.kind)]
    return ChangeShown(
        row.at, row.get_kind_display(), *marks, row.note, row.closed_on_before, row.closes_on_now, shown
    )


def _corrections(consultation: Consultation) -> list[Correction]:
    """What was put right in the outcome; a feedback taken back stands among the notice's changes."""
    feedback = getattr(consultation, "feedback", None)
    rows = confirmed_on(("final_text", consultation.pk), ("feedback", feedback.pk if feedback else None))
    return list(rows.exclude(kind="feedback", act=Correction.Act.WITHDRAW))


def _outcome(row: Correction) -> ChangeShown:
    assert row.decided_at is not None
    label = OUTCOMES[row.kind, row.act]
    return ChangeShown(
        row.decided_at, label, "line", "ring", row.reason, shown=CorrectionShown(row, was_of(row))
    )


@register.simple_tag
def dossiers_of(consultation: Consultation) -> list[Decision]:
    """The public dossiers that the consultation belongs to."""
    return list(consultation.decisions.exclude(status=DRAFT).order_by("id")[:3])
