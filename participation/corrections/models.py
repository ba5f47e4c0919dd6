"""What was put right, or taken back, after everybody could read it."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Department


class Correction(models.Model):
    """A change to something published: proposed by one, confirmed by another. What stood before stays readable."""

    class Act(models.TextChoices):
        CORRECT = "correct", _("Corrected")
        WITHDRAW = "withdraw", _("Withdrawn")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        DROPPED = "dropped", _("Dropped")

    kind = models.CharField(max_length=40)  # of what: a name in the registry
    object_id = models.BigIntegerField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=Act)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # field: what stood there
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # field: what stands there then
    reason = models.TextField()  # for everybody to read
    stood_since = models.DateTimeField()  # since when everybody could read what stood before
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    drop_note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at=None)
                | (~Q(status="proposed") & Q(decided_at__isnull=False)),
                name="correction_decided_at_matches",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | ~Q(decided_by=F("proposed_by")),
                name="correction_takes_two",
            ),
            models.UniqueConstraint(
                fields=["kind", "object_id"], condition=Q(status="proposed"), name="one_open_correction"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "status"], name="correction_of"),
            models.Index(fields=["department", "status"], name="correction_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    def noted(self) -> dict[str, Any]:
        """What the audit and the news of it say: which one it was, and why."""
        return {"correction": self.pk, "reason": self.reason}
