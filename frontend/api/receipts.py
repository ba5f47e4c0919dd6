"""What the holder of a number and look-up code may read: where it stands, what became of it, and the proof."""

from typing import Any

from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from consultations.models import Comment
from frontend.api.base import View
from frontend.api.fields import Given
from frontend.api.opinions import OpinionRow, opinions_of
from frontend.api.steps import StepRow, history_of, steps_of
from frontend.shared import throttle
from participation.ledger.models import Receipt
from participation.ledger.proofs import promise, proof_of
from participation.ledger.receipts import find
from responses.models import Question

CODE = OpenApiParameter(
    "code", str, required=True, description="the look-up code; dashes, case and look-alikes do not matter"
)


class Held(serializers.Serializer[Any]):
    """What the holder may read. What belongs to the other kind is null or empty."""

    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=["comment", "question"])
    status = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    title = serializers.CharField(help_text="of the question, or of the consultation")
    body = serializers.CharField(help_text="as it was sent")
    note = serializers.CharField(help_text="why a comment came back or is not shown")
    due_on = serializers.DateField(allow_null=True)
    history = StepRow(many=True)
    opinions = OpinionRow(many=True)
    reply = serializers.CharField(allow_null=True)
    merged_into = serializers.CharField(
        allow_null=True, help_text="the number of the question whose one answer also answers this"
    )
    receipt = Given()
    proof = serializers.CharField(
        allow_null=True, help_text="that it stands in the ledger (c2sp.org/tlog-proof@v1); null before"
    )


@method_decorator(never_cache, name="dispatch")
class Receipts(View):
    """The private status for whoever holds number and code.

    A wrong code and an unknown number get the same answer; after ten an hour an address has to wait (429).
    """

    serializer_class = Held

    @extend_schema(parameters=[CODE])
    def get(self, request: Request, number: str) -> Response:
        with throttle.guessing(request._request):
            receipt = find(number, request.query_params.get("code", ""))
            if receipt is None:
                raise Http404
        status = _comment(receipt) if receipt.kind == "comment" else _question(receipt)
        return Response(self.get_serializer(status).data)


def _comment(receipt: Receipt) -> dict[str, Any]:
    rows = Comment.objects.select_related("consultation").prefetch_related("opinions__changed_clause")
    comment = rows.get(pk=receipt.object_id)
    return {
        **_common(receipt, comment),
        "title": comment.consultation.title,
        "note": comment.return_note or comment.get_withholding_reason_display(),
        "due_on": comment.consultation.feedback_due_on,
        "history": history_of(comment),
        "opinions": opinions_of(comment),
        "reply": None,
        "merged_into": None,
    }


def _question(receipt: Receipt) -> dict[str, Any]:
    question = Question.objects.select_related("reply", "merged_into").get(pk=receipt.object_id)
    reply = getattr(question, "reply", None)
    return {
        **_common(receipt, question),
        "title": question.title,
        "note": "",
        "due_on": question.due_on,
        "history": steps_of(question),
        "opinions": [],
        "reply": reply.body if reply and reply.published_at else None,
        "merged_into": question.merged_into.number if question.merged_into else None,
    }


def _common(receipt: Receipt, row: Comment | Question) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": receipt.kind,
        "status": row.status,
        "submitted_at": row.submitted_at,
        "body": row.body,
        "receipt": promise(receipt.leaf),
        "proof": proof_of(receipt),
    }
