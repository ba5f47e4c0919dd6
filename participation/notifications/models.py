"""What waits for whom, and how each person wants to be told."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Why somebody is told. Stored, and shown as the kinds of the list."""

    ORDERED = "ordered", pgettext_lazy("notification", "Ordered")
    OVERDUE = "overdue", pgettext_lazy("notification", "Overdue")
    RETURNED = "returned", pgettext_lazy("notification", "Returned")
    DUE_SOON = "due_soon", pgettext_lazy("notification", "Due soon")
    SECOND_PERSON = "second_person", pgettext_lazy("notification", "Awaits a second person")
    PUBLICATION = "publication", pgettext_lazy("notification", "Awaits publication")
    NEW = "new", pgettext_lazy("notification", "New")
    DECIDED = "decided", pgettext_lazy("notification", "For information")


class Way(models.TextChoices):
    """How mail comes."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the morning")
    NONE = "none", _("Not by mail")


class Sent(models.TextChoices):
    """How somebody was told."""

    MAIL = "mail", "mail"
    DIGEST = "digest", "digest"


class Notification(models.Model):
    """One matter that waits for one person, however many events tell of it.

    `words` is what is to be done, as the catalogue knows it; `data` fills it in, by language.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=16, choices=Kind)
    matter = models.CharField(max_length=40)  # a name in the registry
    object_id = models.BigIntegerField()
    about = models.CharField(max_length=60)  # the thing behind it: what two matters can be of
    words = models.CharField(max_length=300)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    unit = models.CharField(max_length=8, blank=True)  # in which days its term is counted
    at = models.DateTimeField()
    occasion = models.CharField(max_length=100)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)
    sent_as = models.CharField(max_length=8, choices=Sent, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "occasion"], name="notified_once_of_an_occasion"),
            models.UniqueConstraint(
                fields=["matter", "object_id", "person"],
                condition=Q(done_at=None),
                name="one_open_notification",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at=None, sent_as="") | Q(mailed_at__isnull=False) & ~Q(sent_as=""),
                name="notification_mailed_somehow",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="notification_list"),
            models.Index(
                fields=["person"], condition=Q(done_at=None, read_at=None), name="notification_unread"
            ),
            models.Index(
                fields=["person"], condition=Q(done_at=None, mailed_at=None), name="notification_unsent"
            ),
            models.Index(
                fields=["person", "mailed_at"], condition=Q(mailed_at__isnull=False), name="notification_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.object_id} {self.person_id}"


class NewsChoice(models.Model):
    """How one person wants to be told; what they did not choose is as `choices.DEFAULT` has it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="news_choice")
    ways = models.JSONField(default=dict)  # group: way
    texted = models.JSONField(default=list)  # the groups told by text message too, and `steps`

    def __str__(self) -> str:
        return f"{self.person_id}"
