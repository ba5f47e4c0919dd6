"""A file that somebody attached: checked by content, stored under a name nobody can guess, served as a download."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """`name` is what the person called it; where it lies on disk says nothing."""

    class Verdict(models.TextChoices):
        UNSCANNED = "unscanned", _("Not scanned")
        CLEAN = "clean", _("Clean")

    token = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=160)
    content = models.FileField(upload_to="files/%Y/%m/", max_length=200)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.UNSCANNED)
    is_public = models.BooleanField(default=False)  # a person has looked: shown with what it hangs on
    purpose = models.CharField(max_length=24, blank=True)  # a code of the room that keeps it
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_holds_something"),
        ]

    def __str__(self) -> str:
        return self.name
