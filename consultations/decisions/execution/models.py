"""What becomes of a decided matter's execution (decree 713, article 37), as the organ decided."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.decisions.models import Decision
from participation.files.models import StoredFile
from participation.transitions import Revised


class ExecutionChange(Revised):
    """One decision on the execution; it counts, and is public, once a second person has confirmed it."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", _("Execution suspended")
        RESUMED = "resumed", _("Execution resumed")
        ADJUSTED = "adjusted", _("Decision adjusted")
        ENDED = "ended", _("Execution ended")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Not confirmed")

    class Ground(models.TextChoices):
        """When the executing unit reports to the deciding organ (article 35), and the head may suspend (article 37)."""

        PROBLEMS = "problems", _("The decision is found to have problems")
        CIRCUMSTANCES = "circumstances", _("Circumstances have changed greatly")
        FORCE_MAJEURE = "force_majeure", _("Force majeure or the like gravely affects what it aims at")

    class Decider(models.TextChoices):
        HEAD = "head", _("The head of the deciding organ, as it was urgent")
        MEETING = "meeting", _("The deciding organ, by the procedure prescribed")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="execution_changes")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    ground = models.CharField(max_length=16, choices=Ground, blank=True)
    decided_by = models.CharField(max_length=8, choices=Decider)
    decided_on = models.DateField()
    document_name = models.CharField(max_length=200)
    public_note = models.TextField()
    files = models.ManyToManyField(
        StoredFile, related_name="execution_changes", blank=True
    )  # they stay inside
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(status="proposed"), name="one_execution_change_waits"
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False),
                name="execution_change_confirmed_at_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
