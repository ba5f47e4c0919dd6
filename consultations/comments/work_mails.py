"""Moderators are told that comments wait to be checked: once for all that wait, however many come."""

from django.utils.translation import gettext_noop

from consultations.comments.models import Comment
from consultations.comments.policies import can_moderate_in
from consultations.notices.counters import counts_of
from consultations.notices.models import Consultation
from participation.accounts.queries import Role
from participation.delivery.registry import Payload, on
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Matter, Says, register


def _says(row: Consultation) -> Says:
    return {"n": counts_of(row)["pending"], "title": row.title}


MODERATE = register(Matter(
    name="comments.moderate", kind=Kind.NEW, model=Consultation,
    words=gettext_noop("Comments to check on “%(title)s”: %(n)d"), why=gettext_noop("you check comments"), says=_says,
    url=lambda row: f"/desk/moderation/?consultation={row.slug}", may=can_moderate_in,
    waits=lambda row: counts_of(row)["pending"] > 0, about=lambda row: f"moderation:{row.pk}",
    roles=(Role.MODERATOR,), related=("department",), grouped=True,
))  # fmt: skip


@on(
    "comment.received", "comment.resubmitted", "comment.reopened", "comment.published", "comment.private",
    "comment.withheld", "comment.returned", "comment.withdrawn", name="comments.tell_moderators",
)  # fmt: skip
def tell_moderators(event: Payload) -> None:
    """Some wait, or none any more."""
    comment = Comment.objects.select_related("consultation__department").get(pk=event["object_id"])
    follow(MODERATE, comment.consultation, event)
