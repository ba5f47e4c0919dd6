"""What everybody who commented is told of the outcome, and of what was put right or taken back."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consultations.comments.models import Comment, Opinion
from consultations.notices.models import Consultation
from consultations.outcomes.models import Feedback
from participation.accounts.queries import has_proved
from participation.corrections.queries import was_taken_back
from participation.delivery.mail import Letter, post_in_pieces, step_letter
from participation.delivery.registry import Payload, on
from participation.notifications.choices import resident_address
from participation.notifications.residents import text_steps


@on("feedback.published", name="feedback.tell_commenters", slow=True)
def tell_commenters(event: Payload) -> Iterator[int]:
    """One mail a comment; the same key on a retry, so that nobody is told twice."""
    feedback = Feedback.objects.select_related("consultation").get(pk=event["object_id"])
    comments = _comments_on(feedback.consultation).prefetch_related("opinions")
    again = f":{event['event']}" if was_taken_back("feedback", feedback.pk) else ""
    yield from post_in_pieces(comments, event, lambda comment: _became(comment, feedback, again))


@on("feedback.published", name="feedback.text_commenters", slow=True)
def text_commenters(event: Payload) -> Iterator[int]:
    """By text message too, to those who chose so."""
    consultation = Consultation.objects.get(feedback=event["object_id"])
    words = gettext_noop("Comment %(number)s has its feedback.")
    yield from text_steps(_comments_on(consultation), event, words)


@on(
    "consultation.corrected",
    "consultation.withdrawn",
    "feedback.corrected",
    "feedback.withdrawn",
    "final_text.corrected",
    "final_text.withdrawn",
    name="corrections.tell_commenters",
    slow=True,
)
def tell_of_correction(event: Payload) -> Iterator[int]:
    """What people relied on has changed after it was published: everybody who commented is told, with the reason."""
    if "reason" not in event["data"]:
        return  # withdrawn by an earlier release, which told nobody
    consultation = _consultation_of(event)
    comments = _comments_on(consultation)
    yield from post_in_pieces(comments, event, lambda comment: _corrected(comment, consultation, event))


def _comments_on(consultation: Consultation) -> QuerySet[Comment]:
    rows = Comment.objects.filter(consultation=consultation).exclude(status=Comment.Status.WITHDRAWN)
    return rows.select_related("author__news_choice")


def _consultation_of(event: Payload) -> Consultation:
    if event["name"].startswith("feedback."):
        return Consultation.objects.get(feedback=event["object_id"])
    return Consultation.objects.get(pk=event["object_id"])


def _became(comment: Comment, feedback: Feedback, again: str) -> Letter | None:
    if not (address := resident_address(comment.contact, comment.author)):
        return None
    with translation.override(comment.mail_language):
        is_proved = has_proved(comment.author, address)
        lines = [
            (f"{words}\n" if (words := _words(opinion, comment, is_proved)) else "")
            + f"{opinion.get_disposition_display()}{_(': ')}{opinion.reason or _('the text was changed accordingly')}"
            for opinion in comment.opinions.all()
        ]
        page = f"{settings.SITE_URL}/consultations/{feedback.consultation.slug}/feedback/"
        subject = _("What became of your comment %(number)s") % {"number": comment.number}
        return step_letter(
            address,
            subject,
            _("On the consultation: %(title)s") % {"title": feedback.consultation.title},
            _("This is what became of your comment:"),
            "\n\n".join(lines),
            _("The whole feedback: %(link)s") % {"link": page},
            about=comment,
            key=f"mail:feedback{again}:{comment.pk}",
        )


def _words(opinion: Opinion, comment: Comment, is_proved: bool) -> str:
    """The point that was weighed; to an address that its writer has not proved only as everybody may read it."""
    if is_proved:
        return opinion.text
    return opinion.public_text if comment.status == Comment.Status.PUBLISHED else ""


def _corrected(comment: Comment, consultation: Consultation, event: Payload) -> Letter | None:
    if not (address := resident_address(comment.contact, comment.author)):
        return None
    with translation.override(comment.mail_language):
        subject, path = _what_happened(event["name"])
        return step_letter(
            address,
            subject,
            _("On the consultation: %(title)s") % {"title": consultation.title},
            _("%(what)s, for this reason: %(reason)s") % {"what": subject, "reason": event["data"]["reason"]},
            _("Read it, and what stood there before: %(link)s")
            % {"link": f"{settings.SITE_URL}/consultations/{consultation.slug}/{path}"},
            about=comment,
            key=f"mail:{event['event']}:{comment.pk}",
        )


def _what_happened(name: str) -> tuple[str, str]:
    """In words, and where on the consultation's pages it can be read."""
    match name:
        case "consultation.corrected":
            return _("The notice you commented on was corrected"), ""
        case "consultation.withdrawn":
            return _("The consultation you commented on was withdrawn"), ""
        case "feedback.corrected":
            return _("The feedback on your comment was corrected"), "feedback/"
        case "feedback.withdrawn":
            return _("The feedback on your comment was taken back; another one follows"), ""
        case "final_text.corrected":
            return _("The final text after your comment was corrected"), "changes/"
    return _("The final text after your comment was taken back"), ""
