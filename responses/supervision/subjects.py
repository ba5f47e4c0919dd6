"""What a deadline runs for: its title and its place at the desk, for a notification."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from consultations.decisions.models import Decision
from consultations.documents.models import Document
from consultations.notices.models import Consultation
from participation.deadlines.models import Deadline
from responses.questions.models import Question
from responses.replies.models import Reply
from responses.supervision.models import Duty


class Subject(NamedTuple):
    """Its title, the path of its page (none for what has no page), and what it waits for."""

    title: str
    path: str = ""
    waits_for: str = ""
    name: str = ""  # shorter, and without the asker's words: the number of a question, else the title


def subject_of(deadline: Deadline | Duty) -> Subject:
    """One query, two for a question."""
    pk = deadline.subject_id
    match deadline.subject_kind:
        case "question":
            question = Question.objects.filter(pk=pk).only("number", "title", "status").first()
            if question:
                named = _("%(title)s (%(number)s)") % {"title": question.title, "number": question.number}
                return Subject(
                    named, f"/desk/questions/{question.number}/", _waits_for(question), question.number
                )
        case "consultation":
            consultation = Consultation.objects.filter(pk=pk).only("slug", "title").first()
            if consultation:
                return Subject(consultation.title, f"/desk/consultations/{consultation.slug}/feedback/")
        case "document":
            document = Document.objects.filter(pk=pk).only("slug", "title").first()
            if document:
                return Subject(document.title, f"/documents/{document.slug}/")
        case "decision":
            decision = Decision.objects.filter(pk=pk).only("slug", "title").first()
            if decision:
                return Subject(decision.title, f"/desk/decisions/{decision.slug}/", name=decision.title)
    return Subject(f"{deadline.subject_kind} {pk}")


def is_to_be_signed(question_id: int) -> bool:
    """Whether an answer is written, and waits for its signature."""
    return Reply.objects.filter(question=question_id, status=Reply.Status.SUBMITTED).exists()


def _waits_for(question: Question) -> str:
    if question.status == Question.Status.SUBMITTED:
        return _("It waits to be sent to a department.")
    return (
        _("The answer waits to be signed off.")
        if is_to_be_signed(question.pk)
        else _("It waits for an answer.")
    )
