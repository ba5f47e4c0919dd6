"""The one place that knows what time it is.

Every room asks here, so that the demo, imports, synthetic load and tests can make history through the
same actions as everybody else: ``with clock.at(moment): publish_reply(...)``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moment.get() or datetime.now(UTC)


def really_now() -> datetime:
    """The present moment whatever `at` says: for what was written when, not for what happened when."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in Asia/Shanghai, by which every legal day is counted."""
    return day_of(now())


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Let it be `moment` inside the block (this thread or task only); blocks nest.

    Raises ValueError for a moment without a time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("clock.at() needs an aware moment")
    token = _moment.set(moment)
    try:
        yield moment
    finally:
        _moment.reset(token)


def day_of(moment: datetime) -> date:
    """The Asia/Shanghai date on which `moment` falls."""
    return moment.astimezone(SHANGHAI).date()


def starts_at(day: date) -> datetime:
    """00:00 of `day`, Asia/Shanghai."""
    return datetime.combine(day, time.min, SHANGHAI)


def ends_at(day: date) -> datetime:
    """24:00 of `day`, Asia/Shanghai: the first moment that is too late."""
    return starts_at(day + timedelta(days=1))
