"""A clause's own page: its text in every version, what people said about it, what became of that, and what is asked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.comments.policies import visible_to as comments_visible_to
from consultations.documents.history import ClauseHistory, clause_history
from consultations.documents.structure import STRUCTURAL
from consultations.models import Clause, Comment, Consultation, Opinion, Passage
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import visible_to as consultations_visible_to
from consultations.notices.queries import called_off
from consultations.outcomes.queries import HEARD
from consultations.weighing.policies import are_public
from frontend.shared.consultation_rows import with_opinions
from frontend.shared.paging import page_of
from frontend.shared.text_view import label_of
from responses.interpretations.policies import visible_to as interpretations_visible_to
from responses.models import Question, Reply
from responses.questions.policies import visible_to as questions_visible_to

FEW = 10


@dataclass(frozen=True)
class Said:
    """A comment with what its page needs: its consultation, and the version whose other wording it speaks of."""

    comment: Comment
    consultation: Consultation
    is_weighed: bool
    other_wording: int | None


@require_safe
def show(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """404 for a clause that never stood in a published version of this document."""
    clause = get_object_or_404(
        Clause.objects.select_related("document__department"), uid=uid, document__slug=slug
    )
    history = clause_history(clause)
    if history is None:
        raise Http404
    listed = page_of(
        request,
        with_opinions(comments_visible_to(None).filter(clause__in=history.clause_ids)),
        "-id",
        size=FEW,
    )
    notices = list(
        consultations_visible_to(None).filter(document=clause.document).order_by("-closes_at")[:FEW]
    )
    last, above = history.last, above_of(history)
    name = label_of(last.passage) if last.passage else ""
    context = {
        "clause": clause,
        "document": clause.document,
        "clause_history": history,
        "last": last,
        "above": above,
        "label": f"{label_of(above)} {name}" if above else name,
        "newest": history.states[-1].version,
        "called_off": called_off(last.version, notices),
        "history": list(reversed(history.states)),
        "page": listed,
        "said": _said(listed.rows, history),
        "open_at": _open_at(history, notices),
        **_became(history),
        **_asked(history),
        "interpretations": list(
            interpretations_visible_to(None).filter(document=clause.document).order_by("-id")[:FEW]
        ),
    }
    return render(request, "public/clause.html", context)


def above_of(history: ClauseHistory) -> Passage | None:
    """The article that an item or paragraph stands under, where it stood last."""
    row = history.last.passage
    if row is None or row.parent_position is None:
        return None
    above = Passage.objects.filter(version=row.version_id, position=row.parent_position)
    return above.exclude(level__in=STRUCTURAL).select_related("clause").first()


def _said(rows: Any, history: ClauseHistory) -> list[Said]:
    others = history.other_wordings()
    return [
        Said(row, row.consultation, are_public(row.consultation), others.get(row.version_id)) for row in rows
    ]


def _open_at(history: ClauseHistory, notices: list[Consultation]) -> Consultation | None:
    """The consultation in which people may comment on it now."""
    here = {states.version.pk for states in history.states if states.passage}
    return next((c for c in notices if phase_of(c) is Phase.OPEN and c.draft_version_id in here), None)


def _became(history: ClauseHistory) -> dict[str, Any]:
    """Once the feedback is out: what became of the opinions on it, and which opinions changed it."""
    concluded = Q(consultation__status=Consultation.Status.CONCLUDED)
    on_it = Opinion.objects.filter(concluded, comment__clause__in=history.clause_ids)
    sums = dict(on_it.order_by().values_list("disposition").annotate(n=Count("pk")))
    behind = Opinion.objects.filter(
        concluded, changed_clause__in=history.clause_ids, disposition__in=HEARD, comment__status="published"
    )
    return {
        "became": [(code, label, sums[code]) for code, label in Opinion.Disposition.choices if code in sums],
        "behind": list(behind.select_related("comment").order_by("pk")[:FEW]),
    }


def _asked(history: ClauseHistory) -> dict[str, Any]:
    """Public questions asked about it, and published answers that lean on it."""
    rows = questions_visible_to(None).select_related("reply")
    leaning = Reply.objects.filter(status=Reply.Status.PUBLISHED, leans_on__in=history.clause_ids)
    questions: list[Question] = list(rows.filter(clause__in=history.clause_ids).order_by("-id")[:FEW])
    known = [question.pk for question in questions]
    return {
        "questions": questions,
        "leaning": list(
            rows.filter(pk__in=leaning.values("question")).exclude(pk__in=known).order_by("-id")[:FEW]
        ),
    }
