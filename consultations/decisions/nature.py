"""What a matter is in the eyes of the law: read from its flags, lent to its notices, made lighter only by two people.

Whatever is added only makes the law stricter, and one person adds it. What is taken away once the matter is public
shortens periods and drops reviews: it takes a public reason and a second person (a correction of the dossier).
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _now

from consultations.decisions.models import Decision
from consultations.notices.floors import traits_from
from consultations.notices.models import Consultation
from consultations.notices.traits import CONCERNS, Trait, checked_concerns
from participation.errors import Invalid

Kind = Decision.Kind
Status = Decision.Status
KINDS = (Kind.OTHER, Kind.NORMATIVE_DOCUMENT, Kind.MAJOR_DECISION)  # each asks for more than the one before
FLAGS = {
    Trait.BUSINESS_RELATED: "affects_business",
    Trait.TECHNICAL: "is_technical",
    Trait.RISKY: "is_risky",
}
COLUMNS = ("kind", *FLAGS.values(), "concerns")


def traits_of(decision: Decision) -> list[str]:
    """Everything that the law's duties hang on, in one order."""
    has = {
        decision.kind,
        *decision.concerns,
        *(trait for trait, flag in FLAGS.items() if getattr(decision, flag)),
    }
    return [each.value for each in Trait if each in has]


def set_traits(decision: Decision, traits: Iterable[str]) -> None:
    """Write them into the dossier's columns. Raises Invalid for what is no trait, or for none or two kinds."""
    wanted = set(traits)
    kinds = [kind for kind in KINDS if kind in wanted]
    if len(kinds) != 1 or wanted - {*KINDS, *FLAGS, *CONCERNS}:
        message = _now("Choose from what is offered.")
        raise Invalid(message, errors={"traits": [message]})
    decision.kind = kinds[0]
    for trait, flag in FLAGS.items():
        setattr(decision, flag, trait in wanted)
    decision.concerns = checked_concerns(wanted & set(CONCERNS))


def taken_away(before: Iterable[str], after: Iterable[str]) -> list[Trait]:
    """Which traits are gone. A kind is gone when one that asks for less stands in its place."""
    old, new = set(before), set(after)
    ranks = [max((n for n, kind in enumerate(KINDS) if kind in side), default=0) for side in (old, new)]
    lighter = {KINDS[ranks[0]].value} if ranks[1] < ranks[0] else set()
    return [Trait(each) for each in sorted((old - new - set(KINDS)) | lighter)]


GOVERNMENTS = {Trait.PLANNING, Trait.LAND, Trait.DEMOLITION}  # 城乡规划法 19-22, 土地管理法 47, 征收条例 8


def check_own(row: Decision, was_own: bool | None = None) -> None:
    """A major decision is the government's (decree 713, article 2); who decides is settled before it is public.

    Raises Invalid."""
    if row.is_units_own and row.kind == Decision.Kind.MAJOR_DECISION:
        message = _now("A major decision is taken by the county government, not by a unit itself.")
    elif row.is_units_own and set(row.concerns) & GOVERNMENTS:
        message = _now(
            "Plans, and the taking of land or houses, are decided by the government, not by a unit itself."
        )
    elif was_own is not None and was_own != row.is_units_own and row.status != Status.DRAFT:
        message = _now("It is on public record: who decides it is not changed any more.")
    else:
        return
    raise Invalid(message, errors={"is_units_own": [message]})


def matters_of(consultation: Consultation) -> list[Decision]:
    """The matters to which the consultation or its text belongs, unless they ended without a decision."""
    return list(_matters(consultation).exclude(status=Status.TERMINATED))


def is_of_a_matter(consultation: Consultation) -> bool:
    """Whether it belongs to one, be it one that ended: a text of an ended matter needs another one."""
    return _matters(consultation).exists()


def _matters(consultation: Consultation) -> QuerySet[Decision]:
    if not consultation.pk:
        return Decision.objects.filter(documents=consultation.document_id).distinct()
    rows = Decision.objects.filter(consultations=consultation) | Decision.objects.filter(
        documents=consultation.document_id
    )
    return rows.distinct()


def notices_of(decision: Decision) -> QuerySet[Consultation]:
    """The notices that belong to the matter, by themselves or with their document."""
    rows = Consultation.objects.filter(decisions=decision) | Consultation.objects.filter(
        document__decisions=decision
    )
    return rows.distinct()


def told_of(decision: Decision) -> list[str]:
    """What the public was told the matter is: by its notices, and by matters on record that shared one with it."""
    notices = [each for each in decision.consultations.all() if each.published_at]
    shared = Decision.objects.filter(consultations__in=notices, published_at__isnull=False) if notices else []
    told = {trait for each in notices for trait in (each.kind, *each.concerns)}
    return [*told.union(*(traits_of(each) for each in shared))]


@traits_from
def lent_to(consultation: Consultation) -> list[str]:
    """A notice is as strict as the matters to which it belongs."""
    return [trait for matter in matters_of(consultation) for trait in traits_of(matter)]
