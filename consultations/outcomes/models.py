"""The feedback: what was asked, what people said, what was done, and the figures that close."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.notices.models import Consultation
from participation.transitions import Revised


class Feedback(Revised):
    """The published report on the comments of one consultation; a draft until both sums close."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="feedback")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    asked = models.TextField(_("We asked"), blank=True)
    said = models.TextField(_("You said"), blank=True)
    did = models.TextField(_("We did"), blank=True)
    counts = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="feedback_published_at_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}"
