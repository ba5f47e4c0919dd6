"""What the desk's pages on calendars and rules show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from participation.accounts.models import User
from participation.accounts.queries import Role, departments_where, rows_done_for
from participation.deadlines.models import (
    CalendarDay,
    CalendarEdition,
    CalendarYear,
    Deadline,
    LocalRule,
    TimeRequest,
)
from participation.deadlines.places import home, lineage
from participation.deadlines.rulebook import Rule, rules
from participation.ledger.audit import hands_of


def days_of_year(year: int, place: str | None = None) -> QuerySet[CalendarDay]:
    """The named days of a year that stand at `place`, of every layer, by date."""
    return (
        CalendarDay.objects.filter(calendar__place__in=lineage(place or home()), until=None, day__year=year)
        .select_related("calendar", "since")
        .order_by("day", "calendar__place")
    )


def editions_of(place: str | None = None) -> QuerySet[CalendarEdition]:
    """The changes that made the calendar of `place` what it is, newest first."""
    return (
        CalendarEdition.objects.filter(calendar__place__in=lineage(place or home()))
        .select_related("calendar", "made_by")
        .order_by("-pk")
    )


def published_years() -> list[int]:
    """The years whose national tables are there."""
    return list(
        CalendarYear.objects.filter(calendar__place="cn").order_by("year").values_list("year", flat=True)
    )


def years_to_show() -> range:
    """From the first year with a national table to the last that has days off, by its notice or by the law alone."""
    days = (
        CalendarDay.objects.filter(calendar__place="cn", until=None)
        .order_by("-day")
        .values_list("day", flat=True)
    )
    known, last = published_years(), days.first()
    if not known:
        return range(0)
    return range(known[0], max(known[-1] + 1, last.year if last else 0) + 1)


def provisional_days(years: Collection[int]) -> list[date]:
    """The national days off of these years that stand by the law alone, until the year's notice is entered."""
    standing = CalendarDay.objects.filter(calendar__place="cn", until=None, since__is_provisional=True)
    return list(standing.filter(day__year__in=years).order_by("day").values_list("day", flat=True))


def deadlines_touched(place: str, days: Collection[date]) -> QuerySet[Deadline]:
    """The running deadlines under `place` that a change of these days may move, and those that are provisional."""
    asks = Q(unit="working") | Q(rolls=True)
    here = Q(place=place) | Q(place__startswith=f"{place}/")
    within = Q(provisional=True)
    if days:
        within |= Q(started_on__lt=max(days), due_on__gte=min(days))
    return Deadline.objects.filter(here & asks & within, state=Deadline.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A default that needs the county's word, as it holds now, and the row by which the county gave it."""

    rule: Rule
    row: LocalRule | None

    @property
    def default(self) -> Rule:
        """What comes with the product."""
        return self.rule.shipped or self.rule


def confirmations(place: str | None = None) -> list[Confirmation]:
    """Every default that needs the county's word, given or not, in the order of the rulebook. Two queries."""
    place = place or home()
    rows = LocalRule.objects.filter(place__in=lineage(place), withdrawn_at=None).select_related("made_by")
    standing = {(row.place, row.rule_id, row.valid_from): row for row in rows}
    return [
        Confirmation(each, standing.get((each.place, each.id, each.valid_from)) if each.is_own else None)
        for each in rules(place=place)
        if not (each.shipped or each).confirmed
    ]


def rules_to_confirm(place: str | None = None) -> list[Rule]:
    """The defaults that the county has not confirmed or replaced yet."""
    return [each for each in rules(place=place) if not each.confirmed]


def local_rules(place: str | None = None) -> QuerySet[LocalRule]:
    """The county's own numbers, those taken back among them, newest first."""
    return LocalRule.objects.filter(place=place or home()).select_related("made_by").order_by("-pk")


def waiting_request(deadline: Deadline | None) -> TimeRequest | None:
    """The request on this term that nobody has decided yet."""
    if deadline is None:
        return None
    return deadline.requests.filter(status="waiting").select_related("asked_by", "deadline").first()


def requests_for(user: User) -> QuerySet[TimeRequest]:
    """The requests that wait for this person's decision: `policies.can_decide`, said for the database."""
    heads = Q(deadline__department__in=departments_where(user, Role.REVIEWER))
    watches = Q(kind="pause", deadline__department__in=departments_where(user, Role.SUPERVISOR))
    own = Q(asked_by__in=hands_of(user)) | Q(pk__in=rows_done_for(user, TimeRequest, "timerequest.asked"))
    return TimeRequest.objects.filter(heads | watches, status="waiting").exclude(own)


def standing_pause(deadline: Deadline | None) -> TimeRequest | None:
    """On what ground the term stands still now, and until when at most; None while it runs."""
    if deadline is None or deadline.state != Deadline.State.PAUSED:
        return None
    return deadline.requests.filter(kind="pause", status="granted", ended_on=None).first()
