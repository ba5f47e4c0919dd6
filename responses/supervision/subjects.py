"""What a deadline runs for: its title and its place at the desk, for a notification."""

from typing import NamedTuple

from consultations.decisions.models import Decision
from consultations.documents.models import Document
from consultations.notices.models import Consultation
from participation.deadlines.models import Deadline
from responses.questions.models import Question


class Subject(NamedTuple):
    """Its title, and the path of its page; none for what has no page."""

    title: str
    path: str = ""


def subject_of(deadline: Deadline) -> Subject:
    """One query."""
    pk = deadline.subject_id
    match deadline.subject_kind:
        case "question":
            question = Question.objects.filter(pk=pk).only("number", "title").first()
            if question:
                return Subject(f"{question.title} ({question.number})", f"/desk/questions/{question.number}/")
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
                return Subject(decision.title, f"/desk/decisions/{decision.slug}/")
    return Subject(f"{deadline.subject_kind} {pk}")
