"""A reply is drafted by one official and signed off by another; then it is the answer."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Clause
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import is_self, same_hand
from participation.delivery.live import notify_live
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import has_done
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import is_reason, reason_wanted, said
from participation.transitions import Edit, Move, as_seen, edit, transition
from responses.questions.actions import MOVES as QUESTION_MOVES
from responses.questions.actions import close, make_public
from responses.questions.models import Question
from responses.questions.policies import can_answer, can_sign
from responses.questions.steps import add_step
from responses.replies.models import KeptDraft, Reply

Status = Reply.Status
MOVES = {Status.DRAFT: [Status.SUBMITTED], Status.SUBMITTED: [Status.DRAFT, Status.PUBLISHED]}
DRAFTED = ("reply.drafted",)
MOST_REPLY = 20_000
WRITTEN = ("department", "body", "drafted_by", "drafted_at", "return_note")


def draft_reply(
    question: Question, *, by: User, body: str, leans_on: Iterable[Clause] = (), seen: Reply | None = None
) -> Reply:
    """Write or rewrite the draft. `seen` is the draft as the writer saw it, None when there was none.

    A draft of the department that had the question before is kept for that department.

    Raises NotPermitted, Invalid, InvalidMove (not with a department), Conflict once it has gone to sign-off,
    Overwritten when somebody else has written meanwhile.
    """
    if not can_answer(by, question):
        raise NotPermitted(_("Only an answerer of the department it lies with may draft the reply."))
    text = checked_body(body)
    with transaction.atomic():
        locked = lock(question)
        department = locked.department
        if (
            locked.status != Question.Status.ASSIGNED
            or department is None
            or department != question.department
        ):
            raise InvalidMove(_("This question is not waiting for a reply."))
        there = Reply.objects.filter(question=locked).first()
        if there is not None and there.status != Status.DRAFT:
            raise Conflict(_("This reply has gone to sign-off; it must come back before it can be changed."))
        if there is None or there.department_id == department.pk:
            as_seen(there, seen)
        draft = there or Reply.objects.create(
            question=locked, department=department, drafted_by=by, drafted_at=clock.now()
        )
        with edit(draft, by=by, act="reply.drafted", fields=WRITTEN) as change:
            _keep_for_its_department(change.row, department)
            _write(change, text, list(leans_on), department, by)
    return draft


def checked_body(body: str) -> str:
    """The reply as it is kept. Raises Invalid when it has no words or no end."""
    text = plain(body)
    if not text or len(text) > MOST_REPLY:
        message: Message = _("Write the reply.") if not text else _("This reply is too long.")
        raise Invalid(message, errors={"body": [message]})
    return text


def said_in(body: str) -> str:
    """The reply, where it says something to whoever asked. Raises Incomplete."""
    if not is_reason(body):
        message = _("The reply is empty.") if not body.strip() else reason_wanted()
        raise Incomplete(message, errors={"body": [message]})
    return body


def _keep_for_its_department(row: Reply, department: Department) -> None:
    """Put the draft of another department aside; our own, kept so before, is being written anew."""
    if row.department_id == department.pk:
        return
    kept, _is_new = KeptDraft.objects.update_or_create(
        question=row.question,
        department=row.department,
        defaults={"body": row.body, "drafted_by": row.drafted_by, "drafted_at": row.drafted_at},
    )
    kept.leans_on.set(row.leans_on.all())
    KeptDraft.objects.filter(question=row.question, department=department).delete()
    row.return_note = ""


def _write(change: Edit[Reply], text: str, leans_on: list[Clause], department: Department, by: User) -> None:
    row = change.row
    before = set(row.leans_on.values_list("uid", flat=True))
    row.leans_on.set(leans_on)
    if before != {clause.uid for clause in leans_on}:
        change.is_changed, change.note["leans_on"] = True, sorted(map(str, before))
    if change.is_changed or (row.body, row.department_id) != (text, department.pk):
        row.body, row.department = text, department
        row.drafted_by, row.drafted_at = by, clock.now()


def submit_reply(reply: Reply, *, by: User) -> Reply:
    """Send the draft to sign-off.

    Raises NotPermitted, Incomplete for one that says nothing, Conflict, InvalidMove (not with a department).
    """
    if not can_answer(by, reply.question):
        raise NotPermitted(_("Only an answerer of the department it lies with may do this."))
    with _moved(reply, Status.SUBMITTED, by, "reply.submitted") as move:
        _with_its_department(move)
        said_in(move.row.body)
        move.row.submitted_at = clock.now()
        move.row.return_note = ""
    notify_live("desk")
    return reply


def return_reply(reply: Reply, *, by: User, note: str) -> Reply:
    """Send it back to be changed, saying what; the drafter may also take it back."""
    if not (can_sign(by, reply.question) or is_self(by, reply.drafted_by_id)):
        raise NotPermitted(_("Only a reviewer of the department may do this."))
    note = said(note, _("Say what should be changed."), field="note")
    with _moved(reply, Status.DRAFT, by, "reply.returned") as move:
        move.row.return_note = note
    notify_live("desk")
    return reply


def publish_reply(reply: Reply, *, by: User, hide: Iterable[str] = (), files: Sequence[str] = ()) -> Reply:
    """Sign off and publish: the question is answered, the asker is told.

    It stands in public if the asker consented, else only the asker reads it. Raises NotPermitted for the drafter,
    Conflict, InvalidMove, Incomplete for an empty reply.
    """
    if not can_sign(by, reply.question):
        raise NotPermitted(_("Only a reviewer of the department may do this."))
    if has_done(by, reply, *DRAFTED):
        raise NotPermitted(_("A second person of the department signs off."))
    with _moved(reply, Status.PUBLISHED, by, "reply.published", leaf="reply") as move:
        if same_hand(by, move.row.drafted_by_id, move.row, acts=DRAFTED):
            raise NotPermitted(_("A second person of the department signs off."))
        said_in(move.row.body)
        move.row.signed_by = by
        move.row.published_at = clock.now()
        _with_its_department(move)
        _answer(move.parent, by=by, hide=hide, files=files)
    notify_live("desk")
    return reply


def _moved(
    reply: Reply, to: str, by: User, event: str, leaf: str | None = None
) -> AbstractContextManager[Move[Reply]]:
    """A move of the reply, its question locked first."""
    return transition(reply, to, by=by, table=MOVES, event=event, under=reply.question, leaf=leaf)


def _with_its_department(move: Move[Reply]) -> None:
    if move.parent.department_id != move.row.department_id:
        raise Conflict(_("This draft is of the department that had the question before."))
    if move.parent.status != Question.Status.ASSIGNED:
        raise InvalidMove(_("This question is not waiting for a reply."))


def _answer(question: Question, *, by: User, hide: Iterable[str], files: Sequence[str]) -> None:
    to = Question.Status.ANSWERED
    with transition(question, to, by=by, table=QUESTION_MOVES, event="question.answered") as move:
        if not move.row.is_public:
            make_public(move.row, hide, files)
        close(move.row, by=by)
        add_step(move.row, "answered", department=move.row.department)
