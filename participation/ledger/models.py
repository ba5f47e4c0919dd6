"""The record: who did what (audit), what the ledger commits to (leaves), what people hold (receipts)."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AuditEntry(models.Model):
    """One act, append-only: who, when, on what, from which state to which."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    act = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40, blank=True)
    note = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "id"], name="audit_of_object"),
            models.Index(fields=["kind", "-id"], name="audit_of_kind"),
            models.Index(fields=["by", "-id"], name="audit_of_person"),
            models.Index(fields=["at"], name="audit_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.kind}:{self.object_id}"


class Leaf(models.Model):
    """A salted commitment to a row. Never text: erasing the salt makes the leaf say nothing about anybody."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id", "id"], name="leaf_of_object")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.commitment[:12]}"


class Receipt(models.Model):
    """What a person holds: a public number and a look-up code, of which only a hash is kept."""

    number = models.CharField(max_length=24, unique=True)
    code_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    leaf = models.ForeignKey(Leaf, models.PROTECT, related_name="receipts")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_receipt_each")
        ]

    def __str__(self) -> str:
        return self.number


class IdempotencyRecord(models.Model):
    """An answer already given to an idempotency key, sealed with a key derived from the client's own."""

    key_hash = models.CharField(max_length=64, unique=True)
    body_hash = models.CharField(max_length=64)
    sealed = models.BinaryField(default=bytes)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "participation_acceptedonce"

    def __str__(self) -> str:
        return self.key_hash[:12]
