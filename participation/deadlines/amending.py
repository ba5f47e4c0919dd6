"""Changing the calendars: each change is an edition with its source; what stood before stays readable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import User
from participation.deadlines.calendars import calendar_at
from participation.deadlines.models import Calendar, CalendarDay, CalendarEdition, CalendarYear
from participation.deadlines.places import lineage
from participation.deadlines.policies import can_amend_calendar
from participation.deadlines.queries import provisional_days
from participation.deadlines.workdays import SATURDAY, DayKind, WorkCalendar
from participation.delivery.outbox import emit
from participation.errors import Incomplete, Invalid, Message, NotPermitted
from participation.ledger.audit import record
from participation.text.reasons import is_name, is_reason, reason_wanted

LEAST_OF_A_SOURCE = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A day as somebody wants it: off, or worked though it is a Saturday or Sunday."""

    day: date
    kind: DayKind
    name: str
    name_en: str = ""


def open_calendar(place: str, *, name: str, name_en: str = "", by: User | None) -> Calendar:
    """Give `place` a calendar of its own. Raises NotPermitted, Invalid."""
    _check_actor(by)
    try:
        lineage(place)
    except ValueError:
        raise Invalid(_("There is no such place.")) from None
    with transaction.atomic():
        calendar, made = Calendar.objects.get_or_create(
            place=place, defaults={"name": name, "name_en": name_en}
        )
        if made:
            record("calendar.opened", calendar, by=by, note={"place": place})
    return calendar


def amend_calendar(
    place: str,
    *,
    source: str,
    by: User | None,
    days: Sequence[Entry] = (),
    take_back: Iterable[date] = (),
    years: Iterable[int] = (),
    reason: str = "",
) -> CalendarEdition:
    """Make a new edition: set `days`, take back days, publish `years`. Running deadlines are computed anew afterwards,
    and none moves to an earlier day. The edition before stays readable. Publishing a year takes back the days that
    stood for it by the law alone, as the notice names them all.

    National days come from the State Council's yearly notice; a province or county adds festivals of its own
    (《全国年节及纪念日放假办法》第四条). Raises NotPermitted, Incomplete without a source or, of an administrator,
    without a reason, Invalid for days that cannot be what they are said to be.
    """
    _check_actor(by)
    taken, published = set(take_back), sorted(set(years))
    if not source.strip():
        raise Incomplete(_("Name the notice this comes from."), errors={"source": [_("Name the notice.")]})
    if by is not None and (errors := unexplained(source, reason, whole_year=not (days or taken))):
        raise Incomplete(_("The calendar cannot be changed like this."), errors=errors)
    with transaction.atomic():
        calendar = _held(place)
        _check_days(calendar, days, taken, published)
        taken |= set(provisional_days(published)) - {entry.day for entry in days}
        edition = CalendarEdition.objects.create(
            calendar=calendar, source=source.strip(), reason=reason.strip(), made_at=clock.now(), made_by=by
        )
        write_edition(edition, days, taken, published)
        changed = sorted(taken | {entry.day for entry in days})
        data = {
            "place": place,
            "first": changed[0].isoformat() if changed else None,
            "last": changed[-1].isoformat() if changed else None,
            "years": published,
        }
        record(
            "calendar.amended", edition, by=by, note={**data, "source": edition.source, "days": len(changed)}
        )
        emit("calendar.amended", edition, by=by, data=data)
    return edition


def unexplained(source: str, reason: str, *, whole_year: bool) -> dict[str, list[Message]]:
    """What an administrator has yet to say of a change, by field. A year that is entered whole is its own reason."""
    errors: dict[str, list[Message]] = {}
    if not is_name(source) or len(source.strip()) < LEAST_OF_A_SOURCE:
        errors["source"] = [_("Name the notice with its number or its day.")]
    if not whole_year and not is_reason(reason):
        errors["reason"] = [reason_wanted()]
    return errors


def write_edition(
    edition: CalendarEdition, days: Sequence[Entry], taken: set[date], years: Iterable[int]
) -> None:
    """Put the rows of an edition in place; what they replace stays, ended by it."""
    calendar = edition.calendar
    replaced = taken | {entry.day for entry in days}
    CalendarDay.objects.filter(calendar=calendar, day__in=replaced, until=None).update(until=edition)
    CalendarDay.objects.bulk_create(
        CalendarDay(
            calendar=calendar,
            day=entry.day,
            kind=entry.kind.value,
            name=entry.name,
            name_en=entry.name_en,
            since=edition,
        )
        for entry in days
    )
    for year in years:
        CalendarYear.objects.get_or_create(calendar=calendar, year=year, defaults={"since": edition})


def _held(place: str) -> Calendar:
    calendar = Calendar.objects.select_for_update().filter(place=place).first()
    if calendar is None:
        raise Invalid(_("This place has no calendar of its own yet."))
    return calendar


def _check_actor(by: User | None) -> None:
    """`by=None` is the house itself: a migration, a command, the demo."""
    if by is not None and not can_amend_calendar(by):
        raise NotPermitted(_("Only an administrator changes calendars."))


def _check_days(calendar: Calendar, days: Sequence[Entry], taken: set[date], years: Sequence[int]) -> None:
    wrong: list[str] = []
    if len({entry.day for entry in days} | taken) != len(days) + len(taken):
        wrong.append(_("A day stands there twice."))
    if not days and not taken and not years:
        wrong.append(_("Nothing is changed."))
    if years and calendar.place != "cn":
        wrong.append(_("Only the national notice publishes a year."))
    nation = calendar_at("cn") if calendar.place != "cn" else None
    for entry in days:
        values = {"day": entry.day.isoformat()}
        if not entry.name.strip():
            wrong.append(_("%(day)s has no name.") % values)
        if entry.kind not in (DayKind.HOLIDAY, DayKind.MAKEUP):
            wrong.append(_("%(day)s must be a day off or a make-up working day.") % values)
        if entry.kind is DayKind.MAKEUP and entry.day.weekday() < SATURDAY:
            wrong.append(
                _("%(day)s is worked anyway: only a Saturday or Sunday can be a make-up day.") % values
            )
        if nation and entry.kind is DayKind.MAKEUP and entry.day in nation.holidays:
            wrong.append(_("%(day)s is a national holiday and cannot be worked.") % values)
    if wrong:
        raise Invalid(_("The calendar cannot be changed like this."), errors={"days": wrong})


def seed_entries(calendar: WorkCalendar) -> list[Entry]:
    """Every named day of a calendar, for the first edition."""
    off = [Entry(day, DayKind.HOLIDAY, name.zh, name.en) for day, name in calendar.holidays.items()]
    worked = [Entry(day, DayKind.MAKEUP, name.zh, name.en) for day, name in calendar.makeups.items()]
    return sorted(off + worked, key=lambda entry: entry.day)
