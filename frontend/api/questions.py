"""Questions: the public ones with their steps and replies, and asking one."""

from typing import Any

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from frontend.api.base import KEY, View, post_once
from frontend.api.corrections import CorrectionRow, corrections_of
from frontend.api.fields import Choice, Consent, Given, Place, Text
from frontend.api.filters import ApiFilter, department, words
from frontend.api.steps import StepRow, steps_of
from frontend.shared.about import KINDS, key_of, thing_of
from participation.accounts.models import Department, User
from participation.deadlines.requests import days_paused
from responses.models import Question, Reply
from responses.questions.intake import submit_question
from responses.questions.policies import places_for, visible_to
from responses.replies.queries import cited


class QuestionRow(serializers.ModelSerializer[Question]):
    """A question as everybody may read it: shown with consent, personal data hidden."""

    title = serializers.CharField(source="shown_title")
    body = serializers.CharField(source="public_body")
    author = serializers.CharField(source="public_author")
    department = Place(allow_null=True)
    about = serializers.SerializerMethodField()

    class Meta:
        model = Question
        fields: tuple[str, ...] = (
            "number", "kind", "title", "body", "author", "status", "department", "about", "submitted_at", "due_on",
        )  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_about(self, row: Question) -> str | None:
        return key_of(row)


class LeansOn(serializers.Serializer[Any]):
    """A clause that the reply rests on, as it stood in the version that was quoted."""

    id = serializers.CharField()
    document = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    path = serializers.CharField()
    version = serializers.IntegerField(help_text="the version of the document that was quoted")
    withdrawn_at = serializers.DateTimeField(
        allow_null=True, help_text="since when that version holds no longer; null while it holds"
    )


class PublishedReply(serializers.ModelSerializer[Reply]):
    department = Place()
    leans_on = serializers.SerializerMethodField()

    class Meta:
        model = Reply
        fields = ("body", "department", "published_at", "leans_on")

    @extend_schema_field(LeansOn(many=True))
    def get_leans_on(self, row: Reply) -> Any:
        found = [
            {
                "id": each.clause.uid, "document": each.version.document.slug, "label": each.label, "path": each.path,
                "version": each.version.number, "withdrawn_at": each.version.withdrawn_at,
            }
            for each in cited(row)
        ]  # fmt: skip
        return LeansOn(found, many=True).data


class OneQuestion(QuestionRow):
    steps = serializers.SerializerMethodField()
    reply = serializers.SerializerMethodField()
    merged_into = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()
    paused_until = serializers.DateField(
        source="deadline.paused_until", allow_null=True, default=None,
        help_text="the day on which a clock that stands goes on by itself, at the latest",
    )  # fmt: skip
    days_not_counted = serializers.SerializerMethodField()

    class Meta(QuestionRow.Meta):
        fields = (
            *QuestionRow.Meta.fields, "due_is_provisional", "paused_until", "days_not_counted",
            "steps", "reply", "merged_into", "corrections",
        )  # fmt: skip

    @extend_schema_field(serializers.IntegerField(help_text="days that pauses left out of the term"))
    def get_days_not_counted(self, row: Question) -> int:
        return days_paused(row.deadline) if row.deadline else 0

    @extend_schema_field(CorrectionRow(many=True))
    def get_corrections(self, row: Question) -> Any:
        reply = getattr(row, "reply", None)
        return corrections_of(("reply", reply.pk if reply else None))

    @extend_schema_field(StepRow(many=True))
    def get_steps(self, row: Question) -> Any:
        return StepRow(steps_of(row), many=True).data

    @extend_schema_field(PublishedReply(allow_null=True))
    def get_reply(self, row: Question) -> Any:
        reply = getattr(row, "reply", None)
        return PublishedReply(reply).data if reply and reply.published_at else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_merged_into(self, row: Question) -> str | None:
        return row.merged_into.number if row.merged_into else None


class NewQuestion(serializers.Serializer[Any]):
    kind = Choice(choices=Question.Kind.choices)
    title = Text(help_text="up to 100 characters")
    body = Text(help_text="up to 5,000 characters")
    about = Text(
        required=False, help_text="consultation:slug, interpretation:slug, document:slug or clause:id"
    )
    department = Text(required=False, help_text="the slug of the department that should answer")
    name = Text(default="", allow_blank=True, max_length=80, help_text="shown masked")
    contact = Text(default="", allow_blank=True, max_length=160, help_text="never shown")
    publish = Consent(default=False, help_text="whether question and answer may be shown")


class QuestionReceived(serializers.Serializer[Any]):
    """The answer to a question. The look-up code is told here and never again."""

    number = serializers.CharField()
    lookup_code = serializers.CharField()
    status = serializers.CharField()
    due_on = serializers.DateField()
    receipt = Given()


class QuestionFilter(ApiFilter):
    status = filters.ChoiceFilter(choices=Question.Status.choices)
    kind = filters.ChoiceFilter(choices=Question.Kind.choices)
    department = department()
    about = filters.CharFilter(method="is_about", help_text="consultation:slug, clause:id and so on")
    q = words("public_title", "public_body")

    def is_about(self, rows: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return rows.filter(**{value.partition(":")[0]: _thing(value)})


class Questions(View):
    """The questions everybody may read, newest first."""

    serializer_class = QuestionRow
    filterset_class = QuestionFilter
    queryset = Question.objects.none()

    def get(self, request: Request) -> Response:
        return self.listed(_public())

    @extend_schema(request=NewQuestion, responses={201: QuestionReceived}, parameters=[KEY])
    def post(self, request: Request) -> Response:
        """Ask a question, with or without an account; the look-up code is told once."""
        sent = NewQuestion(data=request.data)
        sent.is_valid(raise_exception=True)
        return post_once(request, lambda: _submit(request, sent.validated_data))


class OneQuestionView(View):
    """One question with each step on its way and the published reply."""

    serializer_class = OneQuestion

    def get(self, request: Request, number: str) -> Response:
        rows = _public().select_related("reply__department", "merged_into", "deadline")
        return Response(self.get_serializer(get_object_or_404(rows, number=number)).data)


def _public() -> QuerySet[Question]:
    return visible_to(None).select_related("clause", "interpretation", "consultation", "document")


def _submit(request: Request, sent: dict[str, Any]) -> dict[str, Any]:
    question, issued = submit_question(
        by=request.user if isinstance(request.user, User) else None,
        kind=sent["kind"],
        title=sent["title"],
        body=sent["body"],
        about=_thing(sent["about"]) if "about" in sent else None,
        department=_department(sent["department"]) if "department" in sent else None,
        name=sent["name"],
        contact=sent["contact"],
        wants_publication=sent["publish"],
        language=get_language() or "zh-hans",
    )
    return {
        "number": issued.number,
        "lookup_code": issued.lookup_code,
        "status": question.status,
        "due_on": question.due_on,
        "receipt": issued.receipt,
    }


def _department(slug: str) -> Department:
    found = places_for(None).filter(slug=slug).first()
    if found is None:
        raise ValidationError({"department": [_("There is no such department.")]})
    return found


def _thing(key: str) -> Model:
    """The public thing that `key` names. Raises ValidationError naming `about`."""
    kind, colon, _name = key.partition(":")
    if kind not in KINDS or not colon:
        message = _("Write it as consultation:…, interpretation:…, document:… or clause:….")
        raise ValidationError({"about": [message]})
    found: Model | None = thing_of(key)
    if found is None:
        raise ValidationError({"about": [_("There is no such thing in public.")]})
    return found
