"""Hearings and the other ways of hearing people, as the dossier of a decision shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from consultations.decisions.engagements.models import Engagement, EngagementParty
from consultations.decisions.hearings.models import Hearing, HearingParticipant

SHOWN = [each for each in Hearing.Status.choices if each[0] != Hearing.Status.DRAFT]


class ParticipantRow(serializers.ModelSerializer[HearingParticipant]):
    """Somebody on the list; what they said and what came of it once the record is published."""

    name = serializers.CharField(source="shown_name")

    class Meta:
        model = HearingParticipant
        fields = ("name", "kind", "side", "represents", "attended", "has_signed", "said", "result", "reason")

    def to_representation(self, row: HearingParticipant) -> dict[str, Any]:
        """Without the record while it is not public."""
        shown = super().to_representation(row)
        if row.hearing.status != Hearing.Status.CONCLUDED:
            shown |= {
                "attended": False, "has_signed": False, "said": "", "result": "", "reason": "",
            }  # fmt: skip
        return shown


class HearingRow(serializers.ModelSerializer[Hearing]):
    """One hearing that was announced."""

    id = serializers.IntegerField(source="pk")
    status = serializers.ChoiceField(choices=SHOWN)
    held_at = serializers.TimeField(format="%H:%M")
    participants = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()

    class Meta:
        model = Hearing
        fields = (
            "id", "title", "status", "about", "organiser", "price_authority", "held_on", "held_at", "place", "seats",
            "apply_until", "how_to_apply", "selection", "phone", "announced_at", "list_published_at",
            "materials_sent_on", "concluded_at", "participants", "summary",
        )  # fmt: skip

    @extend_schema_field(ParticipantRow(many=True))
    def get_participants(self, row: Hearing) -> Any:
        return ParticipantRow(row.participants.all(), many=True).data if row.list_published_at else []

    def get_summary(self, row: Hearing) -> str:
        """How it went, once the record is published."""
        return row.summary if row.status == Hearing.Status.CONCLUDED else ""


class PartyRow(serializers.ModelSerializer[EngagementParty]):
    class Meta:
        model = EngagementParty
        fields = ("group", "who", "number")


class EngagementRow(serializers.ModelSerializer[Engagement]):
    """A meeting, visit, survey or the like by which people were heard."""

    status = serializers.ChoiceField(
        choices=[each for each in Engagement.Status.choices if each[0] != Engagement.Status.DRAFT]
    )
    parties = PartyRow(many=True)
    basis = serializers.CharField(help_text="The provision that names this way of hearing people.")

    class Meta:
        model = Engagement
        fields = (
            "kind", "status", "held_on", "until", "place", "parties", "said", "outcome", "basis", "published_at",
        )  # fmt: skip
