"""How a question's time is shown: the pause that stands, the days not counted, what was asked for and decided."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from participation.deadlines.limits import ground_words
from participation.deadlines.models import Deadline, TimeRequest
from participation.deadlines.queries import standing_pause
from participation.deadlines.requests import days_paused
from participation.deadlines.rulebook import Rulebook, UnknownRule
from participation.text.days import day_words


@dataclass(frozen=True, slots=True)
class PauseShown:
    """Why a clock stands, and the day on which it goes on by itself."""

    ground: str
    reason: str
    until: date | None  # unknown for a pause of the first releases, until the night after


@dataclass(frozen=True, slots=True)
class RequestShown:
    """One request for time, with its ground and length in words."""

    request: TimeRequest
    ground: str
    amount: str


def pause_shown(deadline: Deadline | None) -> PauseShown | None:
    """The pause that stands now; None while the clock runs. Two queries."""
    if (found := standing_pause(deadline)) is None:
        return None
    return PauseShown(ground_named(found.ground), found.reason, found.until)


def time_requests(deadline: Deadline | None) -> list[RequestShown]:
    """What was asked for on this term, newest first."""
    if deadline is None:
        return []
    rows = list(deadline.requests.select_related("asked_by", "decided_by"))
    book = Rulebook() if rows else None
    return [RequestShown(row, ground_named(row.ground, book), days_words(row.days, row.unit)) for row in rows]


def ground_named(ground: str, book: Rulebook | None = None) -> str:
    """The ground of a pause in words; its bare name where the rulebook does not know it any more."""
    if not ground:
        return ""
    try:
        return ground_words((book or Rulebook()).rule(ground))
    except UnknownRule:
        return ground


def days_not_counted(deadline: Deadline | None) -> str:
    """The days that pauses left out of the term, in words; nothing where there was none."""
    days = days_paused(deadline) if deadline else 0
    return days_words(days, deadline.unit) if deadline and days else ""


def days_words(days: int, unit: str) -> str:
    """“5 working days”, “3 calendar days”."""
    if unit == Deadline.Unit.CALENDAR:
        text = ngettext("%(count)d calendar day", "%(count)d calendar days", days)
    else:
        text = ngettext("%(count)d working day", "%(count)d working days", days)
    return text % {"count": days}


def step_detail(step: str, data: dict[str, object], unit: str) -> str:
    """What a step on the way of a question says beside its note: of a pause its ground, its last day, its length."""
    if step == "paused" and isinstance(until := data.get("until"), str):
        words = {
            "ground": ground_named(str(data.get("ground", ""))),
            "day": day_words(date.fromisoformat(until)),
        }
        return _("%(ground)s; until %(day)s at the latest") % words
    if step == "resumed" and isinstance(days := data.get("left_out"), int):
        return _("%(days)s were not counted") % {"days": days_words(days, unit)}
    if step == "extended" and isinstance(days := data.get("days"), int):
        return pgettext("a term", "%(days)s more") % {"days": days_words(days, unit)}
    return ""
