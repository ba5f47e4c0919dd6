"""A hearing, for everybody: the announcement, who takes part, what was said and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.decisions.hearings.due import PRICES, hearing_is_due
from consultations.decisions.hearings.files import BEFORE
from consultations.decisions.hearings.gates import LIST, PROCEDURE
from consultations.decisions.hearings.models import Hearing, HearingFile
from consultations.decisions.hearings.policies import visible_to
from consultations.models import Consultation
from frontend.shared.hearing_rows import is_past, mark_of, rail_of, result_of
from participation import clock
from participation.deadlines.rulebook import rule


@require_safe
def show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One hearing of a public matter; 404 until it is announced."""
    rows = visible_to(None).select_related("consultation").prefetch_related("participants", "files")
    row = get_object_or_404(rows, pk=pk, decision__slug=slug)
    files = list(row.files.all())
    draft = row.consultation
    context = {
        "hearing": row,
        "decision": row.decision,
        "mark": mark_of(row),
        "rail": rail_of(row),
        "participants": list(row.participants.all()),
        "consultation": draft if draft and draft.status != Consultation.Status.DRAFT else None,
        "materials": [each for each in files if each.purpose in BEFORE],
        "record": record_of(row) if row.status == Hearing.Status.CONCLUDED else None,
        "is_ahead": row.status == Hearing.Status.ANNOUNCED and clock.today() <= row.held_on,
        "is_past": is_past(row),
        "bases": bases_of(row),
    }
    return render(request, "public/decisions/hearing.html", context)


def bases_of(row: Hearing) -> list[str]:
    """The provisions by which it is held, and those by which it had to be held."""
    due = [rule(PRICES).basis] if row.is_price else []
    due += [each.basis for each in hearing_is_due(row.decision)]
    return list(dict.fromkeys([LIST, PROCEDURE, *due]))


def record_of(row: Hearing) -> dict[str, Any]:
    """The record: each participant with what came of it, and the sums above."""
    people = list(row.participants.all())
    return {
        "rows": [(person, result_of(person)) for person in people],
        "all": len(people),
        "came": sum(person.attended for person in people),
        "signed": sum(person.attended and person.has_signed for person in people),
        "files": [each for each in row.files.all() if each.purpose == HearingFile.RECORD],
    }
