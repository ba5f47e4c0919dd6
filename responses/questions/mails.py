"""The mails an asker gets, in their own language."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from participation.accounts.models import Department
from participation.accounts.queries import has_proved
from participation.deadlines.limits import MATERIALS, ground_words
from participation.deadlines.rulebook import rule
from participation.delivery.mail import Letter, post_in_pieces, step_letter
from participation.delivery.registry import Payload, on
from participation.notifications.choices import resident_address
from participation.notifications.residents import text_steps
from participation.text.days import day_words
from responses.interpretations.models import Interpretation
from responses.questions.models import Question
from responses.questions.queries import asking_with

ENDINGS = ("question.answered", "question.declined")
SUBJECTS = {
    "question.received": gettext_noop("We have received your question (%(number)s)"),
    "question.assigned": gettext_noop("Your question was sent on (%(number)s)"),
    "question.paused": gettext_noop("The clock of your question stands still (%(number)s)"),
    "question.resumed": gettext_noop("Work on your question goes on (%(number)s)"),
    "question.extended": gettext_noop("Your question takes longer (%(number)s)"),
    "question.declined": gettext_noop("Your question could not be accepted (%(number)s)"),
    "question.merged": gettext_noop("Your question was joined to another (%(number)s)"),
    "question.answered": gettext_noop("Your question is answered (%(number)s)"),
}
TEXTS = {
    "question.paused": gettext_noop("Question %(number)s needs more."),
    "question.declined": gettext_noop("Question %(number)s is declined."),
    "question.answered": gettext_noop("Question %(number)s is answered."),
}


@on(
    "question.received",
    "question.assigned",
    "question.paused",
    "question.resumed",
    "question.extended",
    "question.declined",
    "question.merged",
    "question.answered",
    name="questions.tell_asker",
)
def tell_asker(event: Payload) -> Iterator[int]:
    """One short mail a step, with what was said at that step whatever has happened since.

    How it ended is told to those who asked the same, too: they wait for the one answer.
    """
    asked = Question.objects.select_related("department", "merged_into").get(pk=event["object_id"])
    told = asking_with(asked.pk) if event["name"] in ENDINGS else Question.objects.filter(pk=asked.pk)
    rows = told.select_related("author__news_choice")
    yield from post_in_pieces(rows, event, lambda question: _step_taken(question, asked, event))


@on("question.paused", "question.declined", "question.answered", name="questions.text_asker")
def text_asker(event: Payload) -> Iterator[int]:
    """By text message too, where the asker chose so: how it ended, and when something is wanted from them."""
    paused = event["name"] == "question.paused"
    if paused and not _wants_more(event):
        return
    pk = event["object_id"]
    rows = Question.objects.filter(pk=pk) if paused else asking_with(pk)
    yield from text_steps(rows, event, TEXTS[event["name"]])


def _wants_more(event: Payload) -> bool:
    """Whether the asker is to add something: a pause on that ground."""
    return event["name"] == "question.paused" and str(event["data"].get("rule", "")).endswith(MATERIALS)


def _step_taken(question: Question, asked: Question, event: Payload) -> Letter | None:
    """What happened with `asked`, to who asked `question`: the same one, or one that is joined to it."""
    if not (address := resident_address(question.contact, question.author)):
        return None
    with translation.override(question.mail_language):
        if not (said := _paragraphs(event["name"], asked, event["data"])):
            return None
        subject = (
            _("Please add to your question (%(number)s)")
            if _wants_more(event)
            else _(SUBJECTS[event["name"]])
        )
        link = f"{settings.SITE_URL}/track/?number={question.number}"
        return step_letter(
            address,
            subject % {"number": question.number},
            *asked_by(question, address),
            *(
                []
                if question == asked
                else [_("Somebody else asked the same; your questions are answered together.")]
            ),
            *said,
            _("See where it stands, with your number and look-up code: %(link)s") % {"link": link},
            about=question,
            key=f"mail:{event['event']}:{question.pk}",
        )


def asked_by(question: Question, address: str) -> list[str]:
    """What the asker asked, as a paragraph; none where its words could reach a third person: they were neither checked
    for the public nor is the address one that the asker has proved."""
    if question.is_public:
        return [_("You asked: %(title)s") % {"title": question.shown_title}]
    proved = has_proved(question.author, address)
    return [_("You asked: %(title)s") % {"title": question.title}] if proved else []


@on(
    "interpretation.corrected",
    "interpretation.withdrawn",
    name="interpretations.tell_of_correction",
    slow=True,
)
def tell_of_interpretation(event: Payload) -> Iterator[int]:
    """Those who asked from an interpretation are told that it reads otherwise now, or no longer stands."""
    row = Interpretation.objects.get(pk=event["object_id"])
    questions = Question.objects.filter(interpretation=row).select_related("author__news_choice")
    yield from post_in_pieces(
        questions, event, lambda question: _interpretation_changed(question, row, event)
    )


def _interpretation_changed(question: Question, row: Interpretation, event: Payload) -> Letter | None:
    if not (address := resident_address(question.contact, question.author)):
        return None
    with translation.override(question.mail_language):
        subject = (
            _("The interpretation you asked about was corrected")
            if event["name"] == "interpretation.corrected"
            else _("The interpretation you asked about was withdrawn")
        )
        return step_letter(
            address,
            subject,
            f"{row.title}",
            _("%(what)s, for this reason: %(reason)s") % {"what": subject, "reason": event["data"]["reason"]},
            _("Read it, and what stood there before: %(link)s")
            % {"link": f"{settings.SITE_URL}/interpretations/{row.slug}/"},
            about=question,
            key=f"mail:{event['event']}:{question.pk}",
        )


def _paragraphs(name: str, question: Question, data: dict[str, Any]) -> list[str]:
    due = day_words(_due(question, data))
    note = _note(question, data)
    match name:
        case "question.received":
            return [_("We have received your question. You will have an answer by %(due)s.") % {"due": due}]
        case "question.assigned":
            return [
                _("Your question now lies with %(department)s, which will answer it by %(due)s.")
                % {"department": _department(question, data), "due": due}
            ]
        case "question.paused":
            return _paused(note, data, _department(question, data))
        case "question.resumed":
            return [_("Work on your question goes on. You will have an answer by %(due)s.") % {"due": due}]
        case "question.extended":
            return [_("Your question takes longer, until %(due)s: %(note)s") % {"due": due, "note": note}]
        case "question.declined":
            return [_("Your question could not be accepted: %(note)s") % {"note": note}]
        case "question.merged":
            other = (
                f"{settings.SITE_URL}/questions/{question.merged_into.number}/"
                if question.merged_into
                else ""
            )
            return [_("Somebody else asked the same. The one answer stands here: %(link)s") % {"link": other}]
    reply = getattr(question, "reply", None)
    # Taken back meanwhile, it is a draft that nobody has signed: there is another mail about that.
    return [_("The answer:"), reply.body] if reply and reply.published_at else []


def _paused(note: str, data: dict[str, Any], department: Department | None) -> list[str]:
    """Why the clock stands, and until when at most; events of the first releases did not know the latter."""
    if "until" not in data:
        return [_("The clock of your question stands still, for this reason: %(note)s") % {"note": note}]
    until = day_words(date.fromisoformat(data["until"]))
    goes_on = _(
        "It stands until %(until)s at the latest; then it goes on by itself and you are told the new day."
    )
    if data.get("rule", "").endswith(MATERIALS):
        asked = _("Please add to your question by %(until)s: %(note)s") % {"until": until, "note": note}
        whom = {"department": department, "phone": department.phone if department else ""}
        where = (
            _("Give it to %(department)s (%(phone)s), with the number of your question.")
            if whom["phone"]
            else _("Give it to %(department)s, with the number of your question.")
        ) % whom
        return [asked, where, goes_on % {"until": until}]
    ground = ground_words(rule(data["rule"])) if "rule" in data else data["ground"]
    why = _("The clock of your question stands still (%(ground)s), for this reason: %(note)s")
    return [why % {"ground": ground, "note": note}, goes_on % {"until": until}]


def _due(question: Question, data: dict[str, Any]) -> date:
    return date.fromisoformat(data["due_on"]) if "due_on" in data else question.due_on


def _note(question: Question, data: dict[str, Any]) -> str:
    """What was said with the step; events of the first releases did not hold it."""
    if "note" in data:
        return str(data["note"])
    last = question.steps.last()
    return last.note if last else ""


def _department(question: Question, data: dict[str, Any]) -> Department | None:
    if "department" in data:
        return Department.objects.filter(pk=data["department"]).first()
    return question.department
