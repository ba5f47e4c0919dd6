"""What may be decided on an execution now, and what was."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.models import Decision
from consultations.documents.models import Document
from participation import clock
from participation.ledger.audit import trail
from participation.ledger.models import AuditEntry

Kind = ExecutionChange.Kind
Status = ExecutionChange.Status
NEWS = timedelta(days=30)
NOW = {
    Decision.Execution.GOES_ON: (Kind.SUSPENDED, Kind.ADJUSTED, Kind.ENDED),
    Decision.Execution.SUSPENDED: (Kind.RESUMED, Kind.ADJUSTED, Kind.ENDED),
    Decision.Execution.ENDED: (),
}


def kinds_now(decision: Decision) -> tuple[ExecutionChange.Kind, ...]:
    """What may follow on what was decided before: nothing on an execution that has ended."""
    return NOW[Decision.Execution(decision.execution)]


def waiting_change(decision: Decision) -> ExecutionChange | None:
    """What was recorded and waits for a second person."""
    rows = decision.execution_changes.filter(status=Status.PROPOSED)
    return rows.select_related("decision__department", "recorded_by").first()


class Refused(NamedTuple):
    """A change that was not confirmed, and the reason given; an empty one where none was."""

    change: ExecutionChange
    reason: str


def refused_change(decision: Decision) -> Refused | None:
    """What was recorded last, where it was not confirmed within the last thirty days: it may be recorded anew."""
    last = decision.execution_changes.last()
    entry = _refusal(last) if last is not None and last.status == Status.REFUSED else None
    if last is None or entry is None or entry.at < clock.now() - NEWS:
        return None
    return Refused(last, entry.note.get("reason", ""))


def why_refused(change: ExecutionChange) -> str:
    """What was said when it was not confirmed."""
    entry = _refusal(change)
    return entry.note.get("reason", "") if entry else ""


def _refusal(change: ExecutionChange) -> AuditEntry | None:
    return trail(change).filter(act="execution.refused").last()


def confirmed_changes(decision: Decision) -> QuerySet[ExecutionChange]:
    """What everybody reads, the newest first."""
    return decision.execution_changes.filter(status=Status.CONFIRMED).order_by("-id")


def adjustments_of(document: Document) -> QuerySet[ExecutionChange]:
    """How the decided matters of this text were adjusted, the newest first."""
    matter = Q(decision__documents=document) | Q(decision__consultations__document=document)
    rows = ExecutionChange.objects.filter(matter, status=Status.CONFIRMED, kind=Kind.ADJUSTED)
    return rows.select_related("decision").distinct().order_by("-id")


def not_carried_out(document: Document) -> QuerySet[Decision]:
    """The decided matters of this text whose execution is suspended or has ended."""
    rows = Decision.objects.filter(Q(documents=document) | Q(consultations__document=document))
    stopped = (Decision.Execution.SUSPENDED, Decision.Execution.ENDED)
    return rows.filter(status=Decision.Status.DECIDED, execution__in=stopped).distinct()
