"""Who stands in for whom, from which day to which."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation import clock
from participation.accounts.models import User
from participation.transitions import Revised


class StandInQuerySet(models.QuerySet["StandIn"]):
    """By whether it holds."""

    def standing(self) -> "StandInQuerySet":
        """Those that hold today or will, between accounts that are open."""
        return self.filter(
            ended_at=None, last_day__gte=clock.today(), person__is_active=True, deputy__is_active=True
        )

    def today(self) -> "StandInQuerySet":
        """Those that hold today."""
        return self.standing().filter(first_day__lte=clock.today())


class StandIn(Revised):
    """On these days, both included, `deputy` may do what `person` may, in their own name and on the other's behalf."""

    class Why(models.TextChoices):
        LEAVE = "leave", _("Leave")
        TRAVEL = "travel", _("Business trip")
        TRAINING = "training", _("Training")
        VACANT = "vacant", _("Post vacant")
        OTHER = "other", _("Other reason")

    person = models.ForeignKey(User, models.PROTECT, related_name="stand_ins")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="standing_in")
    first_day = models.DateField()
    last_day = models.DateField()
    why = models.CharField(max_length=10, choices=Why)
    note = models.CharField(max_length=300, blank=True)
    named_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = StandInQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["first_day", "pk"]
        indexes: ClassVar = [models.Index(fields=["last_day"], name="stand_in_by_day")]

    def __str__(self) -> str:
        return f"{self.deputy} / {self.person}"

    @property
    def holds_today(self) -> bool:
        """Between its days and not ended."""
        return self.ended_at is None and self.first_day <= clock.today() <= self.last_day
