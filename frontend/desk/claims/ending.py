"""A claim is of one hand's work: when that is done and the thing goes to other hands, it ends by itself."""

from participation.claims.models import Claim
from participation.delivery.live import notify_live
from participation.delivery.registry import Payload, on
from responses.models import Reply

OF_ITSELF = {
    "question": "questions",
    "comment": "comments",
    "interpretation": "interpretations",
    "consultation": "consultations",
    "decision": "decisions",
}


@on("question.assigned", "question.returned", "question.answered", "question.merged", "question.declined",
    "comment.published", "comment.private", "comment.withheld", "comment.returned", "comment.withdrawn",
    "interpretation.published", "consultation.withdrawn", "decision.terminated", name="claims.end")  # fmt: skip
def end_of_itself(event: Payload) -> None:
    """What was done with the thing itself."""
    _end(OF_ITSELF[event["name"].partition(".")[0]], event["object_id"], event)


@on("reply.submitted", "reply.returned", name="claims.end_with_reply")
def end_with_reply(event: Payload) -> None:
    """An answer goes to be signed, or comes back: the question is in other hands."""
    for question in Reply.objects.filter(pk=event["object_id"]).values_list("question", flat=True):
        _end("questions", question, event)


def _end(kind: str, object_id: int, event: Payload) -> None:
    """Only what was said before: who took it up meanwhile stays on it."""
    gone, _rows = Claim.objects.filter(kind=kind, object_id=object_id, at__lte=event["at"]).delete()
    if gone:
        notify_live("desk")
