"""The acts on a question, each with its own page; who may do what is asked of the rooms."""

from django.utils.translation import gettext_lazy as _

from frontend.desk.acts import ActPage
from frontend.desk.correcting import correct_act, withdraw_act
from frontend.desk.questions.forms import (
    CorrectReplyForm,
    DeclineForm,
    MergeForm,
    ReasonForm,
    ReturnForm,
    RouteForm,
    SignForm,
    WithdrawReplyForm,
)
from frontend.desk.questions.time_acts import TIME_ACTS
from participation.accounts.models import User
from participation.accounts.queries import is_self, same_hand
from participation.errors import InvalidMove
from responses.models import Question, Reply
from responses.questions.actions import (
    assign_question,
    decline_question,
    merge_question,
    return_assignment,
)
from responses.questions.policies import can_answer, can_read_contact, can_route, can_sign
from responses.replies.actions import DRAFTED, publish_reply, return_reply
from responses.replies.queries import reply_of

Status = Question.Status
ABOUT = "desk/questions/words.html"
WAITS = (Status.SUBMITTED, Status.ASSIGNED)


def is_submitted(question: Question) -> bool:
    """Whether a reply waits for sign-off."""
    reply = reply_of(question)
    return reply is not None and reply.status == Reply.Status.SUBMITTED


def may_handle(user: User, question: Question) -> bool:
    """Whether this person works on it in any way, and so may see how to reach the asker."""
    return can_read_contact(user, question)


def may_sign(user: User, question: Question) -> bool:
    """Whether this person may sign its reply off now: never their own."""
    reply = reply_of(question)
    return (
        question.status == Status.ASSIGNED
        and reply is not None
        and reply.status == Reply.Status.SUBMITTED
        and can_sign(user, question)
        and not same_hand(user, reply.drafted_by_id, reply, acts=DRAFTED)
    )


def _reply(question: Question) -> Reply:
    if (reply := reply_of(question)) is None:
        raise InvalidMove(_("There is no reply yet."))
    return reply


def _may_take_back(user: User, question: Question) -> bool:
    reply = reply_of(question)
    return (
        is_submitted(question)
        and reply is not None
        and (can_sign(user, question) or is_self(user, reply.drafted_by_id))
    )


ACTS: dict[str, ActPage[Question]] = {
    "route": ActPage(
        label=_("Send to a department"),
        explanation=_(
            "The department answers it by the day the person was told. The asker is told where it lies."
            " What the department before had drafted stays its own, and is there again should the question come back."
        ),
        may=lambda user, row: row.status in WAITS and not is_submitted(row) and can_route(user, row),
        do=lambda row, by, form_data: assign_question(
            row,
            form_data["department"],
            by=by,
            show=form_data.get("show", False),
            hide=form_data["passages"],
            files=form_data.get("files", ()),
            note=form_data["note"],
        ),
        done=_("The question now lies with the department."),
        form=RouteForm,
        about=ABOUT,
    ),
    "sign": ActPage(
        label=_("Sign off and publish"),
        explanation=_(
            "The reply becomes the answer: the asker is told at once, and it stands in public if they agreed."
        ),
        may=may_sign,
        do=lambda row, by, form_data: publish_reply(
            _reply(row), by=by, hide=form_data["passages"], files=form_data.get("files", ())
        ),
        done=_("The question is answered."),
        form=SignForm,
        about="desk/questions/answer.html",
    ),
    "return": ActPage(
        label=_("Return the reply"),
        explanation=_("The draft goes back to be changed."),
        may=_may_take_back,
        do=lambda row, by, form_data: return_reply(_reply(row), by=by, note=form_data["note"]),
        done=_("The reply went back to be changed."),
        form=ReturnForm,
        tone="btn--line",
        about="desk/questions/answer.html",
    ),
    "correct": correct_act(
        "reply",
        CorrectReplyForm,
        label=_("Propose to correct the answer"),
        explanation=_("Only what is wrong is put right; what stood there stays readable, with both dates."),
        target=reply_of,
        about="desk/questions/answer.html",
    ),
    "withdraw": withdraw_act(
        "reply",
        label=_("Propose to take the answer back"),
        explanation=_(
            "The question waits for a new answer, with a whole new term from today. What was said stays readable."
        ),
        target=reply_of,
        about="desk/questions/answer.html",
        form=WithdrawReplyForm,
    ),
    **TIME_ACTS,
    "give-back": ActPage(
        label=_("Not ours: give it back"),
        explanation=_(
            "It waits to be sent to another department. Say who should answer. Your draft is kept, should it come back."
        ),
        may=lambda user, row: (
            row.status == Status.ASSIGNED and can_answer(user, row) and not is_submitted(row)
        ),
        do=lambda row, by, form_data: return_assignment(row, by=by, reason=form_data["reason"]),
        done=_("The question waits to be sent on."),
        form=ReasonForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "merge": ActPage(
        label=_("Join to another question"),
        explanation=_("The asker is sent to the one answer. This cannot be undone."),
        may=lambda user, row: row.status in WAITS and may_merge(user, row),
        do=lambda row, by, form_data: merge_question(row, form_data["into"], by=by),
        done=_("The question is joined to the other one."),
        form=MergeForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "decline": ActPage(
        label=_("Do not accept it"),
        explanation=_("The asker is told why, and where to turn instead. This cannot be undone."),
        may=lambda user, row: row.status in WAITS and may_merge(user, row),
        do=lambda row, by, form_data: decline_question(row, by=by, reason=form_data["reason"]),
        done=_("The question is not accepted; the asker is told."),
        form=DeclineForm,
        tone="btn--alarm",
        about=ABOUT,
    ),
}


def may_merge(user: User, question: Question) -> bool:
    """Those who route or answer it."""
    return (can_route(user, question) or can_answer(user, question)) and not is_submitted(question)
