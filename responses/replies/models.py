"""A reply: drafted by one official, signed off by another."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.models import Clause
from participation.accounts.models import Department
from participation.transitions import Revised
from responses.questions.models import Question


class Reply(Revised):
    """The official answer to one question; hidden until it is published."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        SUBMITTED = "submitted", _("Waiting for sign-off")
        PUBLISHED = "published", _("Published")

    question = models.OneToOneField(Question, models.PROTECT, related_name="reply")
    department = models.ForeignKey(Department, models.PROTECT, related_name="replies")
    body = models.TextField()
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    leans_on = models.ManyToManyField(Clause, related_name="replies")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    return_note = models.TextField(blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="published", published_at__isnull=False)
                | (~Q(status="published") & Q(published_at__isnull=True)),
                name="reply_published_at_matches",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")), name="reply_takes_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"


class KeptDraft(models.Model):
    """What a department had drafted before the question went to another: there again when the question comes back."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    body = models.TextField()
    leans_on = models.ManyToManyField(Clause, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "department"], name="kept_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} · {self.department_id}"
