"""What the ledger commits to in another way of hearing people, once it is published."""

from typing import Any

from consultations.decisions.engagements.models import Engagement, EngagementFile
from consultations.decisions.ledger import columns, files, is_newer
from participation.ledger import leaves

SAYS = ("decision", "kind", "status", "held_on", "until", "place", "said", "outcome", "published_at")


def content(row: Engagement) -> dict[str, Any]:
    """Who was heard, when, where, what was said and what came of it, with what everybody may fetch."""
    parties = sorted(row.parties.all(), key=lambda party: party.ordinal)
    return {
        **columns(row, *SAYS),
        "parties": [columns(party, "ordinal", "group", "who", "number") for party in parties],
        "files": files([each for each in row.files.all() if each.purpose == EngagementFile.PUBLIC]),
    }


leaves.register(
    leaves.LedgerKind(
        "engagement",
        lambda: Engagement.objects.prefetch_related("files", "parties"),
        lambda row: is_newer("engagement", row.published_at),
        content,
    )
)
