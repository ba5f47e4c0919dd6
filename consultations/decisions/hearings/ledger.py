"""What the ledger commits to in a hearing: its announcement, then the list, then the record, each once it is out."""

from typing import Any

from consultations.decisions.hearings.files import BEFORE, OPEN
from consultations.decisions.hearings.models import Hearing, HearingParticipant
from consultations.decisions.ledger import columns, files, is_newer
from participation.ledger import leaves

ANNOUNCED = (
    "decision", "status", "title", "about", "organiser", "price_authority", "consultation", "held_on", "held_at",
    "place", "seats", "sides", "selection", "how_to_apply", "apply_until", "phone", "announced_at",
    "list_published_at", "materials_sent_on", "concluded_at",
)  # fmt: skip
LISTED = ("ordinal", "name", "is_masked", "kind", "side", "represents")
RECORDED = ("attended", "has_signed", "remark", "said", "result", "reason")


def content(row: Hearing) -> dict[str, Any]:
    """As everybody reads it by now."""
    concluded = row.status == Hearing.Status.CONCLUDED
    head = columns(row, "presider", "recorder", "summary") if concluded else {}
    shown = OPEN if concluded else BEFORE
    return {
        **columns(row, *ANNOUNCED), **head,
        "files": files([each for each in row.files.all() if each.purpose in shown]),
        "participants": [_participant(one, concluded) for one in _in_order(row)] if row.list_published_at else [],
    }  # fmt: skip


def _in_order(row: Hearing) -> list[HearingParticipant]:
    return sorted(row.participants.all(), key=lambda one: one.ordinal)


def _participant(one: HearingParticipant, concluded: bool) -> dict[str, Any]:
    return columns(one, *LISTED, *(RECORDED if concluded else ()))


leaves.register(
    leaves.LedgerKind(
        "hearing",
        lambda: Hearing.objects.prefetch_related("files", "participants"),
        lambda row: is_newer("hearing", row.announced_at),
        content,
    )
)
