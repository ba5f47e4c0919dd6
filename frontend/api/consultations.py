"""Consultations: the list, one with its clauses and counts, and the feedback."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.documents.queries import passages
from consultations.models import Consultation, Feedback
from consultations.notices.counters import clause_counts, counts_of
from consultations.notices.phases import Phase, in_phase, phase_of
from consultations.notices.policies import visible_to
from consultations.notices.traits import CONCERNS
from consultations.weighing.policies import public_counts
from frontend.api.base import View
from frontend.api.corrections import CorrectionRow, corrections_of
from frontend.api.fields import Place
from frontend.api.filters import ApiFilter, department, words

PUBLIC_PHASES = [choice for choice in Phase.choices if choice[0] != Phase.DRAFT]


class ConsultationRow(serializers.ModelSerializer[Consultation]):
    phase = serializers.SerializerMethodField()
    department = Place()

    class Meta:
        model = Consultation
        fields: tuple[str, ...] = ("slug", "title", "kind", "phase", "opens_at", "closes_at", "department")

    @extend_schema_field(serializers.ChoiceField(choices=PUBLIC_PHASES))
    def get_phase(self, row: Consultation) -> str:
        return phase_of(row).value


class ClauseText(serializers.Serializer[Any]):
    """A clause of the draft; `id` lasts through all versions, `text` excludes the label."""

    id = serializers.CharField()
    level = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    path = serializers.CharField()
    heading = serializers.CharField()
    text = serializers.CharField()
    comments = serializers.IntegerField(help_text="how many comments were sent on it")


class Counts(serializers.Serializer[Any]):
    """Two sums that close: received = the next six; opinions = the last six, all `open` before the feedback is out."""

    received = serializers.IntegerField()
    published = serializers.IntegerField()
    private = serializers.IntegerField()
    pending = serializers.IntegerField()
    returned = serializers.IntegerField()
    withheld = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    opinions = serializers.IntegerField()
    adopted = serializers.IntegerField()
    partly_adopted = serializers.IntegerField()
    not_adopted = serializers.IntegerField()
    out_of_scope = serializers.IntegerField()
    not_considered = serializers.IntegerField()
    open = serializers.IntegerField()


class OneConsultation(ConsultationRow):
    document = serializers.SlugRelatedField(slug_field="slug", read_only=True)  # type: ignore[var-annotated]
    clauses = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()
    concerns = serializers.ListField(
        child=serializers.ChoiceField(choices=[(each.value, each.label) for each in CONCERNS])
    )

    class Meta(ConsultationRow.Meta):
        fields = (
            *ConsultationRow.Meta.fields, "legal_basis", "summary", "drafting_note", "concerns", "classification_note",
            "minimum_period", "shortening_ground", "shortening_reason", "feedback_due_on", "public_note", "phone",
            "postal_address", "email", "hall", "document", "clauses", "counts", "corrections",
        )  # fmt: skip

    @extend_schema_field(CorrectionRow(many=True))
    def get_corrections(self, row: Consultation) -> Any:
        feedback = getattr(row, "feedback", None)
        outcome = ("feedback", feedback.pk if feedback else None)
        return corrections_of(("consultation", row.pk), outcome, ("final_text", row.pk))

    @extend_schema_field(ClauseText(many=True))
    def get_clauses(self, row: Consultation) -> list[dict[str, Any]]:
        sent = clause_counts(row)
        return [
            {
                "id": each.clause.uid, "level": each.level, "label": each.label, "path": each.path,
                "heading": each.heading, "text": each.text, "comments": sent.get(each.clause_id, 0),
            }
            for each in passages(row.draft_version)
        ]  # fmt: skip

    @extend_schema_field(Counts)
    def get_counts(self, row: Consultation) -> dict[str, int]:
        return public_counts(row, counts_of(row))


class PublishedFeedback(serializers.ModelSerializer[Feedback]):
    """We asked, you said, we did; and both sums as they were when it was published."""

    counts = Counts()
    department = Place(source="consultation.department")
    corrections = serializers.SerializerMethodField()

    class Meta:
        model = Feedback
        fields = ("asked", "said", "did", "published_at", "department", "counts", "corrections")

    @extend_schema_field(CorrectionRow(many=True))
    def get_corrections(self, row: Feedback) -> Any:
        return corrections_of(("feedback", row.pk))


class ConsultationFilter(ApiFilter):
    phase = filters.ChoiceFilter(choices=PUBLIC_PHASES, method="in_this_phase")
    kind = filters.ChoiceFilter(choices=Consultation.Kind.choices)
    department = department()
    q = words("title", "summary")

    def in_this_phase(self, rows: QuerySet[Consultation], name: str, phase: str) -> QuerySet[Consultation]:
        return rows.filter(in_phase(phase))


class Consultations(View):
    """All consultations that have been published, newest first."""

    serializer_class = ConsultationRow
    filterset_class = ConsultationFilter
    queryset = Consultation.objects.none()

    def get(self, request: Request) -> Response:
        return self.listed(visible_to(None))


def public_consultation(slug: str) -> Consultation:
    """One that everybody may see. Raises Http404."""
    rows = visible_to(None).select_related(
        "department", "document", "draft_version", "final_version", "feedback"
    )
    return get_object_or_404(rows, slug=slug)


class OneConsultationView(View):
    """One consultation with the clauses of its draft and its running counts."""

    serializer_class = OneConsultation

    def get(self, request: Request, slug: str) -> Response:
        return Response(self.get_serializer(public_consultation(slug)).data)


class FeedbackView(View):
    """The published feedback with both sums; 404 until it is published."""

    serializer_class = PublishedFeedback

    def get(self, request: Request, slug: str) -> Response:
        rows = Feedback.objects.filter(status=Feedback.Status.PUBLISHED)
        found = rows.select_related("consultation__department")
        return Response(
            self.get_serializer(get_object_or_404(found, consultation=public_consultation(slug))).data
        )
