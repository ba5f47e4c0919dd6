"""The way of a comment so far, from the record itself and without the names of those who did it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from consultations.models import Comment
from consultations.weighing.policies import are_public
from participation.ledger.audit import trail


@dataclass(frozen=True)
class CommentStep:
    """One step: its code, and what it is called on a page."""

    at: datetime
    step: str
    words: str


def steps_of_comment(comment: Comment) -> list[CommentStep]:
    """What happened to a comment, oldest first; weighed once the feedback is out. Needs its consultation at hand."""
    labels = {
        "received": _("Received"),
        "published": _("Checked and published"),
        "private": _("Checked; not published, as asked"),
        "withheld": _("Checked; not shown"),
        "returned": _("Returned to be changed"),
        "resubmitted": _("Sent again"),
        "reopened": _("Checked once more"),
        "withdrawn": _("Taken back"),
    }
    codes = [(entry.at, entry.act.removeprefix("comment.")) for entry in trail(comment)]
    steps = [CommentStep(at, code, labels[code]) for at, code in codes if code in labels]
    concluded_at = comment.consultation.concluded_at
    if are_public(comment.consultation) and concluded_at and comment.status != Comment.Status.WITHDRAWN:
        steps.append(CommentStep(concluded_at, "weighed", _("Weighed; the outcome is published")))
    return steps
