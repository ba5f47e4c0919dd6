"""More time for a question: a pause on a ground of the rules, or an extension. Asked for by who answers, decided by a
second person of the unit; a pause ends by itself. Ground, reason and days are public, and the asker is told.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.deadlines import actions as deadlines
from participation.deadlines import requests
from participation.deadlines.limits import ground_words
from participation.deadlines.models import Deadline, TimeRequest
from participation.deadlines.policies import can_decide
from participation.deadlines.queries import standing_pause
from participation.deadlines.rulebook import rule
from participation.delivery.live import notify_live
from participation.errors import Invalid, InvalidMove, NotPermitted
from participation.locks import lock
from participation.text.cleaning import plain
from participation.transitions import transition
from responses.questions.actions import moved
from responses.questions.models import Question
from responses.questions.policies import can_answer
from responses.questions.queries import is_at_sign_off
from responses.questions.steps import follow_deadline, take_step

Status, Kind = Question.Status, TimeRequest.Kind
RESUMING = {Status.PAUSED: [Status.ASSIGNED]}
EXTENDING = {Status.ASSIGNED: [Status.ASSIGNED]}


def ask_for_pause(question: Question, *, by: User, ground: str, days: int, reason: str) -> TimeRequest:
    """Ask that the clock stand while something from outside is waited for; it runs until a second person agrees.

    Raises NotPermitted, InvalidMove (a reply waits for sign-off, too) and what `requests.ask_for_pause` raises.
    """

    def ask(deadline: Deadline, row: Question) -> TimeRequest:
        if is_at_sign_off(row):
            raise InvalidMove(_("A reply waits for sign-off. It is signed off or sent back first."))
        return requests.ask_for_pause(deadline, by=by, ground=ground, days=days, reason=reason)

    return _ask(question, by, ask)


def ask_for_extension(question: Question, *, by: User, days: int, reason: str) -> TimeRequest:
    """Ask for more days before it is overdue. Raises NotPermitted and what `requests.ask_for_extension` raises."""
    return _ask(
        question,
        by,
        lambda deadline, _row: requests.ask_for_extension(deadline, by=by, days=days, reason=reason),
    )


def grant_request(question: Question, request: TimeRequest, *, by: User, words: str = "") -> Question:
    """Agree: the clock stands from today, or the due day moves. The asker is told why and until when.

    Raises NotPermitted (who asked; who has no say), Invalid (a request of another question), WindowClosed once overdue,
    Incomplete beyond the limits of the rules, InvalidMove, Conflict.
    """
    _check(question, request, by)
    act = _pause if request.kind == Kind.PAUSE else _extend
    act(question, request, by, words)
    notify_live("desk")
    return question


def refuse_request(question: Question, request: TimeRequest, *, by: User, words: str) -> TimeRequest:
    """Not agree, and say why to who asked. Raises NotPermitted, Invalid, InvalidMove, Conflict."""
    _check(question, request, by)
    requests.refuse(request, by=by, words=words)
    notify_live("desk")
    return request


def withdraw_request(question: Question, request: TimeRequest, *, by: User) -> TimeRequest:
    """Take one's own request back before it is decided. Raises NotPermitted, Invalid, InvalidMove, Conflict."""
    _belongs(question, request)
    requests.withdraw(request, by=by)
    notify_live("desk")
    return request


def resume_question(question: Question, *, by: User | None, note: str = "") -> Question:
    """Let the clock run again, before the last day of its pause or, `by` nobody, on it. The due day moves by the days
    that it stood, none of them after that last day.
    """
    if by is not None and not can_answer(by, question):
        raise NotPermitted(_("Only the department it lies with may do this."))
    with transition(question, Status.ASSIGNED, by=by, table=RESUMING, event="question.resumed") as move:
        row = move.row
        left_out = {}
        if row.deadline:
            deadlines.resume(row.deadline, by=by, reason=plain(note))
            ended = row.deadline.events.filter(kind="resumed").order_by("pk").last()
            left_out = {"left_out": ended.days} if ended else {}
        follow_deadline(row)
        take_step(move, "resumed", department=row.department, note=plain(note), **left_out)
    notify_live("desk")
    return question


def _ask(question: Question, by: User, ask: Callable[[Deadline, Question], TimeRequest]) -> TimeRequest:
    if not can_answer(by, question):
        raise NotPermitted(_("Only the department it lies with may do this."))
    with transaction.atomic():
        row = lock(question)
        if not can_answer(by, row):
            raise NotPermitted(_("Only the department it lies with may do this."))
        if row.status != Status.ASSIGNED or row.deadline is None:
            raise InvalidMove(
                _("This cannot be done while it is “%(status)s”.") % {"status": row.get_status_display()}
            )
        request = ask(row.deadline, row)
    notify_live("desk")
    return request


def _pause(question: Question, request: TimeRequest, by: User, words: str) -> None:
    with moved(question, Status.PAUSED, by=by, event="question.paused") as move:
        row = move.row
        requests.grant(request, by=by, words=words)
        row.deadline = Deadline.objects.get(pk=request.deadline_id)
        pause = standing_pause(row.deadline)
        assert pause is not None and pause.until is not None
        ground, until = ground_words(rule(pause.ground)), pause.until.isoformat()
        take_step(
            move, "paused", department=row.department, note=pause.reason, ground=pause.ground, until=until
        )
        move.data.update(ground=ground, until=until, rule=pause.ground)


def _extend(question: Question, request: TimeRequest, by: User, words: str) -> None:
    with transition(question, Status.ASSIGNED, by=by, table=EXTENDING, event="question.extended") as move:
        row = move.row
        requests.grant(request, by=by, words=words)
        row.deadline = Deadline.objects.get(pk=request.deadline_id)
        follow_deadline(row)
        take_step(move, "extended", department=row.department, note=request.reason, days=request.days)


def _check(question: Question, request: TimeRequest, by: User) -> None:
    _belongs(question, request)
    if not can_decide(by, request, request.deadline):
        raise NotPermitted(_("A second person decides this: one who may, and who did not ask for it."))


def _belongs(question: Question, request: TimeRequest) -> None:
    if request.deadline_id != question.deadline_id:
        message = _("This request belongs to another question.")
        raise Invalid(message, errors={"request": [message]})
