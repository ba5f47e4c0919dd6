"""Officials hear of requests for more time on a question, what was decided, and how a pause goes on."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import User
from participation.accounts.queries import Role, people_with
from participation.deadlines.explanations import day_words
from participation.deadlines.models import TimeRequest
from participation.deadlines.policies import can_decide
from participation.delivery.mail import Letter, letter, post_all
from participation.delivery.registry import Payload, on
from responses.questions.models import Question

NEWS = {
    "timerequest.asked": gettext_lazy("A request for time waits for your decision: %(title)s"),
    "timerequest.granted": gettext_lazy("Your request for time was agreed to: %(title)s"),
    "timerequest.refused": gettext_lazy("Your request for time was not agreed to: %(title)s"),
    "timerequest.lapsed": gettext_lazy(
        "Your request for time was not decided before the last day: %(title)s"
    ),
    "timerequest.half_passed": gettext_lazy("Half of the pause has passed: %(title)s"),
    "timerequest.ends_soon": gettext_lazy("The pause ends soon: %(title)s"),
}
TO_ANSWERERS = ("timerequest.half_passed", "timerequest.ends_soon")


@on(*NEWS, name="questions.tell_of_request")
def tell_of_request(event: Payload) -> None:
    """A request waits: those who may decide it. It was decided or lapsed: who asked. A pause goes on: who answers."""
    found = TimeRequest.objects.select_related("deadline__department", "asked_by")
    request = found.get(pk=event["object_id"])
    question = Question.objects.filter(deadline=request.deadline_id).select_related("department").first()
    if question is not None:
        _post(event, question, _readers(event["name"], request), _lines(event["name"], request))


@on("question.resumed", name="questions.tell_answerers")
def tell_answerers(event: Payload) -> None:
    """The clock runs again: those who answer."""
    question = Question.objects.select_related("department").get(pk=event["object_id"])
    if question.department is not None:
        readers = list(people_with(Role.ANSWERER, at=question.department))
        _post(event, question, readers, [_("It is due on %(day)s.") % {"day": day_words(question.due_on)}])


def _readers(name: str, request: TimeRequest) -> list[User]:
    department = request.deadline.department
    if name == "timerequest.asked":
        roles = (Role.REVIEWER, Role.SUPERVISOR)
        people = {each for role in roles if department for each in people_with(role, at=department)}
        return [each for each in people if can_decide(each, request, request.deadline)]
    if name in TO_ANSWERERS:
        return list(people_with(Role.ANSWERER, at=department)) if department else []
    return [request.asked_by] if request.asked_by else []


def _lines(name: str, request: TimeRequest) -> list[str]:
    if name == "timerequest.asked":
        return [request.reason]
    if request.until and name != "timerequest.refused":
        return [
            _("It stands until %(day)s at the latest.") % {"day": day_words(request.until)},
            request.words,
        ]
    return [request.words]


def _post(event: Payload, question: Question, readers: list[User], lines: list[str]) -> None:
    news = NEWS.get(event["name"], gettext_lazy("The clock runs again: %(title)s"))
    subject = str(news) % {"title": question.title}
    link = f"{settings.SITE_URL}/desk/questions/{question.number}/"
    body = letter(subject, *filter(None, lines), _("Go to the desk: %(link)s") % {"link": link})
    addresses = sorted({person.email for person in readers if person.email})
    post_all(Letter(each, subject, body, f"mail:{event['event']}:{each}") for each in addresses)
