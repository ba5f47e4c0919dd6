"""What is owed when, by whom, and what on the platform shows that it was done. One entry for each rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from participation import clock
from participation.accounts.models import Department, Membership
from participation.accounts.queries import Duty as SpecialDuty
from participation.accounts.queries import Role, county, special_unit
from participation.deadlines.rulebook import Rulebook
from responses.questions.models import Question
from responses.questions.queries import WAITING
from responses.supervision.models import Duty

Stage = DecisionStage.Stage
Kind = ParticipationList.Kind
ONE_DAY = timedelta(days=1)
SAID = (DecisionStage.Status.DONE, DecisionStage.Status.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty as it should stand on the list."""

    department: Department
    due_on: date
    period: str = ""
    subject_kind: str = ""
    subject_id: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`title` says what is to be done; `owed` lists what is due up to a day; `done_on` says on which day the platform
    saw it done, None while not. `doers` are the roles that do it, and record it where that goes `by_hand`; `alarms`:
    the supervisors hear of it as soon as it is opened.
    """

    title: str | Promise
    owed: Callable[[Rulebook, date, date], Iterator[Owed]]
    doers: tuple[str, ...]
    done_on: Callable[[Duty], date | None] = lambda duty: None
    alarms: bool = False
    by_hand: bool = True


def _yearly(rule_id: str, *, of_year_before: bool, county_only: bool) -> Callable[..., Iterator[Owed]]:
    """Once a year, of the year itself or of the one before; nothing whose day has passed when it is first looked at."""

    def owed(book: Rulebook, first: date, last: date) -> Iterator[Owed]:
        for year in range(first.year, last.year + 1):
            due_on = book.rule(rule_id).on_year(year)
            if first <= due_on <= last:
                for unit in _county() if county_only else _at_work():
                    yield Owed(unit, due_on, str(year - of_year_before))

    return owed


def _directory(rule_id: str, *, if_published: bool) -> Callable[..., Iterator[Owed]]:
    """The government office's, once a year while the county has named one; its completion if there is a directory."""
    yearly = _yearly(rule_id, of_year_before=False, county_only=True)

    def owed(book: Rulebook, first: date, last: date) -> Iterator[Owed]:
        office = special_unit(SpecialDuty.GOVERNMENT_OFFICE)
        directories = ParticipationList.objects.filter(kind=Kind.DIRECTORY, published_at__isnull=False)
        for each in yearly(book, first, last) if office else ():
            if office and (not if_published or directories.filter(year=int(each.period)).exists()):
                yield replace(each, department=office)

    return owed


def _quarters(book: Rulebook, first: date, last: date) -> Iterator[Owed]:
    """Rule D4: an inspection in every stretch of so many months from January on."""
    for year in range(first.year, last.year + 1):
        begin, n = date(year, 1, 1), 1
        while begin.year == year:
            after = book.rule("D4").months_after(begin)
            if first <= after - ONE_DAY <= last:
                for unit in _county():
                    yield Owed(unit, after - ONE_DAY, f"{year}-{n}")
            begin, n = after, n + 1


def _unanswered(book: Rulebook, first: date, last: date) -> Iterator[Owed]:
    """Rule C1: a message without an answer fails the whole site on the day; those past it are on the list as well."""
    limit, day = book.rule("C1"), last
    while limit.months_after(day) > last:
        day -= ONE_DAY
    waiting = Question.objects.filter(status__in=WAITING, submitted_at__lt=clock.ends_at(day))
    for row in list(waiting.select_related("department").order_by("submitted_at")):
        due_on = limit.months_after(clock.day_of(row.submitted_at))
        for unit in [row.department] if row.department else _county():
            yield Owed(unit, due_on, subject_kind="question", subject_id=row.pk)


def _unevaluated(book: Rulebook, first: date, last: date) -> Iterator[Owed]:
    """Rule A16, after the time of W4: somebody says whether a decision is evaluated; it may be left."""
    after, stages = book.rule("W4"), DecisionStage.objects.filter(decision=OuterRef("pk"))
    evaluated = stages.filter(stage=Stage.POST_EVALUATION, status__in=SAID)
    published = DecisionStage.objects.filter(
        ~Exists(evaluated.filter(decision=OuterRef("decision"))),
        stage=Stage.PUBLICATION, status=DecisionStage.Status.DONE, decision__status=Decision.Status.DECIDED,
    )  # fmt: skip
    for row in list(published.select_related("decision__department")):
        due_on = after.months_after(row.done_on or row.begun_on)
        if first <= due_on <= last:
            yield Owed(row.decision.department, due_on, subject_kind="decision", subject_id=row.decision_id)


def _county() -> list[Department]:
    top = county()
    return [top] if top else []


def _at_work() -> list[Department]:
    """The county's departments that have somebody of their own to draft."""
    drafts = Membership.objects.in_force().filter(
        department=OuterRef("pk"), role=Role.DRAFTER, user__is_active=True
    )
    level = Q(level=Department.Level.DEPARTMENT)
    return list(Department.objects.filter(level, Exists(drafts), is_active=True))


def _list_published(duty: Duty) -> date | None:
    return _first_day(duty, "published_at", kind=Kind.PARTICIPATION, department=duty.department_id)


def _directory_published(duty: Duty) -> date | None:
    return _first_day(duty, "published_at", kind=Kind.DIRECTORY)


def _completion_published(duty: Duty) -> date | None:
    return _first_day(duty, "completion_published_at", kind=Kind.DIRECTORY)


def _first_day(duty: Duty, column: str, **which: Any) -> date | None:
    """The first day on which that happened to the list of the duty's year."""
    rows = ParticipationList.objects.filter(year=int(duty.period), **{f"{column}__isnull": False}, **which)
    moment = rows.order_by(column).values_list(column, flat=True).first()
    return clock.day_of(moment) if moment else None


def _question_closed(duty: Duty) -> date | None:
    row = Question.objects.exclude(status__in=WAITING).filter(pk=duty.subject_id).first()
    return clock.day_of(row.closed_at) if row and row.closed_at else None


def _evaluated(duty: Duty) -> date | None:
    """Evaluated, or two people said that it is not: a beginning is no end."""
    rows = DecisionStage.objects.filter(
        decision=duty.subject_id, stage=Stage.POST_EVALUATION, status__in=SAID
    )
    row = rows.order_by("round").first()
    return row.done_on if row else None


WRITERS, COUNTY_OFFICE = (Role.DRAFTER, Role.EDITOR), (Role.EDITOR, Role.ADMINISTRATOR)
PLANS: dict[str, Plan] = {
    "A19": Plan(
        _("Publish the list of matters open to the public"),
        _yearly("A19", of_year_before=False, county_only=False), WRITERS, _list_published,
    ),
    "A18-date": Plan(
        _("Publish the directory of major decisions"),
        _directory("A18-date", if_published=False), WRITERS, _directory_published,
    ),
    "A18-completion": Plan(
        _("Publish what became of the directory of major decisions"),
        _directory("A18-completion", if_published=True), WRITERS, _completion_published,
    ),
    "A16": Plan(_("Say whether the decision is evaluated"), _unevaluated, WRITERS, _evaluated),
    "C1": Plan(
        _("Answer the message before the site fails inspection over it"),
        _unanswered, (Role.ANSWERER, Role.REVIEWER, Role.EDITOR), _question_closed, alarms=True, by_hand=False,
    ),
    "D1": Plan(
        _("Hand in and publish the department's annual disclosure report"),
        _yearly("D1", of_year_before=True, county_only=False), WRITERS,
    ),
    "D2": Plan(
        _("Publish the county's annual disclosure report"),
        _yearly("D2", of_year_before=True, county_only=True), COUNTY_OFFICE,
    ),
    "D3": Plan(
        _("Publish the yearly statement of the site"),
        _yearly("D3", of_year_before=True, county_only=True), COUNTY_OFFICE,
    ),
    "D4": Plan(_("Inspect the sites and publish what was found"), _quarters, COUNTY_OFFICE),
}  # fmt: skip
