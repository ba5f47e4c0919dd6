"""What the asker of an answered question, and those who asked the same, are told when the answer changes."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from participation.corrections.models import Correction
from participation.delivery.mail import Letter, post_in_pieces, step_letter
from participation.delivery.registry import Payload, on
from participation.notifications.choices import resident_address
from participation.text.days import day_words
from responses.questions.mails import asked_by
from responses.questions.models import Question
from responses.questions.queries import asking_with
from responses.replies.models import Reply


@on("reply.corrected", "question.reopened", name="replies.tell_of_correction")
def tell_of_correction(event: Payload) -> Iterator[int]:
    """Each in their own language, with the reason and what stands there now."""
    correction = Correction.objects.get(pk=event["data"]["correction"])
    asked = Reply.objects.get(pk=correction.object_id).question_id
    questions = asking_with(asked).select_related("author__news_choice")
    yield from post_in_pieces(questions, event, lambda question: _letter(question, correction, event))


def _letter(question: Question, correction: Correction, event: Payload) -> Letter | None:
    if not (address := resident_address(question.contact, question.author)):
        return None
    with translation.override(question.mail_language):
        subject = (
            _("The answer to your question was corrected (%(number)s)")
            if event["name"] == "reply.corrected"
            else _("The answer to your question was taken back (%(number)s)")
        ) % {"number": question.number}
        link = f"{settings.SITE_URL}/track/?number={question.number}"
        return step_letter(
            address,
            subject,
            *asked_by(question, address),
            *_paragraphs(correction, event),
            _("See where it stands, with your number and look-up code: %(link)s") % {"link": link},
            about=question,
            key=f"mail:{event['event']}:{question.pk}",
        )


def _paragraphs(correction: Correction, event: Payload) -> list[str]:
    if event["name"] == "reply.corrected":
        text = _("The answer to your question was corrected, for this reason: %(reason)s")
        return [text % {"reason": correction.reason}, _("The answer now reads:"), correction.after["body"]]
    due = day_words(date.fromisoformat(event["data"]["due_on"]))
    text = _("The answer to your question was taken back, for this reason: %(reason)s")
    return [text % {"reason": correction.reason}, _("You will have a new one by %(due)s.") % {"due": due}]
