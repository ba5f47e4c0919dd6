"""Near, overdue, long overdue: said once for a row (`policies`) and once for the database (here), and they agree.

None of it is stored. Each compares `due_on` with one date that is worked out beforehand, so the indexes on
running clocks serve it.
"""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

if TYPE_CHECKING:
    from participation.deadlines.models import Clock  # noqa: F401 (named in the base class)
    from participation.deadlines.policies import Thresholds


class ClockQuerySet(QuerySet["Clock"]):
    def of(self, kind: str, subject_id: int) -> Self:
        """The clocks of one thing."""
        return self.filter(subject_kind=kind, subject_id=subject_id)

    def live(self) -> Self:
        """Running or paused."""
        return self.exclude(state="stopped")

    def due_soon(self, when: "Thresholds") -> Self:
        """Running, not yet overdue, and due within the time that rule W1 calls near."""
        return self.filter(state="running", due_on__gte=when.today, due_on__lte=when.soon_until)

    def overdue(self, when: "Thresholds") -> Self:
        """Running after 24:00 of the due day; those long overdue are among them."""
        return self.filter(state="running", due_on__lt=when.today)

    def long_overdue(self, when: "Thresholds") -> Self:
        """Running more than rule W2 allows after the due day."""
        return self.filter(state="running", due_on__lt=when.long_before)

    def with_standing(self, when: "Thresholds") -> Self:
        """Each clock's `standing_now`, as `policies.standing` says it."""
        late = [("long_overdue", when.long_before), ("overdue", when.today)]
        return self.annotate(
            standing_now=Case(
                *(When(Q(state=state), then=Value(state)) for state in ("paused", "stopped")),
                *(When(due_on__lt=day, then=Value(word)) for word, day in late),
                When(due_on__lte=when.soon_until, then=Value("due_soon")),
                default=Value("on_time"),
                output_field=CharField(),
            )
        )

    def in_time(self, first: date, last: date) -> Self:
        """Stopped between two days, both counted, on or before the due day."""
        return self.stopped_between(first, last).filter(stopped_on__lte=F("due_on"))

    def stopped_between(self, first: date, last: date) -> Self:
        return self.filter(Q(state="stopped"), stopped_on__gte=first, stopped_on__lte=last)
