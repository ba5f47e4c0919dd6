"""Taking a question in: checked, given its due date, kept, committed to and acknowledged in one transaction."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from consultations.models import Clause, Consultation, Document
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import county
from participation.deadlines import actions as deadlines
from participation.deadlines.rulebook import answer_period
from participation.delivery.contacts import checked_contact
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Invalid, Message
from participation.files.actions import Taken, store_files
from participation.ledger.audit import record
from participation.ledger.leaves import commit
from participation.ledger.receipts import Issued, issue, numbered
from participation.text.cleaning import MOST_COMMENT, one_line, plain
from responses.interpretations.models import Interpretation
from responses.questions.models import Question
from responses.questions.steps import add_step, follow_deadline

PREFIX = "WT"
MOST_TITLE = 100


def submit_question(
    *,
    by: User | None,
    kind: str,
    title: str,
    body: str,
    about: Model | None = None,
    department: Department | None = None,
    name: str = "",
    contact: str = "",
    place: str = "",
    wants_publication: bool = False,
    language: str = "zh-hans",
    files: Sequence[Taken] = (),
) -> tuple[Question, Issued]:
    """Take a question and give its receipt. The deadline starts: working days, the day of receipt not counted.

    `about` is a consultation, document, clause or published interpretation; its unit is proposed as the department
    when none is named. Raises Invalid naming the fields.
    """
    title, body = one_line(title), plain(body)
    errors = _faults(kind, title, body)
    reached_at = checked_contact(contact, errors)
    if errors:
        raise Invalid(_("The question could not be taken yet."), errors=errors)
    links = _links(about)
    period = answer_period(kind)
    due = period.due(clock.today())
    with transaction.atomic():
        question = numbered(
            PREFIX,
            lambda number: Question.objects.create(
                number=number,
                kind=kind,
                title=title,
                body=body,
                name=one_line(name)[:80],
                contact=reached_at[:160],
                place=one_line(place)[:120],
                author=by,
                hides_name=bool(by and by.hides_name),
                language=language,
                wants_publication=wants_publication,
                department=department or _department_of(about),
                submitted_at=clock.now(),
                due_on=due.due,
                due_is_provisional=due.provisional,
                **links,
            ),
        )
        if files:
            question.files.set(store_files(files, by=by))
        question.deadline = deadlines.start(
            subject=question, rule=period, by=by, department=question.department or county()
        )
        follow_deadline(question)
        question.save(update_fields=["deadline", "due_on", "due_is_provisional"])
        add_step(question, "submitted")
        record("question.received", question, by=by, new=question.status)
        issued = issue(question.number, "question", question.pk, commit("question", question, step="first"))
        emit("question.received", question, by=by)
        notify_live("desk")
    return question, issued


def _faults(kind: str, title: str, body: str) -> dict[str, list[Message]]:
    errors: dict[str, list[Message]] = {}
    if kind not in Question.Kind.values:
        errors["kind"] = [_("Choose what kind of message this is.")]
    if not title:
        errors["title"] = [_("Write in one line what it is about.")]
    elif len(title) > MOST_TITLE:
        errors["title"] = [
            _("At most %(most)d characters; the rest belongs into the text.") % {"most": MOST_TITLE}
        ]
    if not body:
        errors["body"] = [_("Write what you want to know.")]
    elif len(body) > MOST_COMMENT:
        errors["body"] = [
            _("This is %(length)d characters long; at most %(most)d fit.")
            % {"length": len(body), "most": MOST_COMMENT}
        ]
    return errors


def _links(about: Model | None) -> dict[str, Model]:
    match about:
        case None:
            return {}
        case Consultation():
            return {"consultation": about, "document": about.document}
        case Interpretation():
            return {"interpretation": about, "document": about.document}
        case Clause():
            return {"clause": about, "document": about.document}
        case Document():
            return {"document": about}
    raise TypeError(about)


def _department_of(about: Model | None) -> Department | None:
    if isinstance(about, Clause):
        about = about.document
    return about.department if isinstance(about, (Consultation, Interpretation, Document)) else None
