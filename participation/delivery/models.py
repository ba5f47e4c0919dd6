"""The outbox: the one queue of our own. Written with the act, delivered at least once."""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.Model):
    """Something that happened, such as `question.answered`. Append-only."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.kind}:{self.object_id}"


class Errand(models.Model):
    """One thing to be done because of an event: by whom (handler), when, and whether it was."""

    handler = models.CharField(max_length=120)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="errands")
    dedupe_key = models.CharField(max_length=160, unique=True)
    slow = models.BooleanField(default=False)
    available_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["slow", "available_at"],
                name="errand_due",
                condition=models.Q(done_at__isnull=True, parked_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.dedupe_key}"
