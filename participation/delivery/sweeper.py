"""Embedded delivery: two threads beside the server, one for quick errands and one for slow ones."""

import logging
import threading
import time

from django.conf import settings
from django.db import close_old_connections, connection

from participation.deadlines.tasks import tick
from participation.delivery import outbox
from participation.delivery.tasks import deliver, sweep

log = logging.getLogger(__name__)
PAUSE = 2.0
BETWEEN_TICKS = 60.0


class Sweeper(threading.Thread):
    """Runs `sweep` whenever it is nudged, and every two seconds in any case; the slow one also ticks every minute."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__(name=f"sweeper-{'slow' if slow else 'fast'}", daemon=True)
        self.slow = slow
        self.wake = threading.Event()
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
                self.wake.wait(PAUSE)
                self.wake.clear()
        connection.close()

    def tick(self) -> None:
        if self.slow and time.monotonic() >= self.next_tick:
            self.next_tick = time.monotonic() + BETWEEN_TICKS
            tick.apply(throw=True)

    def stop(self) -> None:
        self.over.set()
        self.wake.set()


_running: list[Sweeper] = []


def start() -> None:
    """Begin delivering in this process; with Redis the workers do it and this only passes the hints on."""
    if settings.REDIS_URL:
        outbox.when_nudged(_hand_to_workers)
        return
    _running.extend([Sweeper(slow=False), Sweeper(slow=True)])
    for thread in _running:
        thread.start()
        outbox.when_nudged(lambda ids, thread=thread: thread.wake.set())  # type: ignore[misc]


def _hand_to_workers(ids: list[int]) -> None:
    for errand_id in ids:
        deliver.delay(errand_id)


def stop() -> None:
    """End the threads; what they were doing stays in the outbox."""
    for thread in _running:
        thread.stop()
    for thread in _running:
        thread.join(timeout=2)
    _running.clear()
