"""The consultation: its kind, its period, the ways to comment, and its running counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.documents.models import Document, Version
from participation.accounts.models import Department
from participation.corrections.models import Correction
from participation.files.models import StoredFile
from participation.transitions import Revised


class Consultation(Revised):
    """A public call for comments on a draft. Status is decided and stored; upcoming, open and closed are computed."""

    class Kind(models.TextChoices):
        MAJOR_DECISION = "major_decision", _("Major decision")
        NORMATIVE_DOCUMENT = "normative_document", _("Normative document")
        BUSINESS_RELATED = "business_related", _("Business-related document")
        OTHER = "other", _("Other matter")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        SUSPENDED = "suspended", _("Suspended")
        CONCLUDED = "concluded", _("Concluded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    department = models.ForeignKey(Department, models.PROTECT, related_name="consultations")
    document = models.ForeignKey(Document, models.PROTECT, related_name="consultations")
    draft_version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    final_version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)

    summary = models.TextField(_("summary in plain words"), blank=True)
    drafting_note = models.TextField(_("drafting note"), blank=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # what it is about besides its kind: names of `traits.CONCERNS`
    concerns = models.JSONField(_("what it is about"), default=list, blank=True)
    # why it is no major decision and no normative document, where no dossier says so
    classification_note = models.TextField(_("why it is neither"), blank=True)
    shortening_ground = models.CharField(_("ground for a shorter period"), max_length=12, blank=True)
    shortening_reason = models.TextField(_("reason for a shorter period"), blank=True)
    minimum_period = models.CharField(
        max_length=40, blank=True
    )  # e.g. "A1 30 calendar", as told at publication
    legal_basis = models.CharField(max_length=300, blank=True)

    phone = models.CharField(_("phone"), max_length=120, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=240, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hall = models.CharField(_("counter or meeting"), max_length=240, blank=True)

    files = models.ManyToManyField(StoredFile, related_name="consultations")
    feedback_due_on = models.DateField(null=True)
    public_note = models.TextField(blank=True)
    suspended_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="closes_after_it_opens"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="closes_at_after_opens_at"),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | (~Q(status="draft") & Q(published_at__isnull=False)),
                name="consultation_published_at_matches",
            ),
            models.CheckConstraint(
                condition=~Q(status="concluded") | Q(concluded_at__isnull=False), name="concluded_at_is_kept"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "closes_at"], name="consultation_by_close"),
            models.Index(fields=["-closes_at", "-id"], name="consultation_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeChange(models.Model):
    """What happened to a notice after it was published, as everybody may read it. Append-only."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", _("Period extended")
        CORRECTED = "corrected", _("Notice corrected")
        RESTARTED = "restarted", _("Text changed, period begun anew")
        TEXT_CHANGED = "text_changed", _("Text changed, period not begun anew")
        SUSPENDED = "suspended", _("Suspended")
        RESUMED = "resumed", _("Resumed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REOPENED = "reopened", _("Feedback taken back")

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    note = models.TextField()
    closed_on_before = models.DateField(null=True)
    closes_on_now = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    correction = models.ForeignKey(
        Correction, models.PROTECT, null=True, related_name="+"
    )  # what it read before

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(note=""), name="notice_change_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class Counter(models.Model):
    """A count kept in the transaction; several slots for one name, so that many may count at once."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="counters")
    name = models.CharField(max_length=40)
    slot = models.PositiveSmallIntegerField(default=0)
    value = models.IntegerField(default=0)

    class Meta:
        db_table = "consultations_tally"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "name", "slot"], name="tally_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
