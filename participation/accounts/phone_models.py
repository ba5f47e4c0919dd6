"""The table of proved mobile numbers."""

from django.conf import settings
from django.db import models

from participation.secrets.fields import EncryptedTextField


class PhoneProof(models.Model):
    """That a mobile number is a person's own, or the code that is to show it; one a person."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phone_proof")
    number = EncryptedTextField(max_length=14)  # where the code went
    code = models.CharField(max_length=64, blank=True)  # a keyed hash; none once it was used
    tries = models.PositiveSmallIntegerField(default=0)  # wrong ones
    sent_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id}"
