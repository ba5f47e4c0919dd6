"""How a decision is drawn: its way in seven legs, its stages with results, what hangs on it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import Step, way_of
from consultations.documents.models import Document, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from frontend.public.consultations import row_contexts
from participation.deadlines.rulebook import COMMENT_PERIODS, Rulebook
from responses.interpretations.policies import visible_to as interpretations_visible_to
from responses.models import Interpretation
from responses.questions.policies import visible_to as questions_visible_to

Stage = DecisionStage.Stage
Status = Decision.Status
MOST = 5
LEGS = (
    (gettext_lazy("Initiated"), (Stage.INITIATION,)),
    (
        gettext_lazy("Drafted and examined"),
        (Stage.DRAFTING, Stage.AGENCY_CONSULTATION, Stage.EXPERT_REVIEW, Stage.RISK_ASSESSMENT,
         Stage.FAIR_COMPETITION_REVIEW),
    ),
    (gettext_lazy("Public participation"), (Stage.PUBLIC_PARTICIPATION, Stage.HEARING)),
    (gettext_lazy("Legality review"), (Stage.LEGALITY_REVIEW,)),
    (gettext_lazy("Collective decision"), (Stage.COLLECTIVE_DECISION, Stage.PARTY_REPORT)),
    (gettext_lazy("Decision published"), (Stage.PUBLICATION, Stage.INTERPRETATION, Stage.ARCHIVING)),
    (gettext_lazy("Carried out"), (Stage.IMPLEMENTATION, Stage.POST_EVALUATION)),
)  # fmt: skip
BASES = {
    Stage.HEARING: "A4", Stage.EXPERT_REVIEW: "A17", Stage.FAIR_COMPETITION_REVIEW: "A20", Stage.PUBLICATION: "A14",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """How a status or a result is drawn."""

    label: str
    tone: str
    shape: str


STATUS = {
    Status.DRAFT: ("line", "frame"), Status.UNDER_WAY: ("part", "half"), Status.DECIDED: ("yes", "check"),
    Status.SUSPENDED: ("line", "pause"), Status.TERMINATED: ("line", "cross"),
}  # fmt: skip
RESULT = {
    "lawful": ("yes", "check"), "controllable": ("yes", "check"), "passed": ("yes", "check"),
    "to_be_changed": ("part", "back"), "discuss_again": ("part", "back"),
    "unlawful": ("line", "cross"), "uncontrollable": ("line", "cross"), "not_passed": ("line", "cross"),
}  # fmt: skip


def mark_of(decision: Decision) -> Mark:
    """The status as a tag."""
    return Mark(str(decision.get_status_display()), *STATUS[Status(decision.status)])


def result_of(row: DecisionStage) -> Mark | None:
    """The result of a round as a tag, when it has one."""
    return Mark(str(row.get_result_display()), *RESULT[row.result]) if row.result else None


def rail_of(decision: Decision) -> list[dict[str, Any]]:
    """The seven legs for `{% rail %}`: done up to the last one that was begun, which is now or, stopped, stop."""
    steps = {step.stage: step for step in way_of(decision)}
    legs = [[steps[stage] for stage in stages if stage in steps] for _label, stages in LEGS]
    last = max((n for n, leg in enumerate(legs) if any(step.rounds for step in leg)), default=0)
    states = ["done" if n < last else "" for n in range(len(legs))]
    if decision.status in (Status.SUSPENDED, Status.TERMINATED):
        states[last] = "stop"
    else:
        whole = bool(legs[last]) and all(step.is_over for step in legs[last])
        states[last] = "done" if whole else "now"
        if whole and last + 1 < len(legs) and decision.status != Status.DECIDED:
            states[last + 1] = "now"
    return [{"label": label, "state": state} for (label, _stages), state in zip(LEGS, states, strict=True)]


def stages_of(decision: Decision) -> list[dict[str, Any]]:
    """The stages for the page: those taken in the order of their days, then what is under way, then what is to come."""
    book, bases = Rulebook(), bases_of(decision)
    return [
        {
            "step": step,
            "label": label_of(step.stage),
            "state": {"done": "done", "not_needed": "done", "begun": "now"}.get(step.state, ""),
            "rounds": [(row, result_of(row)) for row in step.rounds],
            "basis": book.rule(bases[step.stage]).basis if step.stage in bases else "",
        }
        for step in sorted(way_of(decision), key=_order)
    ]


def bases_of(decision: Decision) -> dict[DecisionStage.Stage, str]:
    """The rule that each stage rests on; hearing the public and the review of law depend on the kind."""
    is_normative = decision.kind == Decision.Kind.NORMATIVE_DOCUMENT
    return BASES | {
        Stage.PUBLIC_PARTICIPATION: COMMENT_PERIODS[decision.kind],
        Stage.LEGALITY_REVIEW: "A11" if is_normative else "A9",
    }


def label_of(stage: str) -> str:
    """What the stage is called; “published” alone would be said of the page."""
    return _("Decision published") if stage == Stage.PUBLICATION else str(Stage(stage).label)


def _order(step: Step) -> tuple[int, date]:
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
        "documents": public_texts(documents),
        "interpretations": interpretations_about(documents),
        "questions": list(questions.order_by("-id")[:MOST]),
    }


def public_texts(documents: list[Document]) -> list[dict[str, Any]]:
    """The published versions of these documents, the newest first. One query."""
    versions = Version.objects.filter(document__in=documents, status=Version.Status.PUBLISHED)
    rows = list(versions.order_by("document", "-number").select_related("document"))
    return [
        {"document": document, "versions": own}
        for document in documents
        if (own := [row for row in rows if row.document_id == document.pk])
    ]


def interpretations_about(documents: list[Document]) -> list[Interpretation]:
    rows = interpretations_visible_to(None).filter(document__in=documents)
    return list(rows.order_by("-id")[:MOST])
