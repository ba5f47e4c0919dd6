"""What only the pages for everyone need in their templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consultations.models import Comment
from frontend.shared.change_groups import MOST_WORDS
from frontend.shared.corrections import corrections_of

register = template.Library()


@register.inclusion_tag("components/corrections.html")
def corrections(kind: str, row: Model | None) -> dict[str, Any]:
    """What was corrected in a published thing or taken back, newest first; nothing when nothing was."""
    return {"corrections": corrections_of(kind, row.pk) if row is not None else []}


@register.filter
def shortened(text: str) -> str:
    """As much of it as stands beside a change."""
    return Truncator(text).chars(MOST_WORDS)


@register.filter
def said_where(comment: Comment, labels: Mapping[int, str] | None) -> str:
    """What a comment speaks of and, unless it came online, how it came in."""
    where = (labels or {}).get(comment.clause_id, "") if comment.clause_id else _("The whole text")
    if comment.channel == Comment.Channel.ONLINE:
        return where
    came = _("%(channel)s, entered by the staff") % {"channel": comment.get_channel_display()}
    return " · ".join(filter(None, (where, came)))
