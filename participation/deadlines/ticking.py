"""Periodic jobs: a room registers one, the scheduler comes by every minute, the outbox has it done.

A job has slots (every day at six, every ten minutes). `tick` hands each slot that has come to the outbox once, and
marks it in the same transaction: a second tick, or two schedulers at once, do nothing more, and a scheduler that slept
catches up. The errand is at least once, so a job is idempotent by its slot.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from participation.delivery.outbox import errand_handler, send

from . import clock
from .models import JobMark

Work = Callable[[datetime], None]
DAY = timedelta(days=1)
MOST_SLOTS = 400  # a year of days: who slept longer begins again from there

jobs: dict[str, "Job"] = {}


@dataclass(frozen=True, slots=True)
class Job:
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
        jobs[name] = Job(name, work, period, at, each)
        return work

    return register


def tick() -> list[str]:
    """Hand every slot that has come to the outbox; says which, as “job slot”."""
    moment = clock.now()
    return [said for name in sorted(jobs) for said in _hand_out_once(jobs[name], moment)]


def _hand_out_once(job: Job, moment: datetime) -> list[str]:
    try:
        return _hand_out(job, moment)
    except IntegrityError:
        return []  # another scheduler wrote the first mark of this job, or this very slot, a moment before


def _hand_out(job: Job, moment: datetime) -> list[str]:
    with transaction.atomic():
        mark = JobMark.objects.select_for_update().filter(name=job.name).first()
        slots = job.missed(mark.done_until if mark else None, moment)
        ours = [slot for slot in slots if _send(job, slot)]  # a first mark cannot be locked: two may come here
        if slots:
            JobMark.objects.update_or_create(
                name=job.name, defaults={"done_until": slots[-1], "ran_at": moment}
            )
    return [f"{job.name} {slot.isoformat()}" for slot in ours]


def _send(job: Job, slot: datetime) -> bool:
    payload = {"job": job.name, "slot": slot.isoformat()}
    return send(RUN_SLOT, payload, key=f"{job.name}:{slot.astimezone(UTC):%Y%m%dT%H%M}")


@errand_handler(slow=True)
def run_slot(payload: dict[str, str]) -> None:
    """Do one slot of a job. A job that is no longer registered is let go."""
    if job := jobs.get(payload["job"]):
        job.work(datetime.fromisoformat(payload["slot"]))


RUN_SLOT = f"{run_slot.__module__}.{run_slot.__qualname__}"


def slot_day(slot: datetime) -> date:
    """The Asia/Shanghai day of a slot."""
    return clock.day_of(slot)
