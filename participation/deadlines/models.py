"""Calendars in layers and editions, the county's own rules, deadlines with their events."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.deadlines.standing import Thresholds, past, soon


class Calendar(models.Model):
    """A place that can have days of its own: ``cn``, ``cn/guizhou``, ``cn/guizhou/…``; it inherits from above."""

    place = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return self.name


class CalendarEdition(models.Model):
    """One change to one calendar, with its source. What stood before stays readable: `as_of` an edition."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="editions")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    is_provisional = models.BooleanField(
        default=False
    )  # days of the law, until the year's notice takes their place
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(source=""), name="edition_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.source}"


class CalendarDay(models.Model):
    """A day off, or a weekend day that is worked, from one edition until another takes it back."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Day off")
        MAKEUP = "makeup", _("Make-up working day")

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    since = models.ForeignKey(CalendarEdition, models.PROTECT, related_name="days_made")
    until = models.ForeignKey(CalendarEdition, models.PROTECT, null=True, related_name="days_ended")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["holiday", "makeup"]), name="calendar_day_kind_known"
            ),
            models.UniqueConstraint(
                fields=["calendar", "day"], condition=Q(until=None), name="calendar_day_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarYear(models.Model):
    """A year whose national tables are published; due dates in any other year are provisional."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    since = models.ForeignKey(CalendarEdition, models.PROTECT, related_name="years_made")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "year"], name="calendar_year_once"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class LocalRule(models.Model):
    """A rule as the county has it: its own number, or its word that the shipped default holds here."""

    class Unit(models.TextChoices):
        WORKING = "working", _("working days")
        CALENDAR = "calendar", _("calendar days")
        HOUR = "hour", _("hours")
        MONTH = "month", _("months")
        DATE = "date", _("day of the year")
        GATE = "", _("no number")

    place = models.CharField(max_length=80)
    rule_id = models.CharField(max_length=20)
    value = models.PositiveIntegerField(null=True)
    by_date = models.CharField(max_length=5, blank=True)
    unit = models.CharField(max_length=8, choices=Unit, blank=True)
    rolls = models.BooleanField(default=False)
    basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["place", "rule_id", "valid_from"],
                condition=Q(withdrawn_at=None),
                name="local_rule_stands_once",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="local_rule_has_basis"),
            models.CheckConstraint(
                condition=Q(
                    unit__in=["working", "calendar", "hour", "month"], value__isnull=False, by_date=""
                )
                | (Q(unit="date", value=None) & ~Q(by_date=""))
                | Q(unit="", value=None, by_date=""),
                name="local_rule_number_fits_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.rule_id}"


class DeadlineQuerySet(QuerySet["Deadline"]):
    """Near, overdue, long overdue: said once for a row (`policies`) and once for the database (here), and they agree.

    Each compares `due_on` with one date that is worked out beforehand, so the indexes on running deadlines serve it.
    """

    def of(self, kind: str, subject_id: int) -> Self:
        """The deadlines of one thing."""
        return self.filter(subject_kind=kind, subject_id=subject_id)

    def live(self) -> Self:
        """Running or paused."""
        return self.exclude(state="stopped")

    def due_soon(self, when: Thresholds) -> Self:
        """Running, not yet overdue, and due within the time that rule W1 calls near."""
        return self.filter(soon(when))

    def overdue(self, when: Thresholds) -> Self:
        """Running after 24:00 of the due day; those long overdue are among them."""
        return self.filter(past(when))

    def long_overdue(self, when: Thresholds) -> Self:
        """Running more than rule W2 allows after the due day."""
        return self.filter(state="running", due_on__lt=when.long_before)

    def with_standing(self, when: Thresholds) -> Self:
        """Each deadline's `standing_now`, as `policies.standing` says it."""
        late = [("long_overdue", when.long_before), ("overdue", when.today)]
        return self.annotate(
            standing_now=Case(
                *(When(Q(state=state), then=Value(state)) for state in ("paused", "stopped")),
                *(When(due_on__lt=day, then=Value(word)) for word, day in late),
                When(due_on__lte=when.soon_until, then=Value("due_soon")),
                default=Value("on_time"),
                output_field=CharField(),
            )
        )

    def in_time(self, first: date, last: date) -> Self:
        """Stopped between two days, both counted, on or before the due day."""
        return self.stopped_between(first, last).filter(stopped_on__lte=F("due_on"))

    def stopped_between(self, first: date, last: date) -> Self:
        return self.filter(Q(state="stopped"), stopped_on__gte=first, stopped_on__lte=last)


class Deadline(models.Model):
    """A legal term running for one thing. `due_on` ends at 24:00; how late it is is computed, never stored."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("deadline", "Running")
        PAUSED = "paused", pgettext_lazy("deadline", "Paused")
        STOPPED = "stopped", pgettext_lazy("deadline", "Stopped")

    class Unit(models.TextChoices):
        WORKING = "working", _("working days")
        CALENDAR = "calendar", _("calendar days")

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    department = models.ForeignKey(
        "participation.Department", models.PROTECT, null=True, related_name="deadlines", db_index=False
    )
    rule_id = models.CharField(max_length=20)
    place = models.CharField(max_length=80, default="cn")
    count = models.PositiveIntegerField()
    unit = models.CharField(max_length=8, choices=Unit)
    rolls = models.BooleanField(default=False)
    started_on = models.DateField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    paused_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)  # the last day of a pause; none for one of the first releases
    stopped_on = models.DateField(null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        db_table = "participation_clock"
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], condition=Q(state="running"), name="clock_due"),
            models.Index(
                fields=["subject_kind", "due_on", "id"],
                condition=Q(state="running"),
                name="clock_due_of_kind",
            ),
            models.Index(
                fields=["department", "due_on", "id"],
                condition=Q(state="running"),
                name="clock_due_of_department",
            ),
            models.Index(
                fields=["department", "stopped_on"], condition=Q(state="stopped"), name="clock_stopped"
            ),
            models.Index(fields=["paused_until"], condition=Q(state="paused"), name="clock_paused"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "rule_id"],
                condition=~Q(state="stopped"),
                name="one_live_clock_for_each_rule",
            ),
            models.CheckConstraint(condition=Q(unit__in=["working", "calendar"]), name="clock_unit_known"),
            models.CheckConstraint(condition=Q(due_on__gte=F("started_on")), name="clock_due_after_start"),
            models.CheckConstraint(
                condition=Q(state="running", paused_on=None, stopped_on=None)
                | Q(state="paused", paused_on__isnull=False, stopped_on=None)
                | Q(state="stopped", paused_on=None, stopped_on__isnull=False),
                name="clock_state_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(paused_on__isnull=False, paused_until__gte=F("paused_on")),
                name="pause_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.rule_id} {self.due_on}"


class DeadlineEvent(models.Model):
    """What happened to a deadline: who, when, why, and what it did to the due date. Append-only."""

    class Kind(models.TextChoices):
        STARTED = "started", pgettext_lazy("deadline", "Started")
        PAUSED = "paused", pgettext_lazy("deadline", "Paused")
        RESUMED = "resumed", pgettext_lazy("deadline", "Resumed")
        RESTARTED = "restarted", pgettext_lazy("deadline", "Restarted")
        EXTENDED = "extended", pgettext_lazy("deadline", "Extended")
        RECOMPUTED = "recomputed", _("Recomputed after a change of the calendar")
        KEPT = "kept", _("Kept as promised after a change of the calendar")
        HANDED_OVER = "handed_over", pgettext_lazy("deadline", "Handed over")
        STOPPED = "stopped", pgettext_lazy("deadline", "Stopped")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="events", db_column="clock_id")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField(help_text="The Asia/Shanghai day from which it counts.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    days = models.PositiveIntegerField(
        null=True
    )  # given, asked for at most, or left out by a pause that ended
    notified_at = models.DateTimeField(null=True)
    due_before = models.DateField(null=True)
    due_after = models.DateField()
    edition = models.ForeignKey(CalendarEdition, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "participation_clockevent"
        indexes: ClassVar = [
            models.Index(fields=["deadline", "id"], name="clock_event_order"),
            models.Index(fields=["on"], condition=Q(kind="resumed"), name="clock_event_resumed"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind__in=["paused", "extended", "restarted"]) | ~Q(reason=""),
                name="clock_event_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="extended") | Q(approved_by__isnull=False, days__isnull=False, days__gt=0),
                name="extension_is_approved",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["recomputed", "kept"]) | Q(edition__isnull=False),
                name="recomputing_names_its_edition",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["started", "paused", "stopped", "handed_over"])
                | Q(due_after__gte=F("due_before")),
                name="promise_never_moves_earlier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class TimeRequest(models.Model):
    """A pause or an extension that somebody asks for and somebody else decides. Only one waits at a time."""

    class Kind(models.TextChoices):
        PAUSE = "pause", pgettext_lazy("request", "Pause of the clock")
        EXTENSION = "extension", pgettext_lazy("request", "Extension")

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("request", "Waits for a decision")
        GRANTED = "granted", pgettext_lazy("request", "Agreed to")
        REFUSED = "refused", pgettext_lazy("request", "Not agreed to")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "Taken back")
        LAPSED = "lapsed", pgettext_lazy("request", "Lapsed")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="requests", db_column="clock_id")
    kind = models.CharField(max_length=10, choices=Kind)
    ground = models.CharField(max_length=20, blank=True)  # the rule that allows the pause
    days = models.PositiveIntegerField()
    unit = models.CharField(max_length=8, choices=Deadline.Unit)
    reason = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)
    until = models.DateField(null=True)  # the last day on which an agreed pause may stand
    ended_on = models.DateField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)  # 1: half of it has passed, 2: it ends soon

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(status="waiting"), name="one_request_waits_a_clock"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & Q(days__gt=0), name="request_says_how_long_and_why"
            ),
            models.CheckConstraint(
                condition=Q(kind="pause") & ~Q(ground="") | Q(kind="extension", ground="", until=None),
                name="pause_has_its_ground",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at=None)
                | (~Q(status="waiting") & Q(decided_at__isnull=False)),
                name="decided_request_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
                name="another_decides_a_request",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | (Q(decided_by__isnull=False) & ~Q(words="")),
                name="refused_request_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.deadline_id} {self.status}"
