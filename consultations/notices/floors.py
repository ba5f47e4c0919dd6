"""How long a notice must stand: of all the rules that apply to what it is about, the strictest."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import cast

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consultations.notices.models import Consultation
from consultations.notices.terms import UNCONFIRMED
from consultations.notices.traits import FLOORS
from participation import clock
from participation.deadlines.rulebook import BilingualText, Rule, Rulebook, rule
from participation.deadlines.workdays import Unit
from participation.text.reasons import is_reason

SHORTENED = "A1-shortened"  # the least that is left of a period that was shortened


class Ground(TextChoices):
    """Why a period may be shortened (decree 713, article 15: 因情况紧急等原因)."""

    EMERGENCY = "emergency", _("Emergency: a disaster, an accident, public health or safety")
    SUPERIOR = "superior", _("A law or a higher authority has set a day by which it must be in force")
    LAPSE = "lapse", _("The rules in force lapse before, and nothing would hold in between")


TraitSource = Callable[[Consultation], Iterable[str]]
_sources: list[TraitSource] = []


def traits_from(source: TraitSource) -> TraitSource:
    """Have this room asked for the traits of a notice too: a matter to which it belongs lends it its own."""
    _sources.append(source)
    return source


def traits_of(consultation: Consultation) -> set[str]:
    """What the notice is about by its kind, what was ticked, and the matters to which it belongs."""
    own = {consultation.kind, *consultation.concerns}
    return own.union(*(source(consultation) for source in _sources))


def floors(traits: Iterable[str], on: date | None = None) -> list[Rule]:
    """The rules that set a least period for anything with these traits, as they are in force on that day."""
    book = Rulebook()
    return [book.rule(FLOORS[each], on) for each in sorted(traits) if each in FLOORS]


def floor_of(consultation: Consultation) -> Rule:
    """The strictest of the rules that apply: the latest end; of two that agree, the one that nobody may shorten."""
    return max(
        floors(traits_of(consultation)),
        key=lambda each: (each.earliest_end(consultation.opens_on), each.shortening == "none", each.id),
    )


def earliest_end(consultation: Consultation, start: date) -> date:
    """The first day on which a period that begins on `start` may end, nothing shortened."""
    return max(each.earliest_end(start) for each in floors(traits_of(consultation)))


def barred_by(consultation: Consultation) -> Rule | None:
    """The rule that nobody may shorten and that the period does not reach."""
    fixed = [each for each in floors(traits_of(consultation)) if each.shortening == "none"]
    ends = {each.earliest_end(consultation.opens_on): each for each in fixed}
    return ends[max(ends)] if ends and consultation.closes_on < max(ends) else None


def is_shortened(consultation: Consultation) -> bool:
    """Whether the period ends before the least that the law sets in general, the first day not counted."""
    told = told_floor(consultation)
    if told and not consultation.shortening_reason:
        return False  # it would not have been published
    floor = told or floor_of(consultation)
    return consultation.closes_on < floor.earliest_end(consultation.opens_on)


def told_floor(consultation: Consultation) -> Rule | None:
    """The least period as it was told with the notice (`minimum_period`), whatever became of its rule since."""
    if not consultation.minimum_period:
        return None
    rule_id, number, unit, *mark = consultation.minimum_period.split()
    return Rule(
        id=rule_id, label=BilingualText("", ""), basis=consultation.legal_basis, valid_from=consultation.opens_on,
        value=int(number), unit=cast(Unit, unit), limit="at_least", confirmed=UNCONFIRMED not in mark,
    )  # fmt: skip


def shortened_floor(consultation: Consultation) -> Rule:
    """The least that has to be left of a shortened period, as the county has set it."""
    published_at = consultation.published_at
    least = rule(SHORTENED, clock.day_of(published_at) if published_at else None)
    usual = told_floor(consultation) or floor_of(consultation)
    ends = [each.earliest_end(consultation.opens_on) for each in (least, usual)]
    return (
        least if ends[0] <= ends[1] else usual
    )  # what is short by itself is not made longer by being shortened


def too_short_for(consultation: Consultation, traits: Iterable[str]) -> Rule | None:
    """The rule for one of these traits that the notice did not reach as it was held; None when it was long enough.

    What the notice was held to at publication is believed (`minimum_period`): a rule that changed afterwards asks
    nothing of it. A period that was shortened on a ground, with a reason, to no less than the county's floor counts
    where its rule lets it be shortened.
    """
    return next(iter(missed_by(consultation, traits)), None)


def missed_by(consultation: Consultation, traits: Iterable[str]) -> list[Rule]:
    """Every such rule. Reads the rules once, and not at all without a trait that has one."""
    asked = [each for each in traits if each in FLOORS]
    if not asked:
        return []
    told = consultation.minimum_period.split()[:1]
    short = [
        each
        for each in floors(asked)
        if [each.id] != told and consultation.closes_on < each.earliest_end(consultation.opens_on)
    ]
    well = bool(short) and _was_shortened_well(consultation)
    return [each for each in short if each.shortening == "none" or not well]


def _was_shortened_well(consultation: Consultation) -> bool:
    """Whether it says on which ground and why it is shorter, and what was left is long enough."""
    says_why = consultation.shortening_ground in Ground.values and is_reason(consultation.shortening_reason)
    left = shortened_floor(consultation).earliest_end(consultation.opens_on)
    return says_why and consultation.closes_on >= left
