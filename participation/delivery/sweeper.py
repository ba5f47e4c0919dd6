"""Embedded delivery: two threads beside the server, one for quick jobs and one for slow ones."""

import logging
import threading
import time
from functools import partial

from django.conf import settings
from django.db import close_old_connections, connection

from participation.delivery import outbox, redis
from participation.delivery.tasks import deliver, sweep, tick

log = logging.getLogger(__name__)
PAUSE = 2.0
BETWEEN_TICKS = 60.0


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


def pass_on(jobs: list[int]) -> None:
    """Offer each job to a worker. While the broker is away nobody hears of it; the sweep hands out what is left."""
    for job_id in jobs:
        redis.ask(partial(_offer, job_id), lambda: None)


def _offer(job_id: int) -> None:
    deliver.delay(job_id)


_running: list[Sweeper] = []


def start() -> None:
    """Begin delivering in this process; with Redis the workers do it and this only passes the hints on."""
    if settings.REDIS_URL:
        outbox.when_woken(pass_on)
        return
    _running.extend([Sweeper(slow=False), Sweeper(slow=True)])
    for thread in _running:
        thread.start()
        outbox.when_woken(thread.wake)


def stop() -> None:
    """End the threads; what they were doing stays in the outbox."""
    for thread in _running:
        thread.stop()
    for thread in _running:
        thread.join(timeout=2)
    _running.clear()
