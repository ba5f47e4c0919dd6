"""What the room does when its calendars change, and by itself every day."""

from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation.delivery.outbox import errand_handler, on, send

from .calendars import Entry, amend_calendar, seed_entries
from .clocks import note_kept, recompute
from .models import CalendarEdition, CalendarYear, Clock
from .national import national_calendar
from .queries import clocks_touched
from .ticking import daily

CHUNK = 200


@on("calendar.amended", slow=True)
def reckon_again(payload: dict[str, Any]) -> None:
    """A calendar changed: begin to reckon the running clocks it touches."""
    _send_chunk(payload["object_id"], after=0)


@errand_handler(slow=True)
def reckon_chunk(payload: dict[str, Any]) -> None:
    """Reckon a few hundred clocks anew, each moved to a later day or left as promised; then ask for the next."""
    edition = CalendarEdition.objects.select_related("calendar").get(pk=payload["edition"])
    clocks = list(touched_by(edition).filter(pk__gt=payload["after"]).order_by("pk")[:CHUNK])
    for clock in clocks:
        recompute(clock, edition) or note_kept(clock, edition)
    if len(clocks) == CHUNK:
        _send_chunk(edition.pk, after=clocks[-1].pk)


def _send_chunk(edition: int, *, after: int) -> None:
    handler = f"{reckon_chunk.__module__}.{reckon_chunk.__qualname__}"
    send(handler, {"edition": edition, "after": after}, key=f"reckon:{edition}:{after}")


def touched_by(edition: CalendarEdition) -> QuerySet[Clock]:
    """The running clocks whose days an edition may have changed, and those that were provisional."""
    days = {
        *edition.days_made.values_list("day", flat=True),
        *edition.days_ended.values_list("day", flat=True),
    }
    return clocks_touched(edition.calendar.place, days)


@daily("deadlines.adopt_published_years")
def adopt_published_years(_slot: datetime) -> None:
    """Take over the years that a newer chinesecalendar knows and nobody entered at the desk yet."""
    known = set(CalendarYear.objects.filter(calendar__place="cn").values_list("year", flat=True))
    tables = national_calendar()
    fresh = tables.years - known
    if not known or not fresh:
        return
    entries = [entry for entry in seed_entries(tables) if _belongs_to(entry, fresh)]
    source = _("Holiday tables of the package chinesecalendar %(version)s") % {
        "version": version("chinesecalendar")
    }
    amend_calendar("cn", source=source, by=None, days=entries, years=fresh)


def _belongs_to(entry: Entry, years: frozenset[int] | set[int]) -> bool:
    """A year's notice also exchanges days at the end of the December before."""
    day: date = entry.day
    return day.year in years or (day.year + 1 in years and (day.month, day.day) >= (12, 26))
