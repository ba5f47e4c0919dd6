"""Who said to be on something in a list that several share."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Claim(models.Model):
    """A courtesy among colleagues: it locks nothing, gives no right, and is no part of any record."""

    kind = models.CharField(max_length=20)  # as a list of the desk is called
    object_id = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="claimed_by_one"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.by}"
