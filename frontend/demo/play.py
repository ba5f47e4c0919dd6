"""The county's history as a play: scenes are laid on a calendar, then performed in the order of time."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from frontend.demo.people import Cast
from participation import clock
from participation.deadlines.counting import calendar_for
from participation.deadlines.workdays import WorkCalendar
from participation.delivery.models import Job
from participation.delivery.registry import kind_of

Act = Callable[[], object]
Roll = Literal["", "forward", "back"]


class Play:
    """Scenes by their moment. `kept` holds what later scenes need by the key its file gives it."""

    def __init__(self) -> None:
        self.today = clock.today()
        self.end = clock.now() - timedelta(minutes=2)
        self.calendar: WorkCalendar = calendar_for()
        self.cast = Cast()
        self.kept: dict[str, Any] = {}
        self._scenes: list[tuple[datetime, int, Act]] = []

    def moment(self, day: int, at: str, roll: Roll = "") -> datetime:
        """The moment `day` days from today. Officials' acts roll to a working day, if there is one before now."""
        wanted = self.today + timedelta(days=day)
        found = self._at(wanted, at)
        if roll == "back":
            while not self.calendar.is_working_day(wanted):
                wanted -= timedelta(days=1)
            return self._at(wanted, at)
        if roll == "forward":
            rolled = self._at(self.calendar.next_working_day(wanted), at)
            return rolled if rolled <= self.end else found
        return found

    def add(self, moment: datetime, act: Act) -> None:
        """Lay a scene on its moment; equal moments keep the order in which they were laid."""
        self._scenes.append((moment, len(self._scenes), act))

    def perform(self) -> None:
        """Let everything happen, each at its moment, with what follows from it; only mail is not sent."""
        for moment, _, act in sorted(self._scenes, key=lambda scene: scene[:2]):
            with clock.at(moment):
                act()
                self._do_jobs()
        while self._do_jobs():
            pass

    def _do_jobs(self) -> bool:
        jobs = list(Job.objects.filter(done_at__isnull=True))
        for job in jobs:
            kind = kind_of(job.handler)
            if kind and not kind.is_outside and (pieces := kind.do({**job.payload, "position": None})):
                list(pieces)
        if jobs:
            Job.objects.filter(pk__in=[job.pk for job in jobs]).update(done_at=clock.now())
        return bool(jobs)

    def _at(self, day: Any, at: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(at), clock.SHANGHAI).astimezone(UTC)


class Thread:
    """One matter's scenes: whatever rolling does to their days, the order in which they are laid holds."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.last: datetime | None = None

    def then(self, day: int, at: str, act: Act, *, roll: Roll = "") -> "Thread":
        """Lay the next scene of this matter."""
        moment = min(self.play.moment(day, at, roll), self.play.end)
        if self.last is not None and moment <= self.last:
            moment = self.last + timedelta(minutes=7)
        self.last = moment
        self.play.add(moment, act)
        return self
