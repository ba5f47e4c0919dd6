"""A question to the government, asked about anything, and the steps it takes."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.models import Clause, Consultation, Document
from participation.accounts.models import Department
from participation.deadlines.models import Deadline
from participation.delivery.contacts import as_matched
from participation.files.models import StoredFile
from participation.secrets.fields import EncryptedTextField
from participation.secrets.matching import LastOf
from participation.text.masking import masked_name
from participation.transitions import Revised


class Question(Revised):
    """`body` is what the person wrote; it is shown only with consent and after a person has checked it."""

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", _("Question")
        COMPLAINT = "complaint", _("Complaint")
        SUGGESTION = "suggestion", _("Suggestion")
        HELP = "help", _("Call for help")

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("Received")
        ASSIGNED = "assigned", _("With the department")
        PAUSED = "paused", _("Paused")
        ANSWERED = "answered", _("Answered")
        DECLINED = "declined", _("Not accepted")
        MERGED = "merged", _("Joined to another question")

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("question"))
    public_title = models.CharField(max_length=120, blank=True)
    public_body = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.SUBMITTED)
    is_public = models.BooleanField(default=False)  # consented to and checked by a person
    wants_publication = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    name = EncryptedTextField(max_length=80, blank=True)
    contact = EncryptedTextField(max_length=160, blank=True, matched_by=as_matched)
    hides_name = models.BooleanField(default=False)  # as the author wants it, for all that is theirs
    place = models.CharField(_("place"), max_length=120, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="questions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="questions")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="questions")
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, related_name="questions")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="questions")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="questions")
    interpretation = models.ForeignKey(
        "responses.Interpretation", models.PROTECT, null=True, related_name="questions"
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    submitted_at = models.DateTimeField()
    deadline = models.OneToOneField(
        Deadline, models.PROTECT, null=True, related_name="+", db_column="clock_id"
    )  # none for imported history
    due_on = models.DateField()  # follows the deadline, so that one index serves a department's list
    due_is_provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(body="") & ~Q(title=""), name="question_has_words"),
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(wants_publication=True) & ~Q(public_body="")),
                name="question_public_by_consent",
            ),
            models.CheckConstraint(
                condition=~Q(status="merged") | Q(merged_into__isnull=False), name="merged_names_the_other"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["assigned", "paused", "answered"]) | Q(department__isnull=False),
                name="question_with_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["answered", "declined", "merged"]) | Q(closed_at__isnull=False),
                name="question_closed_at_is_kept",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_public", "status", "-id"], name="question_public_list"),
            models.Index(fields=["department", "status", "due_on"], name="question_by_clock"),
            models.Index(LastOf("contact"), name="question_contact"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def public_author(self) -> str:
        """The name as the public sees it."""
        return masked_name("" if self.hides_name else self.name)

    @property
    def mail_language(self) -> str:
        """The language of mails about it: as the author chose for all, else as it was sent."""
        return (self.author.language if self.author else "") or self.language

    @property
    def shown_title(self) -> str:
        """The title as it may be shown to everyone, once checked; the person's own words before that."""
        return self.public_title or self.title


class QuestionStep(models.Model):
    """One step on a question's way, with its date and department, as everyone may read it."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    step = models.CharField(max_length=20)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.step
