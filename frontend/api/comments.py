"""Comments on a consultation: those that are shown, and sending one."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.comments.intake import submit_comment
from consultations.comments.policies import visible_to
from consultations.models import Clause, Comment, Consultation, Opinion
from consultations.weighing.policies import are_public
from frontend.api.base import KEY, View, post_once
from frontend.api.consultations import public_consultation
from frontend.api.fields import Choice, Consent, Given, Text
from frontend.api.filters import ApiFilter
from frontend.api.opinions import OpinionRow, opinions_of
from participation.accounts.models import User

Disposition = Opinion.Disposition


class Stance(Choice):
    """What its writer thinks of the draft as a whole; null where no stance was given."""

    def __init__(self, **options: Any) -> None:
        given = [(each.value, each.label) for each in Comment.Stance if each]
        super().__init__(choices=given, allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        return value or None


class CommentRow(serializers.ModelSerializer[Comment]):
    """A comment as everybody may read it: name masked, personal data hidden."""

    clause = serializers.SlugRelatedField(slug_field="uid", read_only=True)  # type: ignore[var-annotated]
    stance = Stance()
    author = serializers.CharField(source="public_author")
    body = serializers.CharField(source="public_body")
    opinions = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = ("number", "clause", "stance", "author", "body", "submitted_at", "opinions")

    @extend_schema_field(OpinionRow(many=True))
    def get_opinions(self, row: Comment) -> Any:
        return opinions_of(row)


class NewComment(serializers.Serializer[Any]):
    body = Text(help_text="up to 5,000 characters")
    clause = Text(required=False, max_length=12, help_text="a clause's id; left out: on the whole draft")
    stance = Stance(default=None, help_text="null or left out: none is given")
    name = Text(default="", allow_blank=True, max_length=80, help_text="shown masked")
    contact = Text(default="", allow_blank=True, max_length=160, help_text="never shown")
    publish = Consent(default=False, help_text="whether the comment may be shown")


class Received(serializers.Serializer[Any]):
    """The answer to a comment. The look-up code is told here and never again."""

    number = serializers.CharField()
    lookup_code = serializers.CharField()
    status = serializers.CharField()
    receipt = Given()


class CommentFilter(ApiFilter):
    clause = filters.ModelChoiceFilter(
        queryset=Clause.objects.none(), to_field_name="uid", help_text="a clause's id"
    )
    disposition = filters.ChoiceFilter(choices=Disposition.choices, method="disposed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if consultation := getattr(self.request, "consultation", None):
            self.filters["clause"].queryset = Clause.objects.filter(document=consultation.document_id)

    def disposed(self, rows: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        if not are_public(self.request.consultation):
            return rows if value == Disposition.OPEN else rows.none()
        return rows.filter(Exists(Opinion.objects.filter(comment=OuterRef("pk"), disposition=value)))


class Comments(View):
    """The comments shown on a consultation, newest first."""

    serializer_class = CommentRow
    filterset_class = CommentFilter
    queryset = Comment.objects.none()

    def get(self, request: Request, slug: str) -> Response:
        consultation = request.consultation = public_consultation(slug)  # type: ignore[attr-defined]
        rows = visible_to(None).filter(consultation=consultation).prefetch_related("opinions__changed_clause")
        return self.listed(rows)

    @extend_schema(request=NewComment, responses={201: Received}, parameters=[KEY])
    def post(self, request: Request, slug: str) -> Response:
        """Send a comment, with or without an account; the look-up code is told once."""
        consultation = public_consultation(slug)
        sent = NewComment(data=request.data)
        sent.is_valid(raise_exception=True)
        return post_once(request, lambda: _submit(request, consultation, sent.validated_data))


def _submit(request: Request, consultation: Consultation, sent: dict[str, Any]) -> dict[str, Any]:
    issued = submit_comment(
        consultation,
        by=request.user if isinstance(request.user, User) else None,
        body=sent["body"],
        clause=_clause(consultation, sent.get("clause")),
        stance=sent["stance"] or Comment.Stance.NONE,
        name=sent["name"],
        contact=sent["contact"],
        wants_publication=sent["publish"],
        language=get_language() or "zh-hans",
    )
    return {
        "number": issued.number,
        "lookup_code": issued.lookup_code,
        "status": Comment.Status.PENDING.value,
        "receipt": issued.receipt,
    }


def _clause(consultation: Consultation, uid: str | None) -> Clause | None:
    if uid is None:
        return None
    found = Clause.objects.filter(document=consultation.document_id, uid=uid).first()
    if found is None:
        raise ValidationError({"clause": [_("This clause is not part of the draft under discussion.")]})
    return found
