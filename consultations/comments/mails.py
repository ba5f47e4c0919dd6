"""The mails a comment's writer gets, each in their own language."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consultations.comments.models import Comment
from consultations.documents.models import Passage
from participation.delivery.mail import Letter, post_all, post_in_pieces, step_letter
from participation.delivery.registry import Payload, on
from participation.notifications.choices import resident_address
from participation.notifications.residents import text_steps

CHECKED = gettext_noop("Your comment has been checked (%(number)s)")
SUBJECTS = {
    "comment.received": gettext_noop("We have received your comment (%(number)s)"),
    "comment.published": CHECKED,
    "comment.private": CHECKED,
    "comment.withheld": CHECKED,
    "comment.returned": gettext_noop("Please change your comment (%(number)s)"),
    "comment.withdrawn": gettext_noop("You have withdrawn your comment (%(number)s)"),
}


@on(
    "comment.received",
    "comment.published",
    "comment.private",
    "comment.withheld",
    "comment.returned",
    "comment.withdrawn",
    name="comments.tell_writer",
)
def tell_writer(event: Payload) -> None:
    """One short mail a step, with what was said at that step whatever has happened since."""
    comment = Comment.objects.select_related("consultation", "author__news_choice").get(pk=event["object_id"])
    if not (address := resident_address(comment.contact, comment.author)):
        return
    with translation.override(comment.mail_language):
        post_all([step_letter(
            address, _(SUBJECTS[event["name"]]) % {"number": comment.number},
            _("On the consultation: %(title)s") % {"title": comment.consultation.title},
            _step(event, comment),
            _("See where it stands, with your number and look-up code: %(link)s")
            % {"link": f"{settings.SITE_URL}/track/?number={comment.number}"},
            about=comment, key=f"mail:{event['event']}:{comment.pk}",
        )])  # fmt: skip


@on("comment.returned", name="comments.text_writer")
def text_writer(event: Payload) -> Iterator[int]:
    """By text message too, where the writer chose so: there is something to do."""
    rows = Comment.objects.filter(pk=event["object_id"])
    yield from text_steps(rows, event, gettext_noop("Comment %(number)s came back."))


def _step(event: Payload, comment: Comment) -> str:
    match event["name"]:
        case "comment.received":
            return _("We have received your comment. A person will check it before it is shown.")
        case "comment.published":
            return _("Your comment has been checked and now stands on the page of the consultation.")
        case "comment.private":
            return _("Your comment has been checked. As you asked, it is not shown; it is weighed.")
        case "comment.withheld":
            text = _("Your comment is not shown, for this reason: %(reason)s. It is weighed all the same.")
            reason = Comment.Reason(event["data"].get("reason", comment.withholding_reason))
            return text % {"reason": reason.label}
        case "comment.returned":
            text = _("Your comment came back to you: %(note)s You can change it and send it again.")
            return text % {"note": event["data"].get("note", comment.return_note)}
    return _("You have withdrawn your comment. It is neither shown nor weighed.")


@on(
    "consultation.restarted",
    "consultation.text_changed",
    name="comments.tell_changed_clause",
    slow=True,
)
def tell_changed_clause(event: Payload) -> Iterator[int]:
    """The text was changed while it was open: those who commented on a clause that changed are told."""
    old, new = event["data"]["old_version"], event["data"]["new_version"]
    comments = (
        Comment.objects.filter(
            consultation_id=event["object_id"], clause_id__in=_changed_clauses(old, new), version_id=old
        )
        .exclude(status=Comment.Status.WITHDRAWN)
        .select_related("consultation", "author__news_choice")
    )
    yield from post_in_pieces(comments, event, lambda comment: _clause_changed(comment, event["event"]))


def _clause_changed(comment: Comment, event: int) -> Letter | None:
    if not (address := resident_address(comment.contact, comment.author)):
        return None
    with translation.override(comment.mail_language):
        page = f"{settings.SITE_URL}/consultations/{comment.consultation.slug}/"
        return step_letter(
            address,
            _("The text behind your comment %(number)s has changed") % {"number": comment.number},
            _("On the consultation: %(title)s") % {"title": comment.consultation.title},
            _("The clause you commented on has been changed. Your comment stands and is weighed."),
            _("Read the new text, and comment again if you like: %(link)s") % {"link": page},
            about=comment,
            key=f"mail:{event}:{comment.pk}",
        )


def _changed_clauses(old: int, new: int) -> list[int]:
    """The clauses of the old version that the new one words differently or no longer has."""
    texts = {
        version: {
            clause: (heading, text)
            for clause, heading, text in Passage.objects.filter(version=version).values_list(
                "clause", "heading", "text"
            )
        }
        for version in (old, new)
    }
    return [clause for clause, text in texts[old].items() if texts[new].get(clause) != text]
