"""The record: who did what (audit), what the ledger commits to (leaves and their tree), what people hold (receipts)."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now


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
    """A salted commitment to a row. Never text: erasing the salt makes the leaf say nothing about anybody.

    `at` is when it was, `written_at` when the database wrote it: history is brought in later than it happened.
    """

    class Step(models.TextChoices):
        FIRST = "first"
        AGAIN = "again"
        ERASURE = "erasure"  # the row is gone by an act
        FORGOTTEN = "forgotten"  # what it said of a person is gone by an act
        BACKFILLED = "backfilled"  # the row is older than the leaf
        STATEMENT = "statement"  # what the log says of itself, in the open

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    step = models.CharField(max_length=10, choices=Step, db_default=Step.AGAIN)
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, blank=True)
    seal = models.CharField(max_length=32, blank=True, db_default="")
    says = models.JSONField(null=True)  # in the open, or what ordered an erasure
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())
    position = models.BigIntegerField(null=True, unique=True)  # in the tree, from 0 on

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id", "id"], name="leaf_of_object"),
            models.Index(fields=["id"], name="leaf_pending", condition=models.Q(position=None)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="one_first_leaf_each",
                condition=models.Q(step__in=["first", "backfilled"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.commitment[:12]}"


class Log(models.Model):
    """The one tree over the leaves. Its origin is fixed with its first entry."""

    origin = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    adopted_until = models.BigIntegerField(default=0)  # leaves up to this id came before the tree: no seal
    adopted = models.BigIntegerField(default=0)  # how many these were; they stand right after the first entry

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_log")]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class Subtree(models.Model):
    """The hash over a full tile: 256 entries on level 0, 256 full tiles of the level below on every other."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "index"], name="one_hash_each_tile")
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed head of the tree, as it was handed out. Append-only."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size}"


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
