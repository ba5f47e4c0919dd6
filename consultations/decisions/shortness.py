"""Notices that run too short for a matter to which they belong, said while they can still be lengthened.

A matter may grow after its notice is out: something is added to the dossier, or the notice is tied to it later. The
gate before the meeting then refuses the consultation; this says the same beforehand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consultations.decisions.models import Decision
from consultations.decisions.nature import traits_of
from consultations.notices.floors import missed_by
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from participation.deadlines.rulebook import Rule

TO_BE_LENGTHENED = (Phase.UPCOMING, Phase.OPEN)
RUNNING = (*TO_BE_LENGTHENED, Phase.SUSPENDED, Phase.CLOSED)


@dataclass(frozen=True, slots=True)
class TooShort:
    """A notice that does not reach what its matter asks for: by which rule, and the first day that would do."""

    consultation: Consultation
    decision: Decision
    rule: Rule
    until: date
    phase: Phase

    @property
    def can_be_lengthened(self) -> bool:
        """Only before its period has ended; afterwards another one is held."""
        return self.phase in TO_BE_LENGTHENED


def too_short_ones(consultations: Iterable[Consultation]) -> dict[int, TooShort]:
    """Those of the running notices that are too short, by their number. Two queries, and one for the rules of each
    matter that has such a notice."""
    running = {row.pk: (row, phase) for row in consultations if (phase := phase_of(row)) in RUNNING}
    found: dict[int, TooShort] = {}
    for pk, decision in _matters(row for row, _phase in running.values()):
        row, phase = running[pk]
        short = _measured(row, decision, phase)
        if short and (pk not in found or short.until > found[pk].until):
            found[pk] = short
    return found


def short_notices(decision: Decision) -> list[TooShort]:
    """The running notices of a matter that are too short for it; its consultations are read along."""
    if decision.status == Decision.Status.TERMINATED:
        return []
    rows = [(row, phase) for row in decision.consultations.all() if (phase := phase_of(row)) in RUNNING]
    return [short for row, phase in rows if (short := _measured(row, decision, phase))]


def _measured(row: Consultation, decision: Decision, phase: Phase) -> TooShort | None:
    missed = missed_by(row, traits_of(decision))
    if not missed:
        return None
    rule = max(missed, key=lambda each: each.earliest_end(row.opens_on))
    return TooShort(row, decision, rule, rule.earliest_end(row.opens_on), phase)


def _matters(rows: Iterable[Consultation]) -> list[tuple[int, Decision]]:
    """The matters to which each belongs, by itself or with its text, unless they ended without a decision."""
    texts: dict[int, list[int]] = {}
    for row in rows:
        texts.setdefault(row.document_id, []).append(row.pk)
    ids = [pk for own in texts.values() for pk in own]
    goes_on = [status for status in Decision.Status.values if status != Decision.Status.TERMINATED]
    tied = Decision.consultations.through.objects.filter(
        consultation__in=ids, decision__status__in=goes_on
    ).select_related("decision")
    with_text = Decision.documents.through.objects.filter(
        document__in=list(texts), decision__status__in=goes_on
    ).select_related("decision")
    found = [(row.consultation_id, row.decision) for row in tied]
    found += [(pk, row.decision) for row in with_text for pk in texts[row.document_id]]
    return found
