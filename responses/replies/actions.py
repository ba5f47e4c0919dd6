"""A reply is drafted by one official and signed off by another; then it is the answer."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Clause
from participation import clock
from participation.accounts.models import User
from participation.delivery.live import notify_live
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import has_done, record
from participation.text.cleaning import plain
from participation.transitions import lock, transition
from responses.questions.actions import MOVES as QUESTION_MOVES
from responses.questions.actions import close, make_public
from responses.questions.models import Question
from responses.questions.policies import can_answer, can_sign
from responses.questions.steps import add_step
from responses.replies.models import Reply

Status = Reply.Status
MOVES = {Status.DRAFT: [Status.SUBMITTED], Status.SUBMITTED: [Status.DRAFT, Status.PUBLISHED]}
MOST_REPLY = 20_000


def draft_reply(question: Question, *, by: User, body: str, leans_on: Iterable[Clause] = ()) -> Reply:
    """Write or rewrite the draft. Raises NotPermitted, Invalid, InvalidMove (not with a department), Conflict."""
    if not can_answer(by, question):
        raise NotPermitted(_("Only an answerer of the department it lies with may draft the reply."))
    text = plain(body)
    if not text or len(text) > MOST_REPLY:
        message: Message = _("Write the reply.") if not text else _("This reply is too long.")
        raise Invalid(message, errors={"body": [message]})
    with transaction.atomic():
        locked = lock(question)
        if locked.status != Question.Status.ASSIGNED:
            raise InvalidMove(_("This question is not waiting for a reply."))
        reply = Reply.objects.filter(question=locked).first() or Reply(question=locked)
        if reply.status != Status.DRAFT:
            raise Conflict(_("This reply has gone to sign-off; it must come back before it can be changed."))
        if locked.department is None:
            raise InvalidMove(_("This question is not waiting for a reply."))
        reply.department, reply.body = locked.department, text
        reply.drafted_by, reply.drafted_at = by, clock.now()
        reply.save()
        reply.leans_on.set(leans_on)
        record("reply.drafted", reply, by=by)
    return reply


def submit_reply(reply: Reply, *, by: User) -> Reply:
    """Send the draft to sign-off."""
    if not can_answer(by, reply.question):
        raise NotPermitted(_("Only an answerer of the department it lies with may do this."))
    with transition(reply, Status.SUBMITTED, by=by, table=MOVES, event="reply.submitted") as move:
        move.row.submitted_at = clock.now()
        move.row.return_note = ""
    notify_live("desk")
    return reply


def return_reply(reply: Reply, *, by: User, note: str) -> Reply:
    """Send it back to be changed, saying what; the drafter may also take it back."""
    if not (can_sign(by, reply.question) or reply.drafted_by_id == by.pk):
        raise NotPermitted(_("Only a reviewer of the department may do this."))
    if not (note := plain(note)):
        raise Invalid(_("Say what should be changed."), errors={"note": [_("Say what should be changed.")]})
    with transition(reply, Status.DRAFT, by=by, table=MOVES, event="reply.returned") as move:
        move.row.return_note = note
    notify_live("desk")
    return reply


def publish_reply(reply: Reply, *, by: User, hide: Iterable[str] = (), files: Sequence[str] = ()) -> Reply:
    """Sign off and publish: the question is answered, the asker is told.

    It stands in public if the asker consented, else only the asker reads it. Raises NotPermitted for the drafter,
    Conflict, InvalidMove, Incomplete for an empty reply.
    """
    if not can_sign(by, reply.question) or has_done(by, reply, "reply.drafted"):
        raise NotPermitted(_("A second person of the department signs off."))
    with transition(
        reply, Status.PUBLISHED, by=by, table=MOVES, event="reply.published", leaf="reply"
    ) as move:
        if move.row.drafted_by_id == by.pk:
            raise NotPermitted(_("A second person of the department signs off."))
        if not move.row.body.strip():
            raise Incomplete(_("The reply is empty."), errors={"body": [_("The reply is empty.")]})
        move.row.signed_by = by
        move.row.published_at = clock.now()
        _answer(reply.question, move.row, by=by, hide=hide, files=files)
    notify_live("desk")
    return reply


def _answer(question: Question, reply: Reply, *, by: User, hide: Iterable[str], files: Sequence[str]) -> None:
    to = Question.Status.ANSWERED
    with transition(question, to, by=by, table=QUESTION_MOVES, event="question.answered") as move:
        row = move.row
        if row.department_id != reply.department_id:
            raise Conflict(_("The question has gone to another department; the reply must come back first."))
        if not row.is_public:
            make_public(row, hide, files)
        close(row, by=by)
        add_step(row, "answered", department=row.department)
