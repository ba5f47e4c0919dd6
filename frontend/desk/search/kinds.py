"""What the search of the desk looks through: for each kind the rows that this person works on, and how one is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.decisions.policies import worked_on_by as decisions_of
from consultations.models import Comment, Consultation, Decision, Document
from consultations.notices import policies as notices
from consultations.notices.phases import phase_of
from frontend.desk.access import explained
from frontend.shared.dossier_marks import mark_of
from participation.accounts.models import Department, User
from participation.accounts.policies import can_administer
from participation.accounts.queries import departments_where
from responses.models import Interpretation, Question
from responses.questions.policies import worked_on_by as questions_of


@dataclass(frozen=True, slots=True)
class Found:
    """One row as the page tells it; `said` is searched text of which the page shows the part that matched."""

    title: str
    url: str
    notes: tuple[Any, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows` are those that the person works on, oversees or administers, none besides; `fields` what is looked at."""

    code: str
    label: Promise | str
    rows: Callable[[User], QuerySet[Any]]
    fields: tuple[str, ...]
    tell: Callable[[Any], Found]
    order: str = "-id"

    def matching(self, user: User, words: Sequence[str]) -> QuerySet[Any]:
        """The rows in which every word stands somewhere."""
        each = (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in self.fields)) for word in words)
        return self.rows(user).filter(reduce(and_, each)).order_by(self.order)


def _consultations(user: User) -> QuerySet[Consultation]:
    own = departments_where(user, *notices.INSIDERS)
    return notices.visible_to(user).filter(department__in=own).select_related("department")


def _comments(user: User) -> QuerySet[Comment]:
    own = departments_where(user, *notices.INSIDERS)
    rows = Comment.objects.filter(consultation__department__in=own)
    return rows.select_related("consultation")


def _texts(user: User) -> QuerySet[Document]:
    own = departments_where(user, *notices.INSIDERS)
    return Document.objects.filter(department__in=own, versions__status="published").distinct()


def _decisions(user: User) -> QuerySet[Decision]:
    return decisions_of(user).select_related("department").prefetch_related("stages", "listed_in__list")


def _interpretations(user: User) -> QuerySet[Interpretation]:
    return explained(user).select_related("document__department")


def kinds_for(user: User) -> list[Kind]:
    """The kinds among which this person may find anything."""
    return [each for each in KINDS if each.code not in ADMINISTERED or can_administer(user)]


def _administered(model: type[Model]) -> Callable[[User], QuerySet[Any]]:
    return lambda user: model._default_manager.all()


def tell_question(row: Question) -> Found:
    url = reverse("desk_question", args=[row.number])
    return Found(row.title, url, (row.number, row.get_status_display(), row.department or ""), row.body)


def tell_comment(row: Comment) -> Found:
    url = reverse("desk_comment", args=[row.number])
    return Found(row.consultation.title, url, (row.number, row.get_status_display()), row.body)


def _tell_consultation(row: Consultation) -> Found:
    url = reverse("desk_consultation", args=[row.slug])
    return Found(row.title, url, (phase_of(row).label, row.department), row.summary)


def _tell_decision(row: Decision) -> Found:
    url = reverse("desk_decision", args=[row.slug])
    return Found(row.title, url, (mark_of(row).label, row.department), row.summary)


def _tell_interpretation(row: Interpretation) -> Found:
    url = reverse("desk_interpretation", args=[row.slug])
    return Found(row.title, url, (row.get_status_display(), row.document.department), row.summary)


def _tell_text(row: Document) -> Found:
    return Found(
        row.title, reverse("public:document", args=[row.slug]), (row.document_number, row.index_number)
    )


def _tell_person(row: User) -> Found:
    closed = "" if row.is_active else _("Closed")
    return Found(str(row), reverse("desk_person", args=[row.username]), (row.username, closed))


def _tell_department(row: Department) -> Found:
    closed = "" if row.is_active else _("Closed")
    return Found(row.name, reverse("desk_department", args=[row.slug]), (row.get_level_display(), closed))


ADMINISTERED = ("people", "departments")
KINDS = (
    Kind("questions", _("Questions"), questions_of, ("number", "title", "body"), tell_question),
    Kind("comments", _("Comments"), _comments, ("number", "body"), tell_comment),
    Kind("consultations", _("Consultations"), _consultations, ("title", "summary"), _tell_consultation),
    Kind("decisions", _("Decisions"), _decisions, ("title", "summary"), _tell_decision),
    Kind("interpretations", _("Interpretations"), _interpretations, ("title", "summary"), _tell_interpretation),
    Kind("documents", pgettext_lazy("the desk", "Documents"), _texts,
         ("title", "document_number", "index_number"), _tell_text),
    Kind("people", _("People"), _administered(User), ("name", "username"), _tell_person),
    Kind("departments", pgettext_lazy("of all levels", "Departments"), _administered(Department),
         ("name", "slug"), _tell_department),
)  # fmt: skip
