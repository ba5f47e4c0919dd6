"""What the room does when its calendars change, and by itself every day."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from importlib.metadata import version

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation import clock
from participation.deadlines import requests
from participation.deadlines.actions import note_kept, recompute
from participation.deadlines.amending import Entry, amend_calendar, seed_entries
from participation.deadlines.models import CalendarEdition, CalendarYear, Deadline, TimeRequest
from participation.deadlines.national import national_calendar
from participation.deadlines.policies import thresholds
from participation.deadlines.queries import deadlines_touched
from participation.deadlines.standing import Thresholds
from participation.delivery.outbox import emit
from participation.delivery.registry import Payload, on
from participation.delivery.schedule import daily
from participation.delivery.turns import pieces_of
from participation.errors import Conflict, InvalidMove

HALF_PASSED, ENDS_SOON = 1, 2  # what a pause was reminded of


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


@daily("deadlines.lapse_requests", at=time(0, 10))
def lapse_requests(_slot: datetime) -> Iterator[int]:
    """Nobody decided before the term ran out: it stays overdue, and who asked is told."""
    late = TimeRequest.objects.filter(status="waiting", deadline__due_on__lt=clock.today())
    for piece in pieces_of(late.select_related("deadline")):
        yield sum(_lapsed(request) for request in piece)


@daily("deadlines.bound_old_pauses", at=time(0, 10))
def bound_old_pauses(_slot: datetime) -> Iterator[int]:
    """A pause of the first releases had no end: it is believed, and ends when its ground's longest has passed."""
    for piece in pieces_of(Deadline.objects.filter(state="paused", paused_until=None)):
        yield sum(requests.bound_old_pause(deadline) for deadline in piece)


@daily("deadlines.remind_of_pauses", at=time(7))
def remind_of_pauses(_slot: datetime) -> Iterator[int]:
    """Whoever answers hears when half of a pause has passed and when it ends soon (rule W1); each once."""
    when = thresholds()
    standing = TimeRequest.objects.filter(
        kind="pause", status="granted", ended_on=None, deadline__state="paused", reminded__lt=ENDS_SOON
    )
    for piece in pieces_of(standing.select_related("deadline")):
        yield sum(_remind(request, when) for request in piece)


def _lapsed(request: TimeRequest) -> bool:
    with suppress(Conflict, InvalidMove):  # somebody decided it just now
        requests.lapse(request)
        return True
    return False


def _remind(request: TimeRequest, when: Thresholds) -> bool:
    began, until = request.deadline.paused_on, request.until
    if began is None or until is None:
        return False
    half = began + (until - began) / 2
    step = ENDS_SOON if until <= when.soon_until else HALF_PASSED if half <= when.today else 0
    if not TimeRequest.objects.filter(pk=request.pk, reminded__lt=step, ended_on=None).update(reminded=step):
        return False
    emit("timerequest.ends_soon" if step == ENDS_SOON else "timerequest.half_passed", request)
    return True
