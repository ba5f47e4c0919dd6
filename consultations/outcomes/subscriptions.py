"""When the feedback is out, everybody who left an address is told what became of what they said."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from consultations.comments.subscriptions import letter, mail_address
from consultations.outcomes.models import Feedback
from participation.delivery.mail import post
from participation.delivery.outbox import errand_handler, on, send

CHUNK = 200


@on("feedback.published", slow=True)
def tell_everybody(event: dict[str, Any]) -> None:
    """One mail a comment, some hundred comments at a time, so that people can speak meanwhile."""
    _send_chunk(event["object_id"], after=0)


@errand_handler(slow=True)
def tell_some(payload: dict[str, Any]) -> None:
    """Tell the next few hundred; the same key on a retry, so that nobody is told twice."""
    feedback = Feedback.objects.select_related("consultation").get(pk=payload["feedback"])
    comments = list(
        Comment.objects.filter(consultation=feedback.consultation, pk__gt=payload["after"])
        .exclude(status=Comment.Status.WITHDRAWN)
        .select_related("author")
        .prefetch_related("opinions")
        .order_by("pk")[:CHUNK]
    )
    for comment in comments:
        if address := mail_address(comment):
            _tell(comment, address, feedback)
    if len(comments) == CHUNK:
        _send_chunk(feedback.pk, after=comments[-1].pk)


def _send_chunk(feedback: int, *, after: int) -> None:
    handler = f"{tell_some.__module__}.{tell_some.__qualname__}"
    send(handler, {"feedback": feedback, "after": after}, key=f"tell:{feedback}:{after}")


def _tell(comment: Comment, address: str, feedback: Feedback) -> None:
    with translation.override(comment.language):
        lines = [
            (f"{opinion.text}\n" if opinion.text else "")
            + f"{opinion.get_disposition_display()}: {opinion.reason or _('the text was changed accordingly')}"
            for opinion in comment.opinions.all()
        ]
        page = f"{settings.SITE_URL}/consultations/{feedback.consultation.slug}/feedback/"
        body = letter(
            _("On the consultation: %(title)s") % {"title": feedback.consultation.title},
            _("This is what became of your comment:"),
            "\n\n".join(lines),
            _("The whole feedback: %(link)s") % {"link": page},
        )
        subject = _("What became of your comment %(number)s") % {"number": comment.number}
        post(address, subject, body, key=f"mail:feedback:{comment.pk}")
