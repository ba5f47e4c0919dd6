"""A hearing (听证会) of a matter: its announcement, who takes part, what each said and what came of it.

In a file of their own, like the other ways of hearing people: the dossier knows nothing of them but the stage that
follows from them.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.decisions.models import Decision, DecisionStage
from consultations.notices.models import Consultation
from participation.files.models import StoredFile
from participation.text.masking import masked_name
from participation.transitions import Revised


class HearingFile(models.TextChoices):
    """What a file of a hearing is. The first four are public, the signed pages are kept on file."""

    DRAFT = "hearing_draft", _("Draft that is heard")
    NOTE = "hearing_note", _("Note on the draft")
    MATERIAL = "hearing_material", _("Other material of the hearing")
    RECORD = "hearing_record", _("Record of the hearing")
    SIGNED = "hearing_signed", _("Record with the participants' signatures")


class Hearing(Revised):
    """One hearing. That it was held is read off its record; there is at most one at a time that is not over."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        ANNOUNCED = "announced", _("Announced, to be held")
        CONCLUDED = "concluded", _("Held, record published")
        CALLED_OFF = "called_off", _("Called off")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="hearings")
    stage = models.OneToOneField(DecisionStage, models.PROTECT, null=True, related_name="hearing")
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)

    title = models.CharField(_("topic of the hearing"), max_length=200)
    about = models.TextField(_("what is put up for hearing"), blank=True)
    organiser = models.CharField(_("organised by"), max_length=160)
    price_authority = models.CharField(_("price authority that presides"), max_length=160, blank=True)
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="hearings"
    )
    held_on = models.DateField(_("day of the hearing"))
    held_at = models.TimeField(_("hour"))
    place = models.CharField(_("place"), max_length=240, blank=True)
    seats = models.PositiveSmallIntegerField(_("number of participants"), default=0)
    sides = models.TextField(_("sides concerned"), blank=True)  # one a line
    selection = models.TextField(_("rules of selection"), blank=True)
    how_to_apply = models.TextField(_("how to apply"), blank=True)
    apply_until = models.DateField(_("last day to apply"))
    phone = models.CharField(_("phone"), max_length=120, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="hearings")

    presider = models.CharField(_("presided by"), max_length=120, blank=True)
    recorder = models.CharField(_("recorded by"), max_length=120, blank=True)
    summary = models.TextField(_("course and result of the hearing"), blank=True)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    announced_at = models.DateTimeField(null=True)
    list_published_at = models.DateTimeField(null=True)
    materials_sent_on = models.DateField(null=True)  # the day of the entry itself
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(status__in=["draft", "announced"]),
                name="one_hearing_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["announced", "concluded"])
                | Q(announced_at__isnull=False, stage__isnull=False),
                name="hearing_announced_at_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(status="concluded")
                | Q(
                    concluded_at__isnull=False,
                    list_published_at__isnull=False,
                    materials_sent_on__isnull=False,
                ),
                name="hearing_concluded_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_price(self) -> bool:
        """Whether it is about a price that the government sets (价格法, article 23)."""
        return bool(self.price_authority)

    @property
    def side_names(self) -> list[str]:
        """The sides concerned, each of which is to be represented."""
        return list(dict.fromkeys(line.strip() for line in self.sides.splitlines() if line.strip()))

    @property
    def is_public(self) -> bool:
        """Whether it was ever announced, by itself; its matter may still be hidden."""
        return self.announced_at is not None


class HearingParticipant(models.Model):
    """Somebody who takes part (听证参加人): on the list before the hearing, in the record after it."""

    class Kind(models.TextChoices):
        CONCERNED = "concerned", _("Person concerned")
        BUSINESS = "business", _("Business or its association")
        PUBLIC = "public", _("Representative of the public")
        EXPERT = "expert", _("Expert")
        DEPUTY = "deputy", _("Deputy or member of the consultative conference")
        OTHER = "other", _("Other participant")

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY_ADOPTED = "partly_adopted", _("Partly adopted")
        NOT_ADOPTED = "not_adopted", _("Not adopted")
        EXPLAINED = "explained", _("Explained")

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="participants")
    ordinal = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=60)
    is_masked = models.BooleanField(_("show the surname only"), default=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    side = models.CharField(_("side"), max_length=120)
    represents = models.CharField(_("whom they represent"), max_length=200)

    attended = models.BooleanField(_("attended"), default=False)
    has_signed = models.BooleanField(_("has confirmed and signed the record"), default=False)
    remark = models.CharField(_("why not attended or not signed"), max_length=300, blank=True)
    said = models.TextField(_("what they said"), blank=True)
    result = models.CharField(_("what came of it"), max_length=16, choices=Result, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hearing", "ordinal"], name="hearing_participant_once"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """As everybody reads it."""
        return masked_name(self.name) if self.is_masked else self.name
