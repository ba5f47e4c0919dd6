"""A list with its filters and its order, as a person keeps it under a name."""

from typing import ClassVar

from django.db import models

from participation.accounts.models import User


class SavedView(models.Model):
    """Private to its person. `list` is the name of the list's address, `query` what the address says after it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    list = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "list", "name"], name="saved_view_named_once")
        ]

    def __str__(self) -> str:
        return self.name
