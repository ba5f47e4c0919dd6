"""Whom the news of a matter concerns: everybody who commented on a consultation of it and can be reached by mail."""

import hashlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from consultations.decisions.models import Decision
from participation.delivery.addresses import is_stopped
from participation.delivery.mail import Letter, matter_name, post_in_pieces, step_letter
from participation.delivery.registry import Payload
from participation.notifications.choices import resident_address

News = Callable[[], tuple[str, ...]]  # the subject and what happened, in the language that is active


def tell_people(decision: Decision, event: Payload, news: News, path: str = "") -> Iterator[int]:
    """One mail an address for this event, however often somebody commented and however often the job is tried; each in
    the language of the comment. `path` is where under the matter's page it can be read."""
    comments = Comment.objects.filter(consultation__decisions=decision).exclude(
        status=Comment.Status.WITHDRAWN
    )
    link = f"{settings.SITE_URL}/decisions/{decision.slug}/{path}"
    rows = comments.select_related("author__news_choice")
    yield from post_in_pieces(rows, event, lambda comment: _letter(comment, decision, event, news, link))


def _letter(comment: Comment, decision: Decision, event: Payload, news: News, link: str) -> Letter | None:
    address = resident_address(comment.contact, comment.author)
    if not address or is_stopped(address, matter_name(comment)):
        return None  # another comment from there may still bring it
    with translation.override(comment.mail_language):
        subject, *what = news()
        who = hashlib.sha256(address.lower().encode()).hexdigest()[:24]
        return step_letter(
            address,
            subject,
            _("On the matter on which you commented: %(title)s") % {"title": decision.title},
            *what,
            _("Read it here: %(link)s") % {"link": link},
            about=comment,
            key=f"mail:{event['event']}:{who}",
        )
