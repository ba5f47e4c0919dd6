"""Reading the calendars: layers from the nation down to the county, laid together as of an edition."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from participation.deadlines.models import CalendarDay, CalendarEdition, CalendarYear
from participation.deadlines.national import national_calendar
from participation.deadlines.places import lineage
from participation.deadlines.workdays import DayName, WorkCalendar


def newest_edition() -> CalendarEdition | None:
    """The edition by which dates are worked out now."""
    return CalendarEdition.objects.order_by("-pk").first()


def calendar_at(place: str, edition: CalendarEdition | None = None) -> WorkCalendar:
    """The calendar of `place` as it stood with `edition` (the newest when left out), all layers laid together."""
    if edition is None:
        newest = CalendarEdition.objects.order_by("-pk").values_list("pk", "token").first()
        if newest is None:
            return national_calendar()
        return _laid_together(place, *newest)
    return _laid_together(place, edition.pk, edition.token)


@lru_cache(maxsize=64)
def _laid_together(place: str, edition: int, token: UUID) -> WorkCalendar:
    """Kept by the edition's token, which no other edition ever has: a number can come back after a rollback."""
    layers = {each: (dict[date, DayName](), dict[date, DayName]()) for each in lineage(place)}
    standing = Q(since__lte=edition) & (Q(until=None) | Q(until__gt=edition))
    days = CalendarDay.objects.filter(standing, calendar__place__in=layers)
    for where, day, kind, name, name_en in days.values_list(
        "calendar__place", "day", "kind", "name", "name_en"
    ):
        layers[where][kind == CalendarDay.Kind.MAKEUP][day] = DayName(name, name_en)
    years = CalendarYear.objects.filter(since__lte=edition, calendar__place="cn").values_list(
        "year", flat=True
    )
    known = frozenset(years)
    whole = WorkCalendar({}, {}, known) if known else national_calendar()
    for holidays, makeups in layers.values():
        whole = whole.with_layer(holidays, makeups)
    return whole
