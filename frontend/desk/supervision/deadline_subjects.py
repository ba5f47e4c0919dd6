"""What a deadline runs for, in words and with its place at the desk: four queries for a whole page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Decision, Document
from participation.deadlines.models import Deadline
from responses.models import Question

KINDS: dict[str, Promise] = {
    "question": _("Answer to a question"),
    "consultation": _("Feedback on a consultation"),
    "document": _("Interpretation of a document"),
    "decision": _("Publication of what was decided"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A title and an address; no address for what has no page at the desk."""

    title: str
    number: str = ""
    url: str = ""


def subjects_of(deadlines: Iterable[Deadline]) -> dict[int, Subject]:
    """By the deadline's id."""
    rows = list(deadlines)
    ids: dict[str, set[int]] = {}
    for row in rows:
        ids.setdefault(row.subject_kind, set()).add(row.subject_id)
    found: dict[tuple[str, int], Subject] = {}
    if asked := ids.get("question"):
        for pk, number, title in Question.objects.filter(pk__in=asked).values_list("pk", "number", "title"):
            found["question", pk] = Subject(title, number, reverse("desk_question", args=[number]))
    if asked := ids.get("consultation"):
        for pk, slug, title in Consultation.objects.filter(pk__in=asked).values_list("pk", "slug", "title"):
            found["consultation", pk] = Subject(title, "", reverse("desk_feedback", args=[slug]))
    if asked := ids.get("document"):
        for pk, slug, title in Document.objects.filter(pk__in=asked).values_list("pk", "slug", "title"):
            found["document", pk] = Subject(title, "", reverse("public:document", args=[slug]))
    if asked := ids.get("decision"):
        for pk, slug, title in Decision.objects.filter(pk__in=asked).values_list("pk", "slug", "title"):
            found["decision", pk] = Subject(title, "", reverse("desk_decision", args=[slug]))
    return {
        row.pk: found.get((row.subject_kind, row.subject_id), Subject(f"{row.subject_kind} {row.subject_id}"))
        for row in rows
    }
