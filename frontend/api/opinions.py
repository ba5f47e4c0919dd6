"""What became of the points within a comment, as everybody may read it."""

from typing import Any

from rest_framework import serializers

from consultations.models import Comment, Opinion
from consultations.weighing.policies import are_public


class OpinionRow(serializers.ModelSerializer[Opinion]):
    """`text` is empty when the whole comment is one opinion; `changed_clause` is the clause it changed."""

    changed_clause = serializers.SlugRelatedField(slug_field="uid", read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Opinion
        fields = ("text", "disposition", "reason", "changed_clause")


class Behind(OpinionRow):
    """An opinion behind a change, with the comment it stands in."""

    text = serializers.CharField(source="public_text")
    number = serializers.CharField(source="comment.number")
    author = serializers.CharField(source="comment.public_author")
    body = serializers.CharField(source="comment.public_body")

    class Meta(OpinionRow.Meta):
        fields = ("number", "author", "body", *OpinionRow.Meta.fields)  # type: ignore[assignment]


def opinions_of(comment: Comment) -> list[dict[str, Any]]:
    """What became of each point, without what a moderator hid; "open" until the feedback is published."""
    rows = [{**OpinionRow(each).data, "text": each.public_text} for each in comment.opinions.all()]
    if are_public(comment.consultation):
        return rows
    hidden = {"disposition": Opinion.Disposition.OPEN.value, "reason": "", "changed_clause": None}
    return [{**row, **hidden} for row in rows]
