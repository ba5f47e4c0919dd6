"""Counts that are kept in the transaction of what they count, so that no page ever counts comments."""

import random
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import F, Sum

from consultations.notices.models import Consultation, Counter

SHOWN = ("published", "private", "pending", "returned", "withheld", "withdrawn")
WEIGHED = ("adopted", "partly_adopted", "not_adopted", "out_of_scope", "not_considered", "open")
SLOTS = 1 if settings.SQLITE else 8


def add_to_counters(consultation_id: int, changes: Mapping[str, int]) -> None:
    """Add `changes` to the counts. Names are taken in their order, so that two counters never wait crosswise."""
    for name in sorted(changes):
        if not changes[name]:
            continue
        slot = random.randrange(SLOTS)
        rows = Counter.objects.filter(consultation_id=consultation_id, name=name, slot=slot)
        if not rows.update(value=F("value") + changes[name]):
            Counter.objects.bulk_create(
                [Counter(consultation_id=consultation_id, name=name, slot=slot)], ignore_conflicts=True
            )
            rows.update(value=F("value") + changes[name])


def counts_of(consultation: Consultation) -> dict[str, int]:
    """Both sums of a consultation: received and its parts, opinions and its parts. One query."""
    return counts_for([consultation.pk])[consultation.pk]


def are_owed_an_answer(consultation: Consultation) -> bool:
    """Whether somebody commented who has not taken it back."""
    counts = counts_of(consultation)
    return counts["received"] > counts["withdrawn"]


def counts_for(ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Both sums of several consultations in one query."""
    ids = list(ids)
    empty = dict.fromkeys(("received", *SHOWN, "opinions", *WEIGHED), 0)
    found = {pk: dict(empty) for pk in ids}
    rows = (
        Counter.objects.filter(consultation_id__in=ids)
        .exclude(name__startswith="clause:")
        .values_list("consultation_id", "name")
        .annotate(total=Sum("value"))
    )
    for pk, name, total in rows:
        found[pk][name] = total
    for counts in found.values():
        counts["received"] = sum(counts[name] for name in SHOWN)
        counts["opinions"] = sum(counts[name] for name in WEIGHED)
    return found


def clause_counts(consultation: Consultation) -> dict[int, int]:
    """How many comments each clause has received, by the clause's id; 0 stands for the whole text."""
    rows = (
        Counter.objects.filter(consultation=consultation, name__startswith="clause:")
        .values_list("name")
        .annotate(total=Sum("value"))
    )
    return {int(name.removeprefix("clause:")): total for name, total in rows}
