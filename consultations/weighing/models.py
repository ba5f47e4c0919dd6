"""Opinions: the points within a comment, which officials weigh one by one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.comments.models import Comment
from consultations.documents.models import Clause
from consultations.notices.models import Consultation
from participation.text.masking import mask_personal


class Opinion(models.Model):
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
