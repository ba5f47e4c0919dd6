"""What the ledger commits to in a comment, and the mails its writer gets."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from consultations.documents.models import Passage
from participation.delivery.mail import is_address, post
from participation.delivery.outbox import on
from participation.ledger import leaves


def content(comment: Comment) -> dict[str, Any]:
    """Body, author and clause: what a leaf commits to on receipt and on each edit."""
    return {
        "body": comment.body,
        "name": comment.name,
        "author": comment.author_id,
        "consultation": comment.consultation_id,
        "clause": comment.clause_id,
    }


leaves.register(leaves.Noun("comment", Comment.objects.all, lambda comment: True, content))


def mail_address(comment: Comment) -> str:
    """Where the writer can be told by mail, if anywhere."""
    if is_address(comment.contact):
        return comment.contact
    return comment.author.email if comment.author else ""


@on(
    "comment.received",
    "comment.published",
    "comment.private",
    "comment.withheld",
    "comment.returned",
    "comment.withdrawn",
)
def tell_the_writer(event: dict[str, Any]) -> None:
    """One short mail a step, in the writer's own language."""
    comment = Comment.objects.select_related("consultation", "author").get(pk=event["object_id"])
    address = mail_address(comment)
    if not address:
        return
    with translation.override(comment.language):
        words = {
            "comment.received": _(
                "We have received your comment. A person will check it before it is shown."
            ),
            "comment.published": _(
                "Your comment has been checked and now stands on the page of the consultation."
            ),
            "comment.private": _(
                "Your comment has been checked. As you asked, it is not shown; it is weighed."
            ),
            "comment.withheld": _(
                "Your comment is not shown, for this reason: %(reason)s. It is weighed all the same."
            )
            % {"reason": comment.get_withholding_reason_display()},
            "comment.returned": _(
                "Your comment came back to you: %(note)s You can change it and send it again."
            )
            % {"note": comment.return_note},
            "comment.withdrawn": _("You have withdrawn your comment. It is neither shown nor weighed."),
        }[event["name"]]
        subject = _("Your comment %(number)s") % {"number": comment.number}
        body = letter(
            _("On the consultation: %(title)s") % {"title": comment.consultation.title},
            words,
            _("See where it stands, with your number and look-up code: %(link)s")
            % {"link": f"{settings.SITE_URL}/track/?number={comment.number}"},
        )
        post(address, subject, body, key=f"mail:{event['event']}:{comment.pk}")


@on("consultation.restarted", "consultation.text_changed", slow=True)
def tell_whose_clause_changed(event: dict[str, Any]) -> None:
    """The text was changed while it was open: those who commented on a clause that changed are told."""
    changed = _changed_clauses(event["data"]["old_version"], event["data"]["new_version"])
    comments = Comment.objects.filter(
        consultation_id=event["object_id"], clause_id__in=changed, version_id=event["data"]["old_version"]
    ).exclude(status=Comment.Status.WITHDRAWN)
    for comment in comments.select_related("consultation", "author", "clause").iterator(chunk_size=500):
        if address := mail_address(comment):
            with translation.override(comment.language):
                page = f"{settings.SITE_URL}/consultations/{comment.consultation.slug}/"
                body = letter(
                    _("On the consultation: %(title)s") % {"title": comment.consultation.title},
                    _("The clause you commented on has been changed. Your comment stands and is weighed."),
                    _("Read the new text, and comment again if you like: %(link)s") % {"link": page},
                )
                subject = _("The text behind your comment %(number)s has changed") % {
                    "number": comment.number
                }
                post(address, subject, body, key=f"mail:{event['event']}:{comment.pk}")


def _changed_clauses(old: int, new: int) -> list[int]:
    """The clauses of the old version that the new one words differently or no longer has."""
    words = {
        version: {
            clause: (heading, text)
            for clause, heading, text in Passage.objects.filter(version=version).values_list(
                "clause", "heading", "text"
            )
        }
        for version in (old, new)
    }
    return [clause for clause, said in words[old].items() if words[new].get(clause) != said]


def letter(*paragraphs: str) -> str:
    """A mail's text with its greeting and its end."""
    return "\n\n".join(
        [_("Dear Sir or Madam,"), *paragraphs, _("This mail was sent by the participation platform.")]
    )
