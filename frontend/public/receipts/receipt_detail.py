"""What the holder of a receipt reads: the status in words, the history, what became of each point."""

from typing import Any

from django.utils.translation import gettext as _

from consultations.documents.queries import passages
from consultations.models import Comment, Consultation, Opinion, Passage
from consultations.notices.phases import Phase, phase_of
from consultations.weighing.policies import are_public
from frontend.public.receipts.forms import AgainForm, RateForm, SureForm
from frontend.shared.comment_steps import steps_of_comment
from frontend.shared.question_view import detail
from frontend.shared.shown_files import all_files
from frontend.shared.text_view import label_of
from responses.models import Question

TRACK = "/track/"


def context_of(row: Comment | Question) -> dict[str, Any]:
    return comment_context(row) if isinstance(row, Comment) else question_context(row)


def comment_context(comment: Comment) -> dict[str, Any]:
    """Everything the holder of a comment may read and do."""
    consultation, status = comment.consultation, comment.status
    phase = phase_of(consultation)
    is_weighed = are_public(consultation)
    may_again = status == Comment.Status.RETURNED and phase is Phase.OPEN
    stands = status != Comment.Status.WITHDRAWN and phase in (Phase.OPEN, Phase.CLOSED)
    is_online = comment.channel == Comment.Channel.ONLINE
    return {
        "template": "public/tracked_comment.html",
        "comment": comment,
        "c": consultation,
        "phase": phase,
        "words": status_words(comment),
        "history": steps_of_comment(comment),
        "clause_label": clause_label(comment),
        "is_weighed": is_weighed,
        "opinions": opinions_of(comment, consultation) if is_weighed else [],
        "again": AgainForm(initial={"body": comment.body}) if may_again else None,
        "sure": SureForm() if stands and is_online else None,
        "ask_unit": consultation.department if stands and not is_online else None,
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
    can_rate = question.status == Question.Status.ANSWERED
    initial = {"rating": question.rating, "note": question.rating_note}
    return {
        "template": "public/tracked_question.html",
        **detail(question),
        "rating": RateForm(initial=initial) if can_rate else None,
        "own_files": all_files(question),
    }
