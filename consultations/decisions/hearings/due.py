"""When a hearing has to be held: what was promised is kept, what a law prescribes is done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.decisions.engagements.models import OPENNESS
from consultations.decisions.models import DECREE, Decision, ParticipationList
from consultations.notices.traits import Trait
from participation.deadlines.rulebook import rule

PRICES = "A27"  # 价格法, article 23
OBJECTIONS = {
    Trait.LAND: "A25",  # 土地管理法, article 47; its 实施条例, article 28
    Trait.DEMOLITION: "A26-result",  # 国有土地上房屋征收与补偿条例, article 11
}


@dataclass(frozen=True, slots=True)
class HearingDue:
    """One reason why the matter cannot go without a hearing, by a provision or a rule of the rulebook."""

    code: str
    reason: str
    provision: str = ""
    rule_id: str = ""

    @property
    def is_price(self) -> bool:
        """Whether the price authority presides over it."""
        return self.rule_id == PRICES

    @property
    def basis(self) -> str:
        """Where the law says so. One query for a rule."""
        return rule(self.rule_id).basis if self.rule_id else self.provision


def hearing_is_due(decision: Decision) -> list[HearingDue]:
    """Every reason, each with its provision; empty where the law leaves it to the unit (decree 713, article 16).

    A hearing promised in any published edition of a yearly list is due: a later edition does not take it back. One on a
    price, or on land or houses where most of those affected object, is due by the nature of the matter.
    Reads `listed_in` and its lists, which callers with many matters prefetch (`listed_in__list`).
    """
    found: list[HearingDue] = []
    promising = {
        item.list.kind
        for item in decision.listed_in.all()
        if item.has_hearing and item.list.status == ParticipationList.Status.PUBLISHED
    }
    if ParticipationList.Kind.PARTICIPATION in promising:
        reason = _("The yearly list open to participation calls for a hearing.")
        found.append(HearingDue("promised", reason, f"{OPENNESS}；{DECREE}第十六条"))
    if ParticipationList.Kind.DIRECTORY in promising:
        reason = _("The directory of major decisions promises a hearing.")
        found.append(HearingDue("promised_in_directory", reason, f"{DECREE}第三条、第十六条"))
    if Trait.PRICE in decision.concerns:
        found.append(HearingDue("price", _("It sets a price on which a hearing is held."), rule_id=PRICES))
    if Trait.OBJECTED in decision.concerns:
        reason = _("Most of those whose land or house is taken hold the plan to be unlawful.")
        found += [
            HearingDue(trait, reason, rule_id=rule_id)
            for trait, rule_id in OBJECTIONS.items()
            if trait in decision.concerns
        ]
    return found
