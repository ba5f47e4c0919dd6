"""When the feedback is out, everybody who left an address is told what became of what they said."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from consultations.outcomes.models import Feedback
from participation.delivery.mail import Letter, letter, mail_address, post_all
from participation.delivery.registry import Payload, on

PIECE = 50


@on("feedback.published", name="feedback.tell_commenters", slow=True)
def tell_commenters(event: Payload) -> Iterator[int]:
    """One mail a comment; the same key on a retry, so that nobody is told twice."""
    feedback = Feedback.objects.select_related("consultation").get(pk=event["object_id"])
    comments = (
        Comment.objects.filter(consultation=feedback.consultation)
        .exclude(status=Comment.Status.WITHDRAWN)
        .select_related("author")
        .prefetch_related("opinions")
        .order_by("pk")
    )
    last = event["position"] or 0
    while rows := list(comments.filter(pk__gt=last)[:PIECE]):
        post_all(filter(None, (_became(comment, feedback) for comment in rows)))
        last = rows[-1].pk
        yield last


def _became(comment: Comment, feedback: Feedback) -> Letter | None:
    if not (address := mail_address(comment.contact, comment.author)):
        return None
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
        return Letter(address, subject, body, f"mail:feedback:{comment.pk}")
