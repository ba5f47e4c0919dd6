"""The way of a comment or a question, step by step, with dates and departments and no official's name."""

from typing import Any

from rest_framework import serializers

from consultations.models import Comment
from consultations.weighing.policies import are_public
from frontend.api.fields import Place
from participation.ledger.audit import trail
from responses.models import Question


class Step(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    step = serializers.CharField()
    department = Place(allow_null=True)
    note = serializers.CharField()


def history_of(comment: Comment) -> list[dict[str, Any]]:
    """What happened to a comment, oldest first. Needs its consultation at hand."""
    entries = trail(comment).exclude(new="")
    steps = [
        {"at": each.at, "step": each.act.removeprefix("comment."), "department": None, "note": ""}
        for each in entries
    ]
    if are_public(comment.consultation):
        at = comment.consultation.concluded_at
        steps.append({"at": at, "step": "weighed", "department": None, "note": ""})
    return steps


def steps_of(question: Question) -> list[Any]:
    """The public steps of a question, oldest first."""
    return list(question.steps.select_related("department"))
