"""When a hearing has to be held: what was promised is kept, what a law prescribes is done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.decisions.engagements.models import OPENNESS
from consultations.decisions.models import DECREE, Decision, ParticipationList


@dataclass(frozen=True, slots=True)
class HearingDue:
    """One reason why the matter cannot go without a hearing; `is_price` when the price authority presides."""

    code: str
    reason: str
    basis: str
    is_price: bool = False


def hearing_is_due(decision: Decision) -> list[HearingDue]:
    """Every reason, each with its provision; empty where the law leaves it to the unit (decree 713, article 16).

    A hearing promised in any published edition of a yearly list is due: a later edition does not take it back.
    Reads `listed_in` and its lists, which callers with many matters prefetch (`listed_in__list`).
    """
    found: list[HearingDue] = []
    promised = any(
        item.has_hearing and item.list.status == ParticipationList.Status.PUBLISHED
        for item in decision.listed_in.all()
    )
    if promised:
        reason = _("The yearly list promises a hearing.")
        found.append(HearingDue("promised", reason, f"{OPENNESS}；{DECREE}第十六条"))
    return found
