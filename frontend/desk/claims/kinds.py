"""What officials may say to be on: the rows of the desk that several of them share, while there is work in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from consultations.comments.policies import to_moderate
from consultations.models import Comment, Consultation, Decision
from frontend.desk.corrections.waiting import readable_by as corrections_of
from frontend.desk.search.kinds import KINDS as SOUGHT
from frontend.desk.search.kinds import Kind
from participation.accounts.models import User
from participation.accounts.queries import READERS, roles_of
from responses.models import Interpretation, Question

OPEN_QUESTIONS = (Question.Status.SUBMITTED, Question.Status.ASSIGNED, Question.Status.PAUSED)
OVER = (Consultation.Status.WITHDRAWN,)


@dataclass(frozen=True, slots=True)
class Shared:
    """The rows on which a person may say to be; nobody is on what is done."""

    found: Callable[[User], QuerySet[Any]]
    sought: Kind | None = None  # how one is told, where the search has it

    def rows(self, user: User) -> QuerySet[Any]:
        """None for who only reads along."""
        rows = self.found(user)
        return rows if any(each.role not in READERS for each in roles_of(user)) else rows.none()


def _of_the_search(code: str, still_open: Q) -> Shared:
    kind = next(each for each in SOUGHT if each.code == code)
    return Shared(lambda user: kind.rows(user).filter(still_open), kind)


SHARED = {
    "questions": _of_the_search("questions", Q(status__in=OPEN_QUESTIONS)),
    "comments": Shared(to_moderate, next(each for each in SOUGHT if each.code == "comments")),
    "consultations": _of_the_search("consultations", ~Q(status__in=OVER)),
    "decisions": _of_the_search("decisions", ~Q(status=Decision.Status.TERMINATED)),
    "interpretations": _of_the_search("interpretations", Q(status=Interpretation.Status.DRAFT)),
    "corrections": Shared(lambda user: corrections_of(user).filter(status="proposed")),
}
KIND_OF: dict[type[Model], str] = {
    Question: "questions", Comment: "comments", Consultation: "consultations", Decision: "decisions",
    Interpretation: "interpretations",
}  # fmt: skip
