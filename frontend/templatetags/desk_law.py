"""What only the desk's pages on time and law need in their templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from frontend.shared.figures import percent
from frontend.templatetags.look import tag
from participation import clock
from participation.accounts.models import Department
from participation.deadlines.standing import Standing
from responses.models import Chaser
from responses.supervision.policies import chasers_under, duties_under
from responses.supervision.queries import Figures

register = template.Library()
MARKS = {
    Standing.LONG_OVERDUE: ("alarm", "diamond"),
    Standing.OVERDUE: ("alarm", "diamond"),
    Standing.DUE_SOON: ("part", "half"),
    Standing.ON_TIME: ("line", "ring"),
    Standing.PAUSED: ("line", "pause"),
    Standing.STOPPED: ("yes", "check"),
}


@register.simple_tag
def standing_tag(standing: Standing) -> SafeString:
    """How a deadline stands: shape and word."""
    return tag(str(standing.label), *MARKS[standing])


@register.inclusion_tag("desk/supervision/tabs.html", takes_context=True)
def supervision_tabs(context: template.Context, tab: str) -> dict[str, Any]:
    """The rooms of supervision, with the number of orders that nobody has answered and of duties that are late."""
    late = duties_under(context["request"].user).exclude(status="done").filter(due_on__lt=clock.today())
    waiting = chasers_under(context["request"].user).filter(kind=Chaser.Kind.ORDER, answered_at=None)
    return {"tab": tab, "open_orders": waiting.count(), "late_duties": late.count()}


@register.filter
def share(rate: float | None) -> str:
    """A share in per cent, or a dash when there is nothing to share."""
    return "–" if rate is None else f"{percent(rate):g}%"


@register.filter
def unit_name(row: Figures) -> str:
    """The department's name in the reader's language."""
    return str(Department(name=row.name, name_en=row.name_en))
