"""What the holder of a receipt reads: the status in words, the history, what became of each point."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consultations.documents.queries import passages
from consultations.models import Comment, Consultation, Opinion, Passage
from consultations.notices.phases import Phase, phase_of
from consultations.weighing.policies import are_public
from frontend.files.shown import all_files
from frontend.public.drafts import label_of
from frontend.public.forms import AgainForm, RateForm, SureForm
from participation.ledger.audit import trail
from participation.ledger.models import Receipt
from responses.models import Question

TRACK = "/track/"


def row_of(receipt: Receipt) -> Comment | Question | None:
    """The comment or question that a receipt is for."""
    if receipt.kind == "comment":
        comments = Comment.objects.select_related(
            "consultation__department", "consultation__final_version", "clause", "version"
        )
        return comments.filter(pk=receipt.object_id).first()
    questions = Question.objects.select_related(
        "department", "interpretation", "consultation", "document", "merged_into", "clock"
    )
    return questions.filter(pk=receipt.object_id).first()


def context_of(row: Comment | Question) -> dict[str, Any]:
    return comment_context(row) if isinstance(row, Comment) else question_context(row)


@dataclass(frozen=True)
class Happened:
    """One step in the history of a comment, without the names of those who did it."""

    at: datetime
    words: str


def comment_context(comment: Comment) -> dict[str, Any]:
    """Everything the holder of a comment may read and do."""
    consultation, status = comment.consultation, comment.status
    phase = phase_of(consultation)
    is_weighed = are_public(consultation)
    may_again = status == Comment.Status.RETURNED and phase is Phase.OPEN
    may_withdraw = status != Comment.Status.WITHDRAWN and phase in (Phase.OPEN, Phase.CLOSED)
    return {
        "template": "public/tracked_comment.html",
        "comment": comment,
        "c": consultation,
        "phase": phase,
        "words": status_words(comment),
        "history": history_of(comment),
        "clause_label": clause_label(comment),
        "is_weighed": is_weighed,
        "opinions": opinions_of(comment, consultation) if is_weighed else [],
        "again": AgainForm(initial={"body": comment.body}) if may_again else None,
        "sure": SureForm() if may_withdraw else None,
        "own_files": all_files(comment),
    }


def status_words(comment: Comment) -> str:
    """What a status means for the person who wrote the comment."""
    return {
        "pending": _("A person checks it before it is shown. It counts from the moment it was received."),
        "published": _("It has been checked and stands on the page of the consultation."),
        "private": _("It has been checked. As you asked, it is not shown; it is weighed like every other."),
        "returned": _("Somebody asks you to change something. You can send it again until the period ends."),
        "withheld": _("It is not shown. It is weighed all the same."),
        "withdrawn": _("You have taken it back. It is neither shown nor weighed."),
    }[comment.status]


def history_of(comment: Comment) -> list[Happened]:
    """The steps so far, from the record itself."""
    said = {
        "comment.received": _("Received"),
        "comment.published": _("Checked and published"),
        "comment.private": _("Checked; not published, as asked"),
        "comment.withheld": _("Checked; not shown"),
        "comment.returned": _("Returned to be changed"),
        "comment.resubmitted": _("Sent again"),
        "comment.reopened": _("Checked once more"),
        "comment.withdrawn": _("Taken back"),
    }
    return [Happened(entry.at, said[entry.act]) for entry in trail(comment) if entry.act in said]


def clause_label(comment: Comment) -> str:
    """What the clause was called in the version the comment speaks of."""
    if comment.clause_id is None:
        return _("The whole text")
    passage = Passage.objects.filter(version_id=comment.version_id, clause_id=comment.clause_id).first()
    return (passage.path.replace("/", " ") or label_of(passage)) if passage else ""


def opinions_of(comment: Comment, consultation: Consultation) -> list[tuple[Opinion, str]]:
    """Each point with what became of it, and what the clause that changed because of it is called now."""
    opinions = list(comment.opinions.select_related("changed_clause"))
    names: dict[int, str] = {}
    if consultation.final_version and any(opinion.changed_clause_id for opinion in opinions):
        names = {row.clause_id: label_of(row) for row in passages(consultation.final_version)}
    return [(opinion, names.get(opinion.changed_clause_id or 0, "")) for opinion in opinions]


def question_context(question: Question) -> dict[str, Any]:
    """Everything the holder of a question may read and do."""
    from frontend.public.questions import detail

    can_rate = question.status == Question.Status.ANSWERED
    initial = {"rating": question.rating, "note": question.rating_note}
    return {
        "template": "public/tracked_question.html",
        **detail(question),
        "rating": RateForm(initial=initial) if can_rate else None,
        "own_files": all_files(question),
    }
