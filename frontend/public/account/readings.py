"""Who has opened a person's name and contact: which unit, on which day, how often. The official stays in the audit."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from consultations.models import Comment
from participation import clock
from participation.accounts.contact_reading import ACT
from participation.accounts.models import Department, User
from participation.ledger.models import AuditEntry
from responses.models import Question

MOST = 500  # the newest


@dataclass(frozen=True)
class Reading:
    """One unit on one day."""

    day: date
    unit: Department | None
    times: int


def readings_of(person: User) -> list[Reading]:
    """The newest day first. Two queries, however many there are."""
    mine = Q(kind="comment", object_id__in=Comment.objects.filter(author=person).values("pk")) | Q(
        kind="question", object_id__in=Question.objects.filter(author=person).values("pk")
    )
    found = AuditEntry.objects.filter(mine, act=ACT).order_by("-id")[:MOST]
    counted = Counter((clock.day_of(each.at), each.note.get("unit")) for each in found)
    units = Department.objects.in_bulk({unit for _day, unit in counted if unit})
    return [Reading(day, units.get(unit), n) for (day, unit), n in counted.items()]
