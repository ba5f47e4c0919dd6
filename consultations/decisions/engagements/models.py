"""The other ways of hearing people (decree 713, article 14; 国办发〔2019〕54号): who was heard, and what came of it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.decisions.bases import basis_of
from consultations.decisions.models import DECREE, Decision, DecisionStage
from participation.files.models import StoredFile
from participation.transitions import Revised

OPENNESS = "《国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见》（国办发〔2019〕54号）"


class EngagementFile(models.TextChoices):
    """What a file of it is: for everybody, or kept on file."""

    PUBLIC = "engagement_public", _("For everybody")
    INSIDE = "engagement_inside", _("Kept on file, such as a sign-in sheet")


class Engagement(Revised):
    """One meeting, visit, survey or the like by which people were heard on a matter."""

    class Kind(models.TextChoices):
        FORUM = "forum", _("Discussion meeting")
        SITE_VISIT = "site_visit", _("Visit on the spot")
        WRITTEN = "written", _("Opinions asked for in writing")
        QUESTIONNAIRE = "questionnaire", _("Questionnaire")
        POLL = "poll", _("Opinion poll")
        TALKS = "talks", _("Talks with a group concerned")
        ATTENDANCE = "attendance", _("Attendance at a government meeting")
        OTHER = "other", _("Another way")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="engagements")
    kind = models.CharField(_("way of hearing"), max_length=16, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    held_on = models.DateField(_("held on"))
    until = models.DateField(_("last day, where it took several"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=240, blank=True)
    said = models.TextField(_("what was said"), blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    files = models.ManyToManyField(StoredFile, related_name="engagements")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["held_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | (~Q(status="draft") & Q(published_at__isnull=False)),
                name="engagement_published_at_matches",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("held_on")),
                name="engagement_ends_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on:%Y-%m-%d}"

    @property
    def basis(self) -> str:
        """Where the law has this way of hearing people."""
        if self.kind == self.Kind.ATTENDANCE:
            return OPENNESS
        if self.decision.kind == Decision.Kind.MAJOR_DECISION:
            return f"{DECREE}第十四条"
        return basis_of(self.decision, DecisionStage.Stage.PUBLIC_PARTICIPATION)

    @property
    def last_day(self) -> date:
        """The day on which it was over."""
        return self.until or self.held_on


class EngagementParty(models.Model):
    """A group of people who were heard, with their number."""

    class Group(models.TextChoices):
        RESIDENTS = "residents", _("Residents and villagers")
        INTERESTED = "interested", _("Persons concerned")
        BUSINESS = "business", _("Businesses")
        ASSOCIATION = "association", _("Trade associations and chambers of commerce")
        SPECIAL_GROUP = "special_group", _("People's organisations and groups concerned")
        REPRESENTATIVES = "representatives", _("Representatives of the public")
        DEPUTIES = "deputies", _("Deputies and members of the consultative conference")
        EXPERTS = "experts", _("Experts")
        MEDIA = "media", _("Media")

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="parties")
    ordinal = models.PositiveSmallIntegerField()
    group = models.CharField(_("group"), max_length=16, choices=Group)
    who = models.CharField(_("who they are"), max_length=200)
    number = models.PositiveIntegerField(_("number of people"))

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engagement", "ordinal"], name="engagement_party_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="engagement_party_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.who
