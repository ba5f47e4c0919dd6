"""The policy interpretation: a plain explanation of a document, linked to it both ways."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models import Document, Version
from participation.accounts.models import Department
from participation.transitions import Revised


class Interpretation(Revised):
    """An explanation in parts; questions are asked from it and answered on it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    document = models.ForeignKey(Document, models.PROTECT, related_name="interpretations")
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="interpretations"
    )  # the text it explains
    department = models.ForeignKey(Department, models.PROTECT, related_name="interpretations")
    summary = models.TextField(_("summary"), blank=True)
    source = models.CharField(_("source"), max_length=160, blank=True)
    chief_interpreter = models.CharField(_("chief interpreter"), max_length=120, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    views = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | (~Q(status="draft") & Q(published_at__isnull=False)),
                name="interpretation_published_at_matches",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "-published_at", "-id"], name="interpretation_newest")
        ]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """One of the parts that an interpretation has, in its order."""

    class Kind(models.TextChoices):
        BACKGROUND = "background", _("Background")
        BASIS = "basis", _("Basis")
        GOALS = "goals", _("Goals")
        MAIN = "main", _("Main points")
        SCOPE = "scope", _("Who and what it applies to")
        STANDARDS = "standards", _("Standards")
        NOTES = "notes", _("What to watch for")
        KEY_TERMS = "key_terms", _("Key terms")
        BENEFITS = "benefits", _("What people gain")
        DIFFERENCES = "differences", _("What is new")

    interpretation = models.ForeignKey(Interpretation, models.CASCADE, related_name="parts")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    body = models.TextField()  # HTML, cleaned on write

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interpretation", "ordinal"], name="part_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.heading or str(self.get_kind_display())
