"""The outbox: the one queue of our own. Written with the act, delivered at least once; and the scheduler's marks."""

from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Event(models.Model):
    """Something that happened, such as `question.answered`. Append-only."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.kind}:{self.object_id}"


class JobQuerySet(models.QuerySet["Job"]):
    """Filters that are said once."""

    def at_rest(self) -> Self:
        """Neither done nor being done at this moment."""
        unleased = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
        return self.filter(unleased, done_at__isnull=True)

    def in_trouble(self) -> Self:
        """Failed when they were last tried: to be tried again, or parked."""
        return self.filter(~Q(last_error=""), done_at__isnull=True)


class Job(models.Model):
    """One thing to be done, mostly because of an event: what (a name of the registry), when, and whether it was."""

    handler = models.CharField(max_length=120)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    position = models.JSONField(
        null=True, encoder=DjangoJSONEncoder
    )  # how far one that works in pieces has come
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="jobs")
    dedupe_key = models.CharField(max_length=160, unique=True)
    slow = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    available_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    sent_again_at = models.DateTimeField(null=True)  # by an administrator; from then on it is tried anew

    objects = JobQuerySet.as_manager()

    class Meta:
        db_table = "participation_errand"
        indexes: ClassVar = [
            models.Index(
                fields=["slow", "available_at"],
                name="errand_due",
                condition=Q(done_at__isnull=True, parked_at__isnull=True),
            ),
            models.Index(fields=["done_at"], name="job_done", condition=Q(done_at__isnull=False)),
            models.Index(fields=["-id"], name="job_in_trouble", condition=~Q(last_error="")),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.dedupe_key}"


class ScheduleMark(models.Model):
    """How far a periodic job has come, so that a scheduler that slept catches up and never does a slot twice."""

    name = models.CharField(max_length=80, unique=True)
    done_until = models.DateTimeField(help_text="Start of the newest slot that was done.")
    ran_at = models.DateTimeField()

    class Meta:
        db_table = "participation_jobmark"

    def __str__(self) -> str:
        return f"{self.name} {self.done_until:%Y-%m-%d %H:%M}"


class MailStop(models.Model):
    """Somebody at this address wants no more mail about this matter."""

    address = models.CharField(max_length=64)  # a keyed hash
    about = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "about"], name="mail_stopped_once")
        ]

    def __str__(self) -> str:
        return self.about


class MailCount(models.Model):
    """How many mails an address, or text messages a number, got on a day; kept for two days."""

    address = models.CharField(max_length=64)  # a keyed hash
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["address", "day"], name="mail_count_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
