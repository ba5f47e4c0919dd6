"""A duty as a page shows it: what is owed for when, on what basis, and where the thing it is about stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import Decision
from participation import clock
from participation.deadlines.rulebook import Rule, Rulebook
from responses.models import Duty, Question
from responses.supervision.duty_plans import PLANS


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty, its rule, and what it is about with its address at the desk."""

    duty: Duty
    rule: Rule
    about: str
    url: str = ""

    @property
    def label(self) -> str:
        return str(PLANS[self.duty.rule_id].title)

    @property
    def is_late(self) -> bool:
        return self.duty.status != Duty.Status.DONE and self.duty.due_on < clock.today()


def lines_of(rows: Iterable[Duty]) -> list[DutyLine]:
    """Each with its rule and subject: two queries for a whole page, and one for the rules. A question is named by its
    number alone: its words are for those who handle it.
    """
    if not (duties := list(rows)):
        return []
    book = Rulebook()
    ids = {
        kind: {row.subject_id for row in duties if row.subject_kind == kind}
        for kind in ("question", "decision")
    }
    numbers = dict(Question.objects.filter(pk__in=ids["question"]).values_list("pk", "number"))
    matters = {row.pk: row for row in Decision.objects.filter(pk__in=ids["decision"])}
    found = []
    for row in duties:
        about, url = _period(row.period), ""
        if number := numbers.get(row.subject_id) if row.subject_kind == "question" else None:
            about, url = number, reverse("desk_question", args=[number])
        elif matter := matters.get(row.subject_id) if row.subject_kind == "decision" else None:
            about, url = matter.title, reverse("desk_decision", args=[matter.slug])
        elif row.rule_id in ("A19", "A18-date", "A18-completion"):
            url = reverse("desk_lists")
        found.append(DutyLine(row, book.rule(row.rule_id), about, url))
    return found


def _period(period: str) -> str:
    year, _dash, quarter = period.partition("-")
    if quarter:
        return _("part %(part)s of %(year)s") % {"part": quarter, "year": year}
    return _("for %(year)s") % {"year": year} if year else ""
