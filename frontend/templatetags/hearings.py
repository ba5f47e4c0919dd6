"""What was put right of a hearing after it was announced, and the hearings that are still to come."""

from typing import Any

from django import template

from consultations.decisions.hearings.corrections import LIST, RECORD
from consultations.decisions.hearings.models import Hearing
from frontend.shared.corrections import CorrectionShown, was_of
from frontend.shared.hearing_rows import hearings_ahead, organiser_of, status_of
from participation.corrections.queries import confirmed_on

register = template.Library()


@register.inclusion_tag("components/corrections.html")
def hearing_corrections(hearing: Hearing) -> dict[str, Any]:
    """Of its announcement, its list and its record, newest first; nothing when nothing was."""
    rows = confirmed_on(*((kind, hearing.pk) for kind in ("hearing", LIST, RECORD)))
    return {"corrections": [CorrectionShown(row, was_of(row)) for row in rows]}


@register.inclusion_tag("public/decisions/_ahead.html")
def hearings_to_come() -> dict[str, Any]:
    """Those announced whose day has not come; nothing when there are none."""
    return {"hearings": hearings_ahead()}


register.filter("hearing_status", status_of)
register.filter("hearing_organiser", organiser_of)
