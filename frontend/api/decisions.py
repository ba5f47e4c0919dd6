"""Decisions: the list, and the dossier of one: its stages with their results, and what hangs on it."""

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.decisions.engagements.policies import visible_to as visible_engagements
from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.execution.queries import confirmed_changes
from consultations.decisions.hearings.policies import visible_to as visible_hearings
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.nature import traits_of
from consultations.decisions.policies import visible_to
from consultations.decisions.queries import INSIDE_ONLY, Standing, standing_of, way_of
from consultations.documents.models import Document, Version
from consultations.notices.policies import visible_to as visible_consultations
from consultations.notices.traits import Trait
from frontend.api.base import View
from frontend.api.consultations import ConsultationRow
from frontend.api.corrections import CorrectionRow, corrections_of
from frontend.api.fields import Place
from frontend.api.filters import ApiFilter, department, words
from frontend.api.hearings import EngagementRow, HearingRow
from frontend.api.interpretations import DocumentToday
from frontend.shared.dossier_marks import label_of
from frontend.shared.stage_records import lines_of
from responses.interpretations.policies import visible_to as visible_interpretations
from responses.models import Interpretation

Round = DecisionStage.Status
SHOWN = [each for each in Decision.Status.choices if each[0] != Decision.Status.DRAFT]


class DecisionRow(serializers.ModelSerializer[Decision]):
    department = Place()
    status = serializers.ChoiceField(choices=SHOWN)
    execution = serializers.ChoiceField(choices=Decision.Execution.choices, allow_blank=True)

    class Meta:
        model = Decision
        fields: tuple[str, ...] = (
            "slug", "title", "kind", "status", "execution", "department", "planned_on", "published_at",
        )  # fmt: skip


class Particular(serializers.Serializer[Any]):
    """One thing that the law wants said of a stage."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()


class ExecutionRow(serializers.ModelSerializer[ExecutionChange]):
    """What the deciding organ decided on the execution of what was decided."""

    note = serializers.CharField(source="public_note")

    class Meta:
        model = ExecutionChange
        fields = ("kind", "ground", "decided_by", "decided_on", "document_name", "note", "confirmed_at")


class StageRow(serializers.ModelSerializer[DecisionStage]):
    """One round of a stage; `held_on` is the day of a hearing or meeting."""

    status = serializers.ChoiceField(choices=[each for each in Round.choices if each[0] not in INSIDE_ONLY])
    note = serializers.CharField(source="public_note")
    basis = serializers.CharField(help_text="The provision under which a stage was left out.")
    particulars = serializers.SerializerMethodField()
    label = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = DecisionStage
        fields = (
            "stage", "label", "round", "status", "result", "begun_on", "held_on", "done_on", "document_name",
            "ground", "basis", "note", "particulars",
        )  # fmt: skip

    def get_label(self, row: DecisionStage) -> str:
        """What the stage is called in a matter of this kind."""
        return label_of(row.stage, row.decision.kind)

    @extend_schema_field(Particular(many=True))
    def get_particulars(self, row: DecisionStage) -> Any:
        return [{"label": label, "value": value} for label, value, _public in lines_of(row, inside=False)]


class StandingRow(serializers.Serializer[Any]):
    """Where one stage stands, of those that the matter has taken or needs."""

    stage = serializers.ChoiceField(choices=DecisionStage.Stage.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    standing = serializers.ChoiceField(choices=Standing.choices)


class TheInterpretation(serializers.ModelSerializer[Interpretation]):
    class Meta:
        model = Interpretation
        fields = ("slug", "title", "published_at")


class Dossier(DecisionRow):
    stages = StageRow(many=True)
    way = serializers.SerializerMethodField()
    traits = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()
    consultations = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()
    interpretations = serializers.SerializerMethodField()
    hearings = serializers.SerializerMethodField()
    engagements = serializers.SerializerMethodField()
    execution_changes = serializers.SerializerMethodField()

    class Meta(DecisionRow.Meta):
        fields = (
            *DecisionRow.Meta.fields, "decision_authority", "summary", "legal_basis", "traits", "classification_note",
            "public_note", "stages", "way", "consultations", "documents", "interpretations", "hearings", "engagements",
            "execution_changes", "corrections",
        )  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Trait.choices)))
    def get_traits(self, row: Decision) -> list[str]:
        return traits_of(row)

    @extend_schema_field(StandingRow(many=True))
    def get_way(self, row: Decision) -> Any:
        return [
            {"stage": step.stage, "label": label_of(step.stage, row.kind), "standing": standing_of(row, step)}
            for step in way_of(row)
        ]

    @extend_schema_field(CorrectionRow(many=True))
    def get_corrections(self, row: Decision) -> Any:
        return corrections_of(("decision", row.pk))

    @extend_schema_field(ConsultationRow(many=True))
    def get_consultations(self, row: Decision) -> Any:
        rows = visible_consultations(None).filter(decisions=row).order_by("-closes_at")
        return ConsultationRow(rows, many=True).data

    @extend_schema_field(DocumentToday(many=True))
    def get_documents(self, row: Decision) -> Any:
        published = Version.objects.filter(status=Version.Status.PUBLISHED)
        rows = Document.objects.filter(decisions=row, versions__in=published).distinct()
        return DocumentToday(rows.order_by("id").prefetch_related("versions"), many=True).data

    @extend_schema_field(TheInterpretation(many=True))
    def get_interpretations(self, row: Decision) -> Any:
        rows = visible_interpretations(None).filter(document__decisions=row).distinct()
        return TheInterpretation(rows.order_by("-id"), many=True).data

    @extend_schema_field(HearingRow(many=True))
    def get_hearings(self, row: Decision) -> Any:
        rows = visible_hearings(None).filter(decision=row).prefetch_related("participants__hearing")
        return HearingRow(rows.order_by("id"), many=True).data

    @extend_schema_field(EngagementRow(many=True))
    def get_engagements(self, row: Decision) -> Any:
        rows = visible_engagements(None).filter(decision=row).prefetch_related("parties")
        return EngagementRow(rows.order_by("held_on", "id"), many=True).data

    @extend_schema_field(ExecutionRow(many=True))
    def get_execution_changes(self, row: Decision) -> Any:
        return ExecutionRow(confirmed_changes(row), many=True).data


class DecisionFilter(ApiFilter):
    status = filters.ChoiceFilter(choices=SHOWN)
    kind = filters.ChoiceFilter(choices=Decision.Kind.choices)
    department = department()
    q = words("title", "summary")


class Decisions(View):
    """All decisions on public record, newest first."""

    serializer_class = DecisionRow
    filterset_class = DecisionFilter
    queryset = Decision.objects.none()

    def get(self, request: Request) -> Response:
        return self.listed(visible_to(None))


class OneDecisionView(View):
    """The dossier of one decision: its stages with their results, its consultations, texts and interpretations."""

    serializer_class = Dossier

    def get(self, request: Request, slug: str) -> Response:
        stages = Prefetch("stages", DecisionStage.objects.exclude(status__in=INSIDE_ONLY).order_by("id"))
        return Response(
            self.get_serializer(get_object_or_404(visible_to(None).prefetch_related(stages), slug=slug)).data
        )
