"""What the ledger commits to in a dossier: the matter, its stages, and the yearly lists, as everybody reads them.

Rows that were public before the ledger committed to their kind owe no leaf until they change: `is_newer`.
"""

from datetime import date, datetime
from typing import Any

from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.nature import traits_of
from consultations.decisions.queries import INSIDE_ONLY
from participation import clock
from participation.files.models import StoredFile
from participation.ledger import leaves
from participation.ledger.models import Leaf

Status = DecisionStage.Status


def is_newer(kind: str, since: date | datetime | None) -> bool:
    """Whether something public since then came after the day on which the ledger first committed to its kind."""
    first = Leaf.objects.filter(kind=kind).order_by("id").first()
    day = clock.day_of(since) if isinstance(since, datetime) else since
    return first is not None and day is not None and day > clock.day_of(first.at)


def as_json(value: Any) -> Any:
    """A day, an hour or a moment as text; moments by their day, as pages show them."""
    if isinstance(value, datetime):
        value = clock.day_of(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def columns(row: Any, *names: str) -> dict[str, Any]:
    """These columns, as JSON keeps them."""
    return {name: as_json(row.serializable_value(name)) for name in names}


def files(rows: list[StoredFile]) -> list[list[Any]]:
    """What hangs there, by content, and whether everybody may fetch it."""
    return sorted([each.name, each.sha256, each.is_public] for each in rows)


def matter(row: Decision) -> dict[str, Any]:
    """What the dossier says of the matter, where it stands and why."""
    texts = ("title", "decision_authority", "summary", "legal_basis", "planned_on", "public_note")
    state = ("status", "execution", "department", "is_units_own", "published_at")
    note = (
        columns(row, "classification_note") if row.classification_note else {}
    )  # younger than the first leaves
    return {**columns(row, *texts, *state), "traits": traits_of(row), **note}


def stage(row: DecisionStage) -> dict[str, Any]:
    """One round: its result with its words, days, texts and documents. What waits for a second person is not in it."""
    says = ("result", "public_note", "document_name", "ground", "particulars", "texts")
    days = ("begun_on", "held_on", "done_on")
    hangs = files(list(row.files.all())) if row.status == Status.DONE else []
    return {**columns(row, "decision", "stage", "round", "status", *says, *days), "files": hangs}


def yearly_list(row: ParticipationList) -> dict[str, Any]:
    """A published edition with its rows. Which dossier a row was found to be is not among the words of the list."""
    names = ("ordinal", "matter", "procedure", "unit", "planned", "ways", "has_hearing")
    items = [columns(item, *names) for item in sorted(row.items.all(), key=lambda item: item.ordinal)]
    return {**columns(row, "department", "year", "edition", "status", "published_at"), "items": items}


leaves.register(
    leaves.LedgerKind(
        "decision", Decision.objects.all, lambda row: is_newer("decision", row.published_at), matter
    )
)
leaves.register(
    leaves.LedgerKind(
        "stage",
        lambda: DecisionStage.objects.prefetch_related("files"),
        lambda row: row.status not in INSIDE_ONLY and is_newer("stage", row.done_on or row.begun_on),
        stage,
    )
)
leaves.register(
    leaves.LedgerKind(
        "participation_list",
        lambda: ParticipationList.objects.prefetch_related("items"),
        lambda row: is_newer("participation_list", row.published_at),
        yearly_list,
    )
)
