"""Officials are told of replies to sign off, and of those that came back to them."""

from django.utils.translation import gettext_noop

from participation.accounts.models import User
from participation.accounts.queries import Role, is_self
from participation.delivery.registry import Payload, on
from participation.ledger.audit import has_done
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Due, Matter, Says, register
from responses.questions.policies import can_answer, can_sign
from responses.questions.work_mails import due_of
from responses.replies.actions import DRAFTED
from responses.replies.models import Reply

Status = Reply.Status
RELATED = ("question__department", "question__deadline")


def _says(row: Reply) -> Says:
    return {"title": row.question.title, "number": row.question.number, "note": row.return_note}


def _url(row: Reply) -> str:
    return f"/desk/questions/{row.question.number}/"


def _due(row: Reply) -> Due:
    return due_of(row.question)


def _about(row: Reply) -> str:
    return f"question:{row.question_id}"


def may_sign_off(user: User, row: Reply) -> bool:
    """A reviewer of the department who has not drafted it."""
    return (
        can_sign(user, row.question)
        and not is_self(user, row.drafted_by_id)
        and not has_done(user, row, *DRAFTED)
    )


SIGN = register(Matter(
    name="reply.sign", kind=Kind.SECOND_PERSON, model=Reply,
    words=gettext_noop("Sign off a reply: %(title)s (%(number)s)"), why=gettext_noop("you sign for this department"),
    says=_says, url=_url, may=may_sign_off, waits=lambda row: row.status == Status.SUBMITTED, due=_due, about=_about,
    roles=(Role.REVIEWER,), related=RELATED,
))  # fmt: skip
RETURNED = register(Matter(
    name="reply.returned", kind=Kind.RETURNED, model=Reply,
    words=gettext_noop("Your draft of a reply came back: %(title)s (%(number)s)"), why=gettext_noop("you drafted it"),
    says=_says, url=_url, may=lambda user, row: is_self(user, row.drafted_by_id) and can_answer(user, row.question),
    waits=lambda row: row.status == Status.DRAFT and bool(row.return_note), due=_due, about=_about,
    roles=(Role.ANSWERER,), related=RELATED,
))  # fmt: skip


@on("reply.submitted", "reply.returned", "reply.published", "reply.withdrawn", name="replies.tell_officials")
def tell_officials(event: Payload) -> None:
    """Who may sign it, and who drafted it."""
    row = Reply.objects.select_related(*RELATED).get(pk=event["object_id"])
    follow(SIGN, row, event)
    follow(RETURNED, row, event)
