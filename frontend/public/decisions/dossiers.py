"""The stages of a decision as its page shows them, and what hangs on it."""

from datetime import date
from typing import Any

from django.db.models import Q

from consultations.decisions.bases import rules_of
from consultations.decisions.lists import directory_of, is_outside_directory
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import StageSteps, standing_of, way_of
from consultations.documents.models import Document, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from frontend.shared.consultation_rows import row_contexts
from frontend.shared.dossier_marks import CSS, label_of, result_of
from frontend.shared.hearing_rows import public_engagements, public_hearings
from frontend.shared.stage_records import lines_of
from participation.deadlines.rulebook import Rulebook
from responses.interpretations.policies import visible_to as interpretations_visible_to
from responses.models import Interpretation
from responses.questions.policies import visible_to as questions_visible_to

Stage = DecisionStage.Stage
MOST = 5


def stages_of(decision: Decision) -> list[dict[str, Any]]:
    """The stages for the page: those taken in the order of their days, then what is under way, then what is to come."""
    book, rules = Rulebook(), rules_of(decision)
    return [
        {
            "step": step,
            "label": label_of(step.stage, decision.kind),
            "standing": (standing := standing_of(decision, step)),
            "state": CSS.get(standing, ""),
            "rounds": [(row, result_of(row), lines_of(row, inside=False)) for row in step.rounds],
            "basis": book.rule(rules[step.stage]).basis if step.stage in rules else "",
        }
        for step in sorted(way_of(decision), key=_order)
    ]


def _order(step: StageSteps) -> tuple[int, date]:
    last = step.latest
    if last is None:
        return 2, date.max
    return (0, last.done_on or last.begun_on) if step.is_over else (1, last.begun_on)


def around(decision: Decision) -> dict[str, Any]:
    """What hangs on the matter and everybody may read."""
    documents = list(decision.documents.all())
    consultations = consultations_visible_to(None).filter(decisions=decision).order_by("-closes_at")[:10]
    asked = Q(document__in=documents) | Q(consultation__decisions=decision)
    questions = questions_visible_to(None).filter(asked).select_related("reply").distinct()
    return {
        "consultations": row_contexts(consultations),
        "hearings": public_hearings([decision]),
        "engagements": public_engagements([decision]),
        "documents": public_texts(documents),
        "interpretations": interpretations_about(documents),
        "directory": directory_of(decision),
        "is_outside": is_outside_directory(decision),
        "questions": list(questions.order_by("-id")[:MOST]),
    }


def public_texts(documents: list[Document]) -> list[dict[str, Any]]:
    """The published versions of these documents, the newest first. One query."""
    versions = Version.objects.filter(document__in=documents, status=Version.Status.PUBLISHED)
    rows = list(versions.order_by("document", "-number").select_related("document"))
    return [
        {
            "document": document,
            "versions": own,
            "newest": next((v for v in own if not v.withdrawn_at), own[0]),
        }
        for document in documents
        if (own := [row for row in rows if row.document_id == document.pk])
    ]


def interpretations_about(documents: list[Document]) -> list[Interpretation]:
    rows = interpretations_visible_to(None).filter(document__in=documents)
    return list(rows.order_by("-id")[:MOST])
