"""Interpretations: the list, and one with its parts and the questions asked from it."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.models import Document, Version
from frontend.api.base import View
from frontend.api.corrections import CorrectionRow, corrections_of
from frontend.api.fields import Place
from frontend.api.filters import ApiFilter, department, words
from responses.interpretations.policies import readable_by, visible_to
from responses.models import Interpretation, Part, Question
from responses.questions.policies import visible_to as visible_questions

MOST_QUESTIONS = 50  # of each kind; the rest is behind questions/?about=


class TheDocument(serializers.ModelSerializer[Document]):
    """Number and day are public with the final text, and null before it."""

    document_number = serializers.SerializerMethodField()
    made_on = serializers.SerializerMethodField()

    def get_document_number(self, row: Document) -> str | None:
        return row.document_number if row.issued_at else None

    def get_made_on(self, row: Document) -> date | None:
        return row.made_on if row.issued_at else None

    class Meta:
        model = Document
        fields: tuple[str, ...] = ("slug", "title", "document_number", "made_on")


class DocumentToday(TheDocument):
    """The document, and whether its final text holds."""

    withdrawn_at = serializers.SerializerMethodField(
        help_text="since when its newest text holds no longer; null while it holds"
    )

    class Meta(TheDocument.Meta):
        fields = (*TheDocument.Meta.fields, "withdrawn_at")

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_withdrawn_at(self, row: Document) -> Any:
        published = [each for each in row.versions.all() if each.status == Version.Status.PUBLISHED]
        newest = max(published, key=lambda each: each.number, default=None)
        moment = newest and newest.withdrawn_at
        return serializers.DateTimeField().to_representation(moment) if moment else None


class InterpretationRow(serializers.ModelSerializer[Interpretation]):
    department = Place()
    document = TheDocument()
    version = serializers.IntegerField(
        source="version.number", help_text="the version of the document it explains"
    )
    explains_final = serializers.BooleanField(
        source="version.is_final", help_text="whether that is the final text; false: the draft for comment"
    )

    class Meta:
        model = Interpretation
        fields: tuple[str, ...] = (
            "slug", "title", "summary", "source", "published_at", "department", "document", "version",
            "explains_final",
        )  # fmt: skip


class PartText(serializers.ModelSerializer[Part]):
    """`body` is HTML of a short allow-list, cleaned on write."""

    class Meta:
        model = Part
        fields = ("kind", "heading", "body")


class Asked(serializers.ModelSerializer[Question]):
    """A question asked from here; `reply` is null until it is published."""

    title = serializers.CharField(source="shown_title")
    body = serializers.CharField(source="public_body")
    reply = serializers.SerializerMethodField()

    class Meta:
        model = Question
        fields = ("number", "title", "body", "status", "submitted_at", "due_on", "reply")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_reply(self, row: Question) -> str | None:
        reply = getattr(row, "reply", None)
        return reply.body if reply and reply.published_at else None


class OneInterpretation(InterpretationRow):
    document = DocumentToday()
    parts = PartText(many=True)
    questions = serializers.SerializerMethodField()
    open_questions = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()

    class Meta(InterpretationRow.Meta):
        fields = (
            *InterpretationRow.Meta.fields, "status", "chief_interpreter", "parts", "questions",
            "open_questions", "corrections",
        )  # fmt: skip

    @extend_schema_field(Asked(many=True))
    def get_questions(self, row: Interpretation) -> Any:
        return _asked(row, Question.Status.ANSWERED)

    @extend_schema_field(Asked(many=True))
    def get_open_questions(self, row: Interpretation) -> Any:
        return _asked(row, Question.Status.SUBMITTED, Question.Status.ASSIGNED, Question.Status.PAUSED)

    @extend_schema_field(CorrectionRow(many=True))
    def get_corrections(self, row: Interpretation) -> Any:
        return corrections_of(("interpretation", row.pk))


class InterpretationFilter(ApiFilter):
    department = department()
    q = words("title", "summary")


class Interpretations(View):
    """All published interpretations, newest first."""

    serializer_class = InterpretationRow
    filterset_class = InterpretationFilter
    queryset = Interpretation.objects.none()

    def get(self, request: Request) -> Response:
        return self.listed(visible_to(None))


class OneInterpretationView(View):
    """One interpretation: its document, its parts, the questions it answers and those it does not answer yet."""

    serializer_class = OneInterpretation

    def get(self, request: Request, slug: str) -> Response:
        rows = readable_by(None).prefetch_related("parts")
        return Response(self.get_serializer(get_object_or_404(rows, slug=slug)).data)


def _asked(row: Interpretation, *status: str) -> Any:
    rows = visible_questions(None).filter(interpretation=row, status__in=status).select_related("reply")
    return Asked(rows.order_by("-id")[:MOST_QUESTIONS], many=True).data
