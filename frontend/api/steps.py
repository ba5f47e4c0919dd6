"""The way of a comment or a question, step by step, with dates and departments and no official's name."""

from typing import Any

from rest_framework import serializers

from consultations.models import Comment
from frontend.api.fields import Place
from frontend.shared.comment_steps import steps_of_comment
from responses.models import Question


class StepRow(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    step = serializers.CharField()
    department = Place(allow_null=True)
    note = serializers.CharField()


def history_of(comment: Comment) -> list[dict[str, Any]]:
    """What happened to a comment, oldest first. Needs its consultation at hand."""
    return [
        {"at": each.at, "step": each.step, "department": None, "note": ""}
        for each in steps_of_comment(comment)
    ]


def steps_of(question: Question) -> list[Any]:
    """The public steps of a question, oldest first."""
    return list(question.steps.select_related("department"))
