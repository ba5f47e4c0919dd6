"""How a deadline stands today: said for one row here and for the database in `DeadlineQuerySet`, and the two agree."""

from datetime import date, timedelta

from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import READERS, Anyone, Role, has_role, is_person, same_hand
from participation.deadlines.counting import calendar_for
from participation.deadlines.models import Deadline, TimeRequest
from participation.deadlines.rulebook import Rule, Rulebook
from participation.deadlines.standing import Standing, Thresholds
from participation.deadlines.workdays import WorkCalendar


def thresholds(place: str | None = None) -> Thresholds:
    """The thresholds of this day at `place`; ask once a request and pass it on."""
    today, book, calendar = clock.today(), Rulebook(place), calendar_for(place)
    soon = book.rule("W1").due(today, calendar=calendar).due
    return Thresholds(today, soon, _long_before(book.rule("W2"), today, calendar))


def _long_before(late: Rule, today: date, calendar: WorkCalendar) -> date:
    """The first due day that is not yet long overdue: the term of W2 from it has not ended before today."""
    day = today
    while late.due(day - timedelta(days=1), calendar=calendar).due >= today:
        day -= timedelta(days=1)
    return day


def is_due_soon(deadline: Deadline, when: Thresholds) -> bool:
    """Running, not yet overdue, and due within the time that rule W1 calls near."""
    return deadline.state == "running" and when.today <= deadline.due_on <= when.soon_until


def is_overdue(deadline: Deadline, when: Thresholds) -> bool:
    """Running after 24:00 of the due day; one long overdue is overdue too."""
    return deadline.state == "running" and deadline.due_on < when.today


def is_long_overdue(deadline: Deadline, when: Thresholds) -> bool:
    """Running more than rule W2 allows after the due day."""
    return deadline.state == "running" and deadline.due_on < when.long_before


def standing(deadline: Deadline, when: Thresholds) -> Standing:
    """The one word for a deadline today."""
    if deadline.state != "running":
        return Standing(deadline.state)
    if is_long_overdue(deadline, when):
        return Standing.LONG_OVERDUE
    if is_overdue(deadline, when):
        return Standing.OVERDUE
    return Standing.DUE_SOON if is_due_soon(deadline, when) else Standing.ON_TIME


def was_in_time(deadline: Deadline) -> bool:
    """Stopped on or before the due day."""
    return deadline.stopped_on is not None and deadline.stopped_on <= deadline.due_on


def days_left(deadline: Deadline, when: Thresholds, calendar: WorkCalendar) -> int:
    """Days to the due day in the deadline's own unit, today not counted; negative once overdue."""
    if deadline.unit == "calendar":
        return (deadline.due_on - when.today).days
    return calendar.working_days_between(when.today, deadline.due_on)


def can_approve_extension(user: User, deadline: Deadline) -> bool:
    """A reviewer (the unit's head) over the deadline's department; anywhere for one without."""
    department: Department | None = deadline.department
    return has_role(user, Role.REVIEWER, at=department)


def can_approve_pause(user: User, deadline: Deadline) -> bool:
    """A reviewer over the deadline's department, or a supervisor who watches it; anywhere for one without."""
    return has_role(user, Role.REVIEWER, Role.SUPERVISOR, at=deadline.department)


def can_decide(user: Anyone, request: TimeRequest, deadline: Deadline) -> bool:
    """Who may agree to a request or refuse it: never who asked."""
    if not is_person(user) or same_hand(user, request.asked_by_id, request):
        return False
    if request.kind == TimeRequest.Kind.PAUSE:
        return can_approve_pause(user, deadline)
    return can_approve_extension(user, deadline)


def can_amend_calendar(user: Anyone) -> bool:
    """An administrator enters days off and make-up days."""
    return has_role(user, Role.ADMINISTRATOR)


def can_change_rules(user: Anyone) -> bool:
    """An administrator sets and confirms the county's own numbers."""
    return has_role(user, Role.ADMINISTRATOR)


def can_read_law(user: Anyone) -> bool:
    """At the desk: those who change calendars and rules, and those who oversee."""
    return has_role(user, Role.ADMINISTRATOR, *READERS)
