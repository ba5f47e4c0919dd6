"""Supervision: notices, chasers, orders and circulars, each with who, when and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Department
from participation.deadlines.models import Deadline
from participation.transitions import Revised


class Chaser(models.Model):
    """提醒 before and 催办 after the due day of a deadline come by themselves; 督办, an order, is a person's."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("Reminder before the due day")
        CHASER = "chaser", _("Call for an overdue item")
        ORDER = "order", _("Supervision order")

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="chasers", db_column="clock_id")
    kind = models.CharField(max_length=10, choices=Kind)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="chasers")
    at = models.DateTimeField()
    due_on = models.DateField()  # the due day it speaks of
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    answer_by = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "responses_push"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deadline", "kind", "due_on"], condition=~Q(kind="order"), name="one_push_a_due_day"
            ),
            models.UniqueConstraint(
                fields=["deadline"],
                condition=Q(kind="order", answered_at=None),
                name="one_open_order_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(kind="order") | (Q(by__isnull=False) & ~Q(words="")),
                name="order_has_author_and_words",
            ),
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(outcome=""), name="answered_says_what"),
        ]
        indexes: ClassVar = [models.Index(fields=["department", "-id"], name="push_of_department")]

    def __str__(self) -> str:
        return f"{self.kind} {self.deadline_id}"


class Circular(models.Model):
    """通报: the departments' figures of a period side by side, as they stood when it was published."""

    title = models.CharField(_("title"), max_length=200)
    first_on = models.DateField()
    last_on = models.DateField()
    words = models.TextField(blank=True)
    figures = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "responses_bulletin"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="bulletin_period"),
        ]

    def __str__(self) -> str:
        return self.title


class Duty(Revised):
    """What a unit owes by a day of the calendar, or for one thing, beside the terms that run as deadlines.

    Done by what happened on the platform, where it knows that; otherwise recorded with evidence by one person and
    confirmed by another.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("To be done")
        REPORTED = "reported", _("Said to be done, not confirmed")
        DONE = "done", _("Done")

    rule_id = models.CharField(max_length=20)
    department = models.ForeignKey(Department, models.PROTECT, related_name="duties")
    period = models.CharField(max_length=20, blank=True)  # the year, the quarter; none for one thing
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(default=0)
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    done_on = models.DateField(null=True)
    evidence = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_because = models.TextField(blank=True)
    reminded_of = models.CharField(max_length=10, blank=True)  # the last thing that was mailed about it

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule_id", "department", "period", "subject_kind", "subject_id"],
                name="duty_owed_once",
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(done_on__isnull=False), name="duty_done_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(status="reported") | (Q(recorded_by__isnull=False) & ~Q(evidence="")),
                name="duty_reported_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("recorded_by")),
                name="duty_confirmed_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=~Q(status="done"), name="duty_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.department_id} {self.period}"
