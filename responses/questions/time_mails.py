"""Officials are told of requests for more time on a question, what was decided, and how a pause goes on."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import Role, is_self
from participation.deadlines.history import history_of
from participation.deadlines.models import Deadline, TimeRequest
from participation.deadlines.policies import can_decide
from participation.delivery.registry import Payload, on
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Due, Matter, Says, register
from participation.text.days import counted, day_words
from responses.questions.models import Question
from responses.questions.policies import can_answer
from responses.questions.steps import question_of
from responses.questions.work_mails import due_of, says_of, url_of

Status = TimeRequest.Status
ANSWERS = gettext_noop("you answer for the department with which it lies")
ASKED = gettext_noop("you had asked for it")
NEWS = {  # to who asked
    "granted": gettext_noop("Your request for time was agreed to: %(title)s (%(number)s)"),
    "refused": gettext_noop("Your request for time was not agreed to: %(title)s (%(number)s)"),
    "lapsed": gettext_noop(
        "Your request for time was not decided before the last day: %(title)s (%(number)s)"
    ),
}
PAUSES = {  # to who answers
    "half_passed": gettext_noop("Half of the pause has passed, it ends on %(until)s: %(title)s (%(number)s)"),
    "ends_soon": gettext_noop("The pause ends on %(until)s: %(title)s (%(number)s)"),
}


def _says(request: TimeRequest) -> Says:
    named = says_of(question_of(request.deadline))
    if request.status == Status.WAITING:
        return {**named, "note": f"{_asked(request)}\n{request.reason}"}
    lines = [_stands_until(request) or _asked(request), request.words]
    return {**named, "note": "\n".join(filter(None, lines))}


def _asked(request: TimeRequest) -> str:
    days = counted(request.days, request.unit)
    return _("%(what)s: %(days)s") % {"what": request.get_kind_display(), "days": days}


def _stands_until(request: TimeRequest) -> str:
    if request.until is None or request.status != Status.GRANTED:
        return ""
    return _("It stands until %(day)s at the latest.") % {"day": day_words(request.until)}


def _pause_says(request: TimeRequest) -> Says:
    """How long it stands, what is left of the term then, and what is to be done before."""
    note = [
        history_of(request.deadline).basis,
        _("As soon as what was waited for is there, let the clock go on. Otherwise it goes on by itself on %(day)s.")
        % {"day": day_words(request.until or clock.today())},
    ]  # fmt: skip
    until = day_words(request.until or clock.today(), clock.today())
    return {**says_of(question_of(request.deadline)), "until": until, "note": "\n".join(note)}


def _url(request: TimeRequest) -> str:
    question = question_of(request.deadline)
    return url_of(question) if question else "/desk/"


def _about(request: TimeRequest) -> str:
    return f"timerequest:{request.pk}"


def _may_answer(user: User, request: TimeRequest) -> bool:
    question = question_of(request.deadline)
    return question is not None and can_answer(user, question)


def _pauses(request: TimeRequest, *, reminded: int) -> bool:
    stands = request.status == Status.GRANTED and request.ended_on is None
    return stands and request.reminded == reminded


def _due(request: TimeRequest) -> Due:
    """The day by which the question is answered, while its clock runs."""
    term = request.deadline
    return Due(term.due_on, term.unit) if term.state == Deadline.State.RUNNING else Due()


RELATED = ("deadline__department", "asked_by")
DECIDE = register(Matter(
    name="time.decide", kind=Kind.SECOND_PERSON, model=TimeRequest,
    words=gettext_noop("A request for time waits for your decision: %(title)s (%(number)s)"),
    why=gettext_noop("you may decide on more time for this department"), says=_says, url=_url, about=_about, due=_due,
    may=lambda user, request: can_decide(user, request, request.deadline),
    waits=lambda request: request.status == Status.WAITING, roles=(Role.REVIEWER, Role.SUPERVISOR), related=RELATED,
))  # fmt: skip
OUTCOMES = {
    name: register(Matter(
        name=f"time.{name}", kind=Kind.RETURNED if name == "refused" else Kind.DECIDED, model=TimeRequest, words=words,
        why=ASKED, says=_says, url=_url, about=_about, due=_due, related=RELATED,
        may=lambda user, request: is_self(user, request.asked_by_id),
        waits=partial(lambda request, status: request.status == status, status=name), is_news=True,
    ))
    for name, words in NEWS.items()
}  # fmt: skip
REMINDERS = {
    name: register(Matter(
        name=f"time.{name}", kind=Kind.DUE_SOON, model=TimeRequest, words=words, why=ANSWERS, says=_pause_says,
        url=_url, about=_about, may=_may_answer, waits=partial(_pauses, reminded=n), roles=(Role.ANSWERER,),
        related=RELATED,
    ))
    for n, (name, words) in enumerate(PAUSES.items(), 1)
}  # fmt: skip
RESUMED = register(Matter(
    name="question.resumed", kind=Kind.DECIDED, model=Question,
    words=gettext_noop("The clock runs again: %(title)s (%(number)s)"), why=ANSWERS, roles=(Role.ANSWERER,),
    says=says_of, url=url_of, may=can_answer, waits=lambda question: question.status == Question.Status.ASSIGNED,
    due=due_of,
    related=("department", "deadline"), is_news=True,
))  # fmt: skip
EVENTS = [f"timerequest.{name}" for name in ("asked", "withdrawn", *NEWS, *PAUSES)]


@on(*EVENTS, name="questions.tell_of_request")
def tell_of_request(event: Payload) -> None:
    """A request waits: those who may decide it. It was decided or lapsed: who asked. A pause goes on: who answers."""
    request = TimeRequest.objects.select_related(*RELATED).get(pk=event["object_id"])
    if question_of(request.deadline) is None:
        return
    follow(DECIDE, request, event)
    for name, matter in {**OUTCOMES, **REMINDERS}.items():
        if event["name"].endswith(f".{name}"):
            follow(matter, request, event)


@on("question.resumed", name="questions.tell_answerers")
def tell_answerers(event: Payload) -> None:
    """The clock runs again: those who answer."""
    follow(
        RESUMED, Question.objects.select_related("department", "deadline").get(pk=event["object_id"]), event
    )
