"""Embedded delivery: threads beside the server for quick jobs, for slow ones, and for the tree of the ledger."""

import logging
import threading
import time
from functools import partial

from django.conf import settings
from django.db import close_old_connections, connection

from participation.delivery import outbox, redis
from participation.delivery.tasks import deliver, sequence, sweep, tick

log = logging.getLogger(__name__)
PAUSE = 2.0
BETWEEN_TICKS = 60.0
BETWEEN_RUNS = 3.0


class Sweeper(threading.Thread):
    """Runs `sweep` whenever it is woken, and every two seconds in any case; the slow one also ticks every minute."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__(name=f"sweeper-{'slow' if slow else 'fast'}", daemon=True)
        self.slow = slow
        self.woken = threading.Event()
        self.over = threading.Event()
        self.next_tick = 0.0

    def run(self) -> None:
        while not self.over.is_set():
            try:
                close_old_connections()
                self.tick()
                found = sweep.apply(args=[self.slow], throw=True).get()
            except Exception:
                log.exception("the sweep failed; it goes on")
                found = 0
            if not found:
                self.woken.wait(PAUSE)
                self.woken.clear()
        connection.close()

    def tick(self) -> None:
        if self.slow and time.monotonic() >= self.next_tick:
            self.next_tick = time.monotonic() + BETWEEN_TICKS
            tick.apply(throw=True)

    def wake(self, _jobs: list[int]) -> None:
        """Something may be due."""
        self.woken.set()

    def stop(self) -> None:
        self.over.set()
        self.woken.set()


class Sequencer(threading.Thread):
    """Runs `sequence` every three seconds, and a last time at the end: what was promised waits for no other start."""

    def __init__(self) -> None:
        super().__init__(name="sequencer", daemon=True)
        self.over = threading.Event()

    def run(self) -> None:
        is_over = False
        while not is_over:
            is_over = self.over.wait(BETWEEN_RUNS)
            try:
                close_old_connections()
                sequence.apply(throw=True)
            except Exception:
                log.exception("the ledger was not sequenced; it is tried again")
        connection.close()

    def stop(self) -> None:
        self.over.set()


def pass_on(jobs: list[int]) -> None:
    """Offer each job to a worker. While the broker is away nobody hears of it; the sweep hands out what is left."""
    for job_id in jobs:
        redis.ask(partial(_offer, job_id), lambda: None)


def _offer(job_id: int) -> None:
    deliver.delay(job_id)


_running: list[Sweeper] = []
_sequencer: list[Sequencer] = []


def start() -> None:
    """Begin delivering in this process; with Redis the workers do it and this only passes the hints on."""
    if settings.REDIS_URL:
        outbox.when_woken(pass_on)
        return
    _running.extend([Sweeper(slow=False), Sweeper(slow=True)])
    for thread in _running:
        thread.start()
        outbox.when_woken(thread.wake)
    _sequencer.append(Sequencer())
    _sequencer[0].start()


def stop() -> None:
    """End the threads; what they were doing stays in the outbox."""
    threads: list[Sweeper | Sequencer] = [*_running, *_sequencer]
    for thread in threads:
        thread.stop()
    for thread in threads:
        thread.join(timeout=2)
    _running.clear()
    _sequencer.clear()
