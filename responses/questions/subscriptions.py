"""What the ledger commits to in a question, and the mails its asker gets."""

from typing import Any

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from consultations.comments.subscriptions import letter
from participation.delivery.mail import is_address, post
from participation.delivery.outbox import on
from participation.ledger import leaves
from responses.questions.models import Question
from responses.questions.steps import follow_clock


def content(question: Question) -> dict[str, Any]:
    """Title, body, author and what it is about, on receipt and on each edit."""
    return {
        "title": question.title,
        "body": question.body,
        "name": question.name,
        "author": question.author_id,
        "consultation": question.consultation_id,
        "document": question.document_id,
        "clause": question.clause_id,
        "interpretation": question.interpretation_id,
    }


leaves.register(leaves.Noun("question", Question.objects.all, lambda question: True, content))


@on(
    "question.received",
    "question.assigned",
    "question.paused",
    "question.resumed",
    "question.extended",
    "question.declined",
    "question.merged",
    "question.answered",
)
def tell_the_asker(event: dict[str, Any]) -> None:
    """One short mail a step, in the asker's own language."""
    question = Question.objects.select_related("department", "author", "merged_into").get(
        pk=event["object_id"]
    )
    address = question.contact if is_address(question.contact) else ""
    if not address and question.author:
        address = question.author.email
    if not address:
        return
    with translation.override(question.language):
        subject = _("Your question %(number)s") % {"number": question.number}
        link = f"{settings.SITE_URL}/track/?number={question.number}"
        # The first mail goes to an address nobody has proved: it carries none of the writer's words.
        asked = [_("You asked: %(title)s") % {"title": question.title}]
        body = letter(
            *([] if event["name"] == "question.received" and not question.author else asked),
            *_words(event["name"], question),
            _("See where it stands, with your number and look-up code: %(link)s") % {"link": link},
        )
        post(address, subject, body, key=f"mail:{event['event']}:{question.pk}")


def _words(name: str, question: Question) -> list[str]:
    due = formats.date_format(question.due_on, "DATE_FORMAT")
    last = question.steps.last()
    note = last.note if last else ""
    match name:
        case "question.received":
            return [_("We have received your question. You will have an answer by %(due)s.") % {"due": due}]
        case "question.assigned":
            return [
                _("Your question now lies with %(department)s, which will answer it by %(due)s.")
                % {"department": question.department, "due": due}
            ]
        case "question.paused":
            return [_("The clock of your question stands still, for this reason: %(note)s") % {"note": note}]
        case "question.resumed":
            return [_("Work on your question goes on. You will have an answer by %(due)s.") % {"due": due}]
        case "question.extended":
            return [_("Your question takes longer, until %(due)s: %(note)s") % {"due": due, "note": note}]
        case "question.declined":
            return [_("Your question could not be accepted: %(note)s") % {"note": note}]
        case "question.merged":
            other = (
                f"{settings.SITE_URL}/questions/{question.merged_into.number}/"
                if question.merged_into
                else ""
            )
            return [_("Somebody else asked the same. The one answer stands here: %(link)s") % {"link": other}]
    reply = getattr(question, "reply", None)
    return [_("The answer:"), reply.body if reply else ""]


@on("clock.recomputed")
def follow_the_calendar(event: dict[str, Any]) -> None:
    """A calendar was amended and the clock moved: the question's copy of the due day follows."""
    question = Question.objects.select_related("clock").filter(clock_id=event["object_id"]).first()
    if question is not None:
        follow_clock(question)
        question.save(update_fields=["due_on", "due_is_provisional"])
