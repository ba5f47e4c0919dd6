"""A document, its versions, its lasting clauses, and what each version says in each clause."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.documents.structure import FlatClause, Level
from participation.accounts.models import Department
from participation.transitions import Revised


class Document(Revised):
    """A text with versions and clauses, such as one set of measures from first draft to final words.

    Its header (公文要素) is filled in before the final text is published, and corrected by two people afterwards.
    """

    class Disclosure(models.TextChoices):
        """公开属性, decided when the document is made (国办发〔2016〕80号)."""

        PUBLIC = "public", _("Open to all")
        ON_REQUEST = "on_request", _("Open on request")
        WITHHELD = "withheld", _("Not open")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    department = models.ForeignKey(Department, models.PROTECT, related_name="documents")  # who drafts it
    issuer = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="issued_documents",
        verbose_name=_("Issuing authority"),
    )  # fmt: skip
    document_number = models.CharField(_("Document number"), max_length=60, blank=True)
    index_number = models.CharField(_("Index number"), max_length=60, blank=True)
    subject = models.CharField(_("Subject"), max_length=60, blank=True)
    made_on = models.DateField(_("Made on"), null=True, blank=True)
    effective_on = models.DateField(_("In force from"), null=True, blank=True)
    expires_on = models.DateField(_("In force until"), null=True, blank=True)
    effective_note = models.CharField(_("Why it is in force so soon"), max_length=300, blank=True)
    disclosure = models.CharField(_("Open to whom"), max_length=12, choices=Disclosure, blank=True)
    disclosure_reason = models.CharField(_("Why it is not open"), max_length=300, blank=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    cleared_text = models.CharField(max_length=64, blank=True)  # the digest of the text that was examined
    issued_at = models.DateTimeField(null=True)  # since when everybody reads the header
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Version(Revised):
    """One state of the text. Once published it is never changed again."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    is_final = models.BooleanField(default=False)
    source_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # it stays readable, and says why it no longer stands
    withdrawn_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(status="draft", published_at__isnull=True)
                | models.Q(status="published", published_at__isnull=False),
                name="version_published_at_matches",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Clause(models.Model):
    """What stays when the words change: comments, answers and questions hang on it."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="clauses")
    uid = models.CharField(max_length=12, unique=True)

    def __str__(self) -> str:
        return self.uid


class Passage(Revised):
    """The words of one clause in one version, where they stand and what they are called there."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="passages")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="passages")
    position = models.PositiveIntegerField()
    parent_position = models.PositiveIntegerField(null=True)
    level = models.CharField(max_length=12)
    label = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=240, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="passage_position_once"),
            models.UniqueConstraint(fields=["version", "clause"], name="clause_once_a_version"),
        ]

    def __str__(self) -> str:
        return self.path or self.label

    def flat(self) -> FlatClause:
        """As the plain clause that reading, matching and comparing work with."""
        return FlatClause(
            self.position,
            Level(self.level),
            self.label,
            self.path,
            self.heading,
            self.text,
            self.parent_position,
        )


class Comparison(models.Model):
    """What changed between two published versions, worked out once: published versions stand still."""

    old = models.ForeignKey(Version, models.CASCADE, related_name="+")
    new = models.ForeignKey(Version, models.CASCADE, related_name="+")
    rows = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["old", "new"], name="comparison_once")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"
