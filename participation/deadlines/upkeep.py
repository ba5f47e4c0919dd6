"""What the room does when its calendars change, and by itself every day."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib.metadata import version

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation.deadlines.actions import note_kept, recompute
from participation.deadlines.amending import Entry, amend_calendar, seed_entries
from participation.deadlines.models import CalendarEdition, CalendarYear, Deadline
from participation.deadlines.national import national_calendar
from participation.deadlines.queries import deadlines_touched
from participation.delivery.registry import Payload, on
from participation.delivery.schedule import daily
from participation.delivery.turns import pieces_of


@on("calendar.amended", name="deadlines.recompute", slow=True)
def recompute_touched(payload: Payload) -> Iterator[int]:
    """A calendar changed: each running deadline it touches moves to a later day or stays as promised."""
    edition = CalendarEdition.objects.select_related("calendar").get(pk=payload["object_id"])
    for piece in pieces_of(touched_by(edition), after=payload["position"]):
        for deadline in piece:
            recompute(deadline, edition) or note_kept(deadline, edition)
        yield deadline.pk


def touched_by(edition: CalendarEdition) -> QuerySet[Deadline]:
    """The running deadlines whose days an edition may have changed, and those that were provisional."""
    days = {
        *edition.days_made.values_list("day", flat=True),
        *edition.days_ended.values_list("day", flat=True),
    }
    return deadlines_touched(edition.calendar.place, days)


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
