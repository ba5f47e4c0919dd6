"""A comment: one letter sent in, on the whole draft or on one clause."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.documents.models import Clause, Version
from consultations.notices.models import Consultation
from participation.files.models import StoredFile
from participation.text.masking import masked_name


class Comment(models.Model):
    """`body` is what the person wrote and is never rewritten by officials; `public_body` is what is shown."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Being checked")
        PUBLISHED = "published", _("Published")
        PRIVATE = "private", _("Not published, as asked")
        RETURNED = "returned", _("Returned to be changed")
        WITHHELD = "withheld", _("Not shown")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Stance(models.TextChoices):
        SUPPORT = "support", _("In favour")
        NEUTRAL = "neutral", _("Wants a change")
        OPPOSE = "oppose", _("Against")

    class Channel(models.TextChoices):
        ONLINE = "online", _("Online")
        PHONE = "phone", _("By phone")
        LETTER = "letter", _("By letter")
        HALL = "hall", _("In person")
        EMAIL = "email", _("By e-mail")

    class Reason(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("It discloses somebody else's personal data")
        ABUSE = "abuse", _("It insults or threatens somebody")
        UNLAWFUL = "unlawful", _("Its content is unlawful")
        ADVERTISING = "advertising", _("It is advertising")
        UNRELATED = "unrelated", _("It has nothing to do with the draft")
        UNREADABLE = "unreadable", _("It cannot be read or is empty of meaning")

    number = models.CharField(max_length=24, unique=True)
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="comments")
    body = models.TextField()
    public_body = models.TextField(blank=True)
    stance = models.CharField(max_length=8, choices=Stance, default=Stance.NEUTRAL)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.ONLINE)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    wants_publication = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    name = models.CharField(max_length=80, blank=True)
    contact = models.CharField(max_length=160, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="comments")
    files = models.ManyToManyField(StoredFile, related_name="comments")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withholding_reason = models.CharField(max_length=16, choices=Reason, blank=True)
    return_note = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    moderated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(body=""), name="comment_has_words"),
            models.CheckConstraint(
                condition=~Q(status="published") | (Q(wants_publication=True) & ~Q(public_body="")),
                name="comment_published_by_consent",
            ),
            models.CheckConstraint(
                condition=~Q(status="withheld") | ~Q(withholding_reason=""), name="withheld_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(return_note=""), name="returned_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consultation", "status", "-id"], name="comment_list"),
            models.Index(fields=["clause", "status", "-id"], name="comment_of_clause"),
            models.Index(fields=["status", "id"], name="comment_queue", condition=Q(status="pending")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def public_author(self) -> str:
        """The name as the public sees it: 朱**."""
        return masked_name(self.name)
