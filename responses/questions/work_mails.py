"""Officials are told of questions to send on and to answer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from participation.accounts.queries import Role
from participation.delivery.registry import Payload, on
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Due, Matter, Says, register
from participation.text.days import day_words
from responses.questions.models import Question
from responses.questions.policies import ROUTERS, can_answer, can_route
from responses.questions.queries import is_at_sign_off

Status = Question.Status
RELATED = ("department", "deadline")


def says_of(row: Question | None) -> Says:
    """What it is called; nothing of a question that is no more."""
    return {"title": row.title, "number": row.number} if row else {"title": "", "number": ""}


def _route_says(row: Question) -> Says:
    """No term runs for sending it on, but the one of the answer does."""
    told = _("An answer is due on %(day)s: send it on soon.") % {"day": day_words(row.due_on)}
    return {**says_of(row), "note": told}


def url_of(row: Question) -> str:
    """Its page at the desk."""
    return f"/desk/questions/{row.number}/"


def due_of(row: Question) -> Due:
    """The day by which it is answered."""
    return Due(row.due_on, row.deadline.unit if row.deadline else "")


ROUTE = register(Matter(
    name="question.route", kind=Kind.NEW, model=Question,
    words=gettext_noop("Send on a question: %(title)s (%(number)s)"),
    why=gettext_noop("you send questions on to the departments"), says=_route_says, url=url_of, may=can_route,
    waits=lambda row: row.status == Status.SUBMITTED, roles=(*ROUTERS, Role.ANSWERER), related=RELATED,
))  # fmt: skip
ANSWER = register(Matter(
    name="question.answer", kind=Kind.NEW, model=Question,
    words=gettext_noop("Answer a question: %(title)s (%(number)s)"),
    why=gettext_noop("you answer for the department with which it lies"), says=says_of, url=url_of, may=can_answer,
    waits=lambda row: row.status == Status.ASSIGNED and not is_at_sign_off(row), due=due_of, roles=(Role.ANSWERER,),
    related=RELATED,
))  # fmt: skip


@on(
    "question.received", "question.assigned", "question.returned", "question.paused", "question.declined",
    "question.merged", "question.answered", "question.reopened", "reply.submitted",
    name="questions.tell_officials",
)  # fmt: skip
def tell_officials(event: Payload) -> None:
    """Those who send it on, then those who answer; nobody any more once it is on its way."""
    rows = Question.objects.select_related(*RELATED)
    is_reply = event["name"].startswith("reply.")
    row = rows.get(reply=event["object_id"]) if is_reply else rows.get(pk=event["object_id"])
    follow(ROUTE, row, event)
    follow(ANSWER, row, event)
