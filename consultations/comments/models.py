"""A comment: one letter sent in, on the whole draft or on one clause; and the points within it, weighed one by one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.documents.models import Clause, Version
from consultations.notices.models import Consultation
from participation.delivery.contacts import as_matched
from participation.files.models import StoredFile
from participation.secrets.fields import EncryptedTextField
from participation.secrets.matching import LastOf
from participation.text.masking import mask_personal, masked_name
from participation.transitions import Revised


class Comment(Revised):
    """`body` is what the person wrote and is never rewritten by officials; `public_body` is what is shown."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Being checked")
        PUBLISHED = "published", _("Published")
        PRIVATE = "private", _("Not published, as asked")
        RETURNED = "returned", _("Returned to be changed")
        WITHHELD = "withheld", _("Not shown")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Stance(models.TextChoices):
        NONE = "", _("No stance given")
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
    stance = models.CharField(max_length=8, choices=Stance, default=Stance.NONE, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.ONLINE)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    wants_publication = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default="zh-hans")
    name = EncryptedTextField(max_length=80, blank=True)
    contact = EncryptedTextField(max_length=160, blank=True, matched_by=as_matched)
    hides_name = models.BooleanField(default=False)  # as the author wants it, for all that is theirs
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
            models.Index(LastOf("contact"), name="comment_contact"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def public_author(self) -> str:
        """The name as the public sees it: 朱**."""
        return masked_name("" if self.hides_name else self.name)

    @property
    def mail_language(self) -> str:
        """The language of mails about it: as the author chose for all, else as it was sent."""
        return (self.author.language if self.author else "") or self.language


class Opinion(Revised):
    """One point within a comment and what became of it."""

    class Disposition(models.TextChoices):
        OPEN = "open", _("Being weighed")
        ADOPTED = "adopted", _("Adopted")
        PARTLY_ADOPTED = "partly_adopted", _("Partly adopted")
        NOT_ADOPTED = "not_adopted", _("Not adopted")
        OUT_OF_SCOPE = "out_of_scope", _("Outside this consultation")
        NOT_CONSIDERED = "not_considered", _("Not considered")

    class ReasonCode(models.TextChoices):
        EMPTY = "empty", _("Without content")
        UNLAWFUL = "unlawful", _("Unlawful content")
        NO_OPINION = "no_opinion", _("Holds no opinion")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="opinions")
    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="opinions")
    ordinal = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)  # empty: the whole comment
    disposition = models.CharField(max_length=16, choices=Disposition, default=Disposition.OPEN)
    reason = models.TextField(blank=True)
    reason_code = models.CharField(max_length=12, choices=ReasonCode, blank=True)
    changed_clause = models.ForeignKey(Clause, models.PROTECT, null=True, related_name="opinions_behind")
    disposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    disposed_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["comment_id", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "ordinal"], name="opinion_ordinal_once"),
            models.CheckConstraint(
                condition=Q(disposition__in=["open", "adopted"]) | ~Q(reason=""), name="opinion_says_why"
            ),
            models.CheckConstraint(
                condition=Q(disposition="open") | Q(disposed_by__isnull=False, disposed_at__isnull=False),
                name="opinion_disposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(disposition="not_considered")
                | (~Q(reason_code="") & Q(proposed_by__isnull=False) & ~Q(proposed_by=F("disposed_by"))),
                name="not_considered_takes_two",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consultation", "disposition", "id"], name="opinion_list"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}/{self.ordinal}"

    @property
    def public_text(self) -> str:
        """The point as everybody may read it. Empty when it is the whole comment, and when a moderator hid a passage
        of the comment and this point does not stand in what is left."""
        text, shown = mask_personal(self.text), self.comment.public_body
        return "" if "█" in shown and text not in shown else text
