"""Questions as what belongs to the person who asked them."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation.accounts.belongings import Belongings, Told, keeps
from participation.accounts.models import User
from participation.deadlines.models import DeadlineEvent
from participation.errors import Conflict
from participation.ledger.leaves import forget_person
from participation.transitions import edit
from responses.questions.models import Question
from responses.questions.queries import WAITING

PERSONAL = ("author", "name", "contact")
ERASED = "question.asker_erased"


def claim(pk: int, by: User) -> None:
    """Somebody who holds its code makes it theirs. Raises Conflict (it has an owner)."""
    question = Question.objects.get(pk=pk)
    with edit(
        question, by=by, act="question.claimed", fields=["author", "hides_name"], leaf="question"
    ) as change:
        if change.row.author_id is not None:
            raise Conflict(_("This item belongs to an account already."))
        change.row.author, change.row.hides_name = by, by.hides_name


def show_name(person: User, shown: bool) -> None:
    """Under all the questions of this person, the masked name or none."""
    Question.objects.filter(author=person).update(hides_name=not shown)


def undecided(_person: User) -> int:
    """A question is not taken back: it is answered, and others may have asked the same."""
    return 0


def let_go(person: User, _take_back: bool) -> Iterator[None]:
    """Name, contact and author are erased, the words stay and are answered; one a piece."""
    for question in _of(person):
        with transaction.atomic():
            DeadlineEvent.objects.filter(deadline=question.deadline_id, by=person).update(by=None)
            forget_asker(question)
            question.files.update(uploaded_by=None)
        yield


def forget_asker(question: Question) -> None:
    """Erase what the question says of who asked it; the ledger then speaks of nobody."""
    with transaction.atomic():
        with edit(question, by=None, act=ERASED, fields=PERSONAL, private=PERSONAL) as change:
            change.row.author, change.row.name, change.row.contact = None, "", ""
        forget_person("question", question, act=ERASED)


def waiting(person: User) -> list[str]:
    """Those that are still to be answered."""
    return list(_of(person).filter(status__in=WAITING).values_list("number", flat=True))


def told(person: User) -> Iterator[Told]:
    """Each with its answer, once that is published."""
    for question in _of(person).select_related("department", "reply"):
        reply = getattr(question, "reply", None)
        said = {
            _("Submitted"): question.submitted_at, _("Status"): question.get_status_display(),
            _("What is it?"): question.get_kind_display(), _("Answer due by"): question.due_on,
            _("Text"): question.body, _("Your name"): question.name, _("E-mail or phone"): question.contact,
            _("Where"): question.place, _("May be shown"): question.wants_publication,
            _("Department"): str(question.department or ""),
            _("Answer"): reply.body if reply and reply.published_at else "",
            _("Your rating"): question.rating,
        }  # fmt: skip
        yield Told(question.number, question.title, said, list(question.files.all()))


def _of(person: User) -> QuerySet[Question]:
    return Question.objects.filter(author=person).order_by("pk").prefetch_related("files")


keeps(Belongings("question", claim, show_name, undecided, let_go, waiting, told))
