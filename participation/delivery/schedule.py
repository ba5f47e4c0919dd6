"""Periodic jobs: a room registers one, the scheduler comes by every minute, the outbox has it done.

A job has slots (every day at six, every ten minutes). `tick` hands each slot that has come to the outbox once, and
marks it in the same transaction: a second tick, or two schedulers at once, do nothing more, and a scheduler that slept
catches up. Delivery is at least once, so a job is idempotent by its slot; like every job it may work in pieces.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from participation import clock
from participation.delivery.models import ScheduleMark
from participation.delivery.outbox import send
from participation.delivery.registry import Payload, Pieces, job

Work = Callable[[datetime], Pieces | None]
DAY = timedelta(days=1)
MOST_SLOTS = 400  # a year of days: who slept longer begins again from there

periodic: dict[str, "Periodic"] = {}


@dataclass(frozen=True, slots=True)
class Periodic:
    """`each`: every slot that was missed is made up for; otherwise only the newest."""

    name: str
    work: Work
    every: timedelta
    at: time
    each: bool

    def newest_slot(self, moment: datetime) -> datetime:
        """The start of the newest slot that has come. Days begin in Asia/Shanghai."""
        local = moment.astimezone(clock.SHANGHAI)
        begin = datetime.combine(local.date(), self.at, clock.SHANGHAI)
        if begin > local:
            begin -= DAY
        return begin + (local - begin) // self.every * self.every

    def missed(self, done_until: datetime | None, moment: datetime) -> list[datetime]:
        """The slots after `done_until` that have come, oldest first; a new job begins with the newest."""
        newest = self.newest_slot(moment)
        if done_until is not None and done_until >= newest:
            return []
        if done_until is None or not self.each:
            return [newest]
        return sorted(slot for slot in self._back_from(newest) if slot > done_until)

    def _back_from(self, newest: datetime) -> Iterator[datetime]:
        return (newest - n * self.every for n in range(MOST_SLOTS))


def daily(name: str, *, at: time = time(2), each: bool = False) -> Callable[[Work], Work]:
    """Register a job for every day at `at`, Asia/Shanghai. It gets its slot: `work(slot)`."""
    return _job(name, DAY, at, each)


def every(minutes: int, name: str, *, each: bool = False) -> Callable[[Work], Work]:
    """Register a job for every so many minutes of the day."""
    return _job(name, timedelta(minutes=minutes), time.min, each)


def _job(name: str, period: timedelta, at: time, each: bool) -> Callable[[Work], Work]:
    def register(work: Work) -> Work:
        periodic[name] = Periodic(name, work, period, at, each)
        return work

    return register


def tick() -> list[str]:
    """Hand every slot that has come to the outbox; says which, as “job slot”."""
    moment = clock.now()
    return [slot for name in sorted(periodic) for slot in _hand_out_once(periodic[name], moment)]


def _hand_out_once(plan: Periodic, moment: datetime) -> list[str]:
    try:
        return _hand_out(plan, moment)
    except IntegrityError:
        return []  # another scheduler wrote the first mark of this job, or this very slot, a moment before


def _hand_out(plan: Periodic, moment: datetime) -> list[str]:
    with transaction.atomic():
        mark = ScheduleMark.objects.select_for_update().filter(name=plan.name).first()
        slots = plan.missed(mark.done_until if mark else None, moment)
        ours = [
            slot for slot in slots if _send(plan, slot)
        ]  # a first mark cannot be locked: two may come here
        if slots:
            ScheduleMark.objects.update_or_create(
                name=plan.name, defaults={"done_until": slots[-1], "ran_at": moment}
            )
    return [f"{plan.name} {slot.isoformat()}" for slot in ours]


def _send(plan: Periodic, slot: datetime) -> bool:
    payload = {"job": plan.name, "slot": slot.isoformat()}
    return send("schedule.run", payload, key=f"{plan.name}:{slot.astimezone(UTC):%Y%m%dT%H%M}")


@job("schedule.run", slow=True)
def run_slot(payload: Payload) -> Pieces | None:
    """Do one slot of a periodic job. One that is no longer registered is let go."""
    plan = periodic.get(payload["job"])
    return plan.work(datetime.fromisoformat(payload["slot"])) if plan else None


def slot_day(slot: datetime) -> date:
    """The Asia/Shanghai day of a slot."""
    return clock.day_of(slot)
