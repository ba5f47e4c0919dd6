"""The acts on a question's time: asked for by who answers, decided by a second person."""

from django.utils.translation import gettext_lazy as _

from frontend.desk.acts import ActPage
from frontend.desk.questions.forms import NoteForm
from frontend.desk.questions.time_forms import ExtensionForm, GrantForm, PauseForm, RefuseForm, RequestForm
from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import is_self
from participation.deadlines.limits import pause_grounds
from participation.deadlines.models import TimeRequest
from participation.deadlines.policies import can_decide
from participation.deadlines.queries import waiting_request
from responses.models import Question
from responses.questions.more_time import (
    ask_for_extension,
    ask_for_pause,
    grant_request,
    refuse_request,
    resume_question,
    withdraw_request,
)
from responses.questions.policies import can_answer
from responses.questions.queries import is_at_sign_off

Status = Question.Status
ABOUT = "desk/questions/request.html"


def _waiting(question: Question) -> TimeRequest | None:
    """The request that waits, looked up once for each page."""
    if "_waiting_request" not in question.__dict__:
        question.__dict__["_waiting_request"] = waiting_request(question.deadline)
    found: TimeRequest | None = question.__dict__["_waiting_request"]
    return found


def _may_ask(user: User, question: Question) -> bool:
    """Who answers, while the term runs, nothing waits and it is not overdue."""
    term = question.deadline
    return (
        question.status == Status.ASSIGNED
        and term is not None
        and can_answer(user, question)
        and term.due_on >= clock.today()
        and _waiting(question) is None
    )


def _may_pause(user: User, question: Question) -> bool:
    if not _may_ask(user, question) or question.deadline is None or is_at_sign_off(question):
        return False
    return question.deadline.due_on > clock.today() and bool(pause_grounds(question.deadline.rule_id))


def may_decide(user: User, question: Question) -> bool:
    """Whether a request waits that this person may agree to or refuse."""
    request = _waiting(question)
    return request is not None and can_decide(user, request, request.deadline)


def _may_withdraw(user: User, question: Question) -> bool:
    request = _waiting(question)
    return request is not None and is_self(user, request.asked_by_id)


TIME_ACTS: dict[str, ActPage[Question]] = {
    "grant": ActPage(
        label=_("Agree to the request"),
        explanation=_(
            "A pause counts from today and ends by itself on its last day; an extension moves the due day."
            " Ground, reason and day become public and the asker is told."
        ),
        may=may_decide,
        do=lambda row, by, form_data: grant_request(
            row, form_data["request"], by=by, words=form_data["words"]
        ),
        done=_("The request is agreed to; the asker is told."),
        form=GrantForm,
        about=ABOUT,
    ),
    "refuse": ActPage(
        label=_("Do not agree"),
        explanation=_("The term runs on unchanged. Who asked is told why."),
        may=may_decide,
        do=lambda row, by, form_data: refuse_request(
            row, form_data["request"], by=by, words=form_data["words"]
        ),
        done=_("The request is not agreed to; who asked is told."),
        form=RefuseForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "withdraw-request": ActPage(
        label=_("Take the request back"),
        explanation=_("Nobody decides it any more; the term runs on unchanged."),
        may=_may_withdraw,
        do=lambda row, by, form_data: withdraw_request(row, form_data["request"], by=by),
        done=_("The request is taken back."),
        form=RequestForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "pause": ActPage(
        label=_("Ask to stop the clock"),
        explanation=_(
            "Before the last day, on a ground of the rules. The clock runs on until a second person agrees, stands"
            " from that day, and goes on by itself on the last day of the pause."
        ),
        may=_may_pause,
        do=lambda row, by, form_data: ask_for_pause(
            row, by=by, ground=form_data["ground"], days=form_data["days"], reason=form_data["reason"]
        ),
        done=_("The request waits for a second person; until then the clock runs."),
        form=PauseForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "extend": ActPage(
        label=_("Ask for more time"),
        explanation=_(
            "Before it is overdue. The due day stands until the head of the unit agrees; then it moves, the reason is"
            " public and the asker is told."
        ),
        may=_may_ask,
        do=lambda row, by, form_data: ask_for_extension(
            row, by=by, days=form_data["days"], reason=form_data["reason"]
        ),
        done=_("The request waits for a second person; until then the due day stands."),
        form=ExtensionForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "resume": ActPage(
        label=_("Let the clock run again"),
        explanation=_("The due day moves by the working days that the clock stood. The asker is told."),
        may=lambda user, row: row.status == Status.PAUSED and can_answer(user, row),
        do=lambda row, by, form_data: resume_question(row, by=by, note=form_data["note"]),
        done=_("The clock runs again."),
        form=NoteForm,
        about=ABOUT,
    ),
}
