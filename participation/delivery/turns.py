"""Writing in turns, so that a long job keeps nobody waiting.

SQLite has one writer. Who waits for it is in no queue but asks again, soon every 25 and at last every 100 ms, so that
jobs which write without a rest keep everybody else out, however short each of their transactions is. Therefore a long
job works in pieces of a moment each, only one job of a process writes at a time, and after each moment all of them
leave the writer alone for longer than a waiter sleeps.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PIECE = 0.03  # seconds of work in one transaction; a machine under load takes several times as long
MOMENT = 0.05  # seconds of writing before a rest
LONGEST_REST = 0.12  # seconds: no waiter sleeps longer
AT_ONCE = 50  # rows read for one piece

_turn = threading.RLock()
_written = 0.0  # seconds since the last rest


@contextmanager
def turn() -> Iterator[None]:
    """The turn of one job to write; ends with a rest when this process has written for a moment."""
    if not settings.SQLITE or connection.in_atomic_block:
        yield
        return
    global _written
    with _turn:
        began = time.monotonic()
        try:
            yield
        finally:
            _written += time.monotonic() - began
            if _written >= MOMENT:
                time.sleep(min(_written, LONGEST_REST))
                _written = 0.0


def moments_of(items: Iterable[T]) -> Iterator[Iterator[T]]:
    """The items, as many at a time as can be worked on in a moment. Each piece is to be gone through to its end."""
    left = iter(items)
    for first in left:
        yield _for_a_moment(chain([first], left))


def pieces_of(rows: QuerySet[M], *, after: int | None = None) -> Iterator[Iterator[M]]:
    """Likewise rows, by id, from the one after `after`: read anew for each piece, as they are when their turn comes."""
    last = after or 0

    def noted(found: list[M]) -> Iterator[M]:
        nonlocal last
        for row in found:
            last = row.pk
            yield row

    while found := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield _for_a_moment(noted(found))


def _for_a_moment(items: Iterator[T]) -> Iterator[T]:
    until = time.monotonic() + PIECE
    for item in items:
        yield item
        if time.monotonic() >= until:
            return
