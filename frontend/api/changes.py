"""What changed: draft → final with the first opinions behind each change, and the list of all behind one."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.models import Consultation, Opinion
from consultations.outcomes.queries import BEHIND, change_at, changes, clauses_of, opinions_behind
from frontend.api.base import ByCursor, View
from frontend.api.consultations import public_consultation
from frontend.api.filters import ApiFilter
from frontend.api.opinions import Behind

CLAUSE = OpenApiParameter("uid", str, OpenApiParameter.PATH, description="a clause's id, of either text")


class Side(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    path = serializers.CharField()
    text = serializers.CharField()


class Change(serializers.Serializer[Any]):
    """A row of the comparison, in the order of the final text, with the first opinions behind it."""

    kind = serializers.ChoiceField(choices=["same", "changed", "moved", "added", "removed"])
    old = Side(allow_null=True)
    new = Side(allow_null=True)
    words = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    opinions = Behind(
        source="behind.few", many=True,
        help_text="the first four of those that changed it, then the first four of those that were refused",
    )  # fmt: skip
    opinions_count = serializers.IntegerField(source="behind.total", help_text="how many there are in all")
    opinions_url = serializers.SerializerMethodField(help_text="where all of them are listed")

    @extend_schema_field(OpenApiTypes.URI)
    def get_opinions_url(self, row: dict[str, Any]) -> str:
        path = reverse("api_opinions_behind", args=[self.context["slug"], clauses_of(row)[0]])
        return str(self.context["request"].build_absolute_uri(path))


class Changes(serializers.Serializer[Any]):
    draft = serializers.CharField(source="draft_version.title")
    final = serializers.CharField(source="final_version.title")
    published_at = serializers.DateTimeField(source="final_version.published_at")
    changes = serializers.SerializerMethodField()

    @extend_schema_field(Change(many=True))
    def get_changes(self, row: Consultation) -> Any:
        return Change(changes(row), many=True, context={**self.context, "slug": row.slug}).data


class ChangesView(View):
    """Draft → final, with the first comments behind each change; 404 until the final text is published.

    The comments come with the feedback: until it is published no change names one.
    """

    serializer_class = Changes

    def get(self, request: Request, slug: str) -> Response:
        consultation = public_consultation(slug)
        if consultation.final_version is None:
            raise Http404
        return Response(self.get_serializer(consultation).data)


class BehindFilter(ApiFilter):
    disposition = filters.ChoiceFilter(choices=[(each.value, each.label) for each in BEHIND])


class InTheirOrder(ByCursor):
    """As they came in."""

    ordering = "id"


class OpinionsBehindView(View):
    """The opinions behind the change of one clause, in the order they came in; 404 for a clause of neither text."""

    serializer_class = Behind
    filterset_class = BehindFilter
    pagination_class = InTheirOrder
    queryset = Opinion.objects.none()

    @extend_schema(parameters=[CLAUSE])
    def get(self, request: Request, slug: str, uid: str) -> Response:
        consultation = public_consultation(slug)
        row = change_at(consultation, uid)
        if row is None:
            raise Http404
        rows: QuerySet[Opinion] = opinions_behind(consultation, clauses_of(row))
        return self.listed(rows.select_related("comment", "changed_clause"))
