"""What is done with a question: routed, declined, merged, rated. Its time is the matter of `more_time`.

While a reply waits for sign-off the question stays where it is: the reply is signed off or sent back first. Only more
time may be given meanwhile.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import county
from participation.deadlines import actions as deadlines
from participation.delivery.live import notify_live
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from participation.files.actions import show_files
from participation.locks import lock_all
from participation.text.cleaning import plain
from participation.text.masking import shown_text
from participation.text.reasons import explained, said
from participation.transitions import Move, edit, transition
from responses.questions.models import Question
from responses.questions.policies import can_answer, can_route
from responses.questions.queries import is_at_sign_off, is_overdue
from responses.questions.steps import take_step

Status = Question.Status
MOVES = {
    Status.SUBMITTED: [Status.ASSIGNED, Status.DECLINED, Status.MERGED],
    Status.ASSIGNED: [
        Status.ASSIGNED,
        Status.SUBMITTED,
        Status.PAUSED,
        Status.ANSWERED,
        Status.DECLINED,
        Status.MERGED,
    ],
}  # a paused one is only resumed, so that its deadline runs again
UNANSWERABLE = (Status.MERGED, Status.DECLINED)


def assign_question(
    question: Question,
    department: Department,
    *,
    by: User,
    show: bool = False,
    hide: Iterable[str] = (),
    files: Sequence[str] = (),
    note: str = "",
) -> Question:
    """Send a question to the department that answers it. The due date stays what the person was told.

    `show` makes it public while it waits, if the asker consented; `hide` blacks passages out, `files` are the tokens
    of the attachments that are shown. What the department before had drafted is kept for it. Raises NotPermitted,
    Invalid (not where it lies already), Conflict, InvalidMove.
    """
    if not can_route(by, question):
        raise NotPermitted(_("Only those who route questions may send this one on."))
    if department.parent_id is None:
        message = _("Choose the department that answers.")
        raise Invalid(message, errors={"department": [message]})
    with moved(question, Status.ASSIGNED, by=by, event="question.assigned") as move:
        row = move.row
        if move.old == Status.ASSIGNED and row.department_id == department.pk:
            message = _("The question lies with this department already.")
            raise Invalid(message, errors={"department": [message]})
        move.note.update({"from": row.department_id, "to": department.pk})
        row.department = department
        _hand_deadline_to(department, row, by=by)
        if show:
            make_public(row, hide, files)
        take_step(move, "assigned", department=department, note=plain(note))
    notify_live("desk")
    return question


def return_assignment(question: Question, *, by: User, reason: str) -> Question:
    """退单: the department says it is not the one to answer; the question waits to be routed again.

    Until then the county's own routers are those whom its deadline reminds.
    """
    if not can_answer(by, question):
        raise NotPermitted(_("Only the department it lies with may do this."))
    reason = said(reason, _("Say why, and who should answer."), field="reason")
    with moved(question, Status.SUBMITTED, by=by, event="question.returned") as move:
        move.note["reason"] = reason
        take_step(move, "returned", department=move.row.department, note=reason)
        move.row.department = None
        _hand_deadline_to(county(), move.row, by=by, reason=reason)
    notify_live("desk")
    return question


def decline_question(question: Question, *, by: User, reason: str) -> Question:
    """Not accept it, with the reason and where to go instead; the asker is told.

    What is overdue is answered. Raises NotPermitted, Invalid, InvalidMove, Conflict.
    """
    if not (can_route(by, question) or can_answer(by, question)):
        raise NotPermitted(_("Only those who handle this question may decline it."))
    reason = explained(reason)
    with moved(question, Status.DECLINED, by=by, event="question.declined") as move:
        if is_overdue(move.row):
            raise InvalidMove(
                _("It is overdue: answer it. The reply may say where the person can turn instead.")
            )
        close(move.row, by=by)
        take_step(move, "declined", department=move.row.department, note=reason)
    notify_live("desk")
    return question


def merge_question(question: Question, into: Question, *, by: User) -> Question:
    """Attach a question to an answered or waiting one that asks the same; its asker is told of the one answer.

    Those joined to it before go along, so that `merged_into` always names the question with the answer. What is overdue
    is joined to an answer only, not to wait anew. Raises NotPermitted, Invalid, InvalidMove, Conflict.
    """
    if not (can_route(by, question) or can_answer(by, question)):
        raise NotPermitted(_("Only those who handle this question may do this."))
    with transaction.atomic():
        along = list(question.merged.all())
        locked, locked_into, *along = lock_all(question, into, *along)
        if question.merged.exclude(pk__in=[each.pk for each in along]).exists():
            raise Conflict(_("Another question was joined to this one just now. Try again."))
        if into.pk == question.pk or locked_into.status in UNANSWERABLE or not locked_into.is_public:
            message = _("Choose another question that everyone can read.")
            raise Invalid(message, errors={"into": [message]})
        if is_overdue(locked) and locked_into.status != Status.ANSWERED:
            message = _("It is overdue: join it to a question that is answered already, or answer it.")
            raise Invalid(message, errors={"into": [message]})
        with moved(question, Status.MERGED, by=by, event="question.merged") as move:
            move.row.merged_into = into
            close(move.row, by=by)
            take_step(move, "merged", department=into.department, note="", into=into.number)
        for each in along:
            with edit(each, by=by, act="question.led_on", fields=["merged_into"]) as change:
                change.row.merged_into = into
    notify_live("desk")
    return question


def rate_question(question: Question, *, rating: int, note: str = "") -> Question:
    """The asker says how good the answer was (1 to 5), once it is there. Raises InvalidMove, Invalid."""
    if rating not in range(1, 6):
        raise Invalid(_("Choose one to five."), errors={"rating": [_("Choose one to five.")]})
    with edit(question, by=None, act="question.rated", fields=["rating", "rating_note"]) as change:
        if change.row.status != Status.ANSWERED:
            raise InvalidMove(_("There is no answer to rate yet."))
        change.row.rating, change.row.rating_note = rating, plain(note)[:1000]
        change.note["rating"] = rating
    return question


@contextmanager
def moved(question: Question, to: str, *, by: User, event: str) -> Iterator[Move[Question]]:
    """A move of the question, never away from under a reply that somebody else is about to sign."""
    with transition(question, to, by=by, table=MOVES, event=event) as move:
        if is_at_sign_off(move.row):
            raise InvalidMove(_("A reply waits for sign-off. It is signed off or sent back first."))
        yield move


def _hand_deadline_to(department: Department | None, row: Question, *, by: User, reason: str = "") -> None:
    if row.deadline and department and row.deadline.department_id != department.pk:
        deadlines.hand_over(row.deadline, department, by=by, reason=reason)


def close(question: Question, *, by: User) -> None:
    """Stop its deadline and note the moment. Call while the row is held."""
    question.closed_at = clock.now()
    if question.deadline and question.deadline.state != "stopped":
        deadlines.stop(question.deadline, by=by)


def make_public(question: Question, hide: Iterable[str] = (), files: Sequence[str] = ()) -> None:
    """Let everybody read it, personal data masked, if the asker consented. Call while the row is held.

    Raises Invalid for a passage that stands neither in the title nor in the text.
    """
    if question.wants_publication:
        in_title, in_body = [], []
        for passage in filter(None, map(plain, hide)):
            if passage in question.title:
                in_title.append(passage)
            if passage in question.body or passage not in question.title:
                in_body.append(passage)
        question.public_title = shown_text(question.title, in_title)[:120]
        question.public_body = shown_text(question.body, in_body)
        question.is_public = True
        show_files(question.files.all(), files)
