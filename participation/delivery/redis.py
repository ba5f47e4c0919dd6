"""Redis, where REDIS_URL names one: asked for a moment, and left alone for a while once it did not answer.

Nothing the site promises lies in Redis. So whoever asks it also says what is done without it, and no request fails or
waits because it is away.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from kombu.exceptions import OperationalError
from redis import Redis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
PATIENCE = 0.5  # seconds for one answer
LEFT_ALONE = 5.0  # seconds without asking again
NO_ANSWER = (RedisError, OperationalError, OSError)
# For redis-py: once more at once, on a new connection, for the old one may have died while nobody used it.
OPTIONS: dict[str, Any] = {
    "socket_connect_timeout": PATIENCE,
    "socket_timeout": PATIENCE,
    "retry": Retry(NoBackoff(), 1),
}
# For channels: it waits five seconds for the next ring, so an answer has no limit of its own.
LAYER = {"socket_connect_timeout": PATIENCE, "retry": AsyncRetry(NoBackoff(), 1)}
# For Celery: a worker asks for the next job a second at a time.
BROKER = {"socket_connect_timeout": PATIENCE, "socket_timeout": 3.0}

T = TypeVar("T")
_silent_until = 0.0


def is_away() -> bool:
    """Whether it did not answer a moment ago: it need not be asked now."""
    return time.monotonic() < _silent_until


def note_away(problem: BaseException) -> None:
    """Remember that it did not answer; said once each time it is asked in vain."""
    global _silent_until
    if not is_away():
        log.warning("Redis does not answer; the site goes on without it: %s", problem)
    _silent_until = time.monotonic() + LEFT_ALONE


def answers(url: str) -> bool:
    """Ask it now, even when it need not be asked."""
    global _silent_until
    try:
        with Redis.from_url(url, **OPTIONS) as client:
            client.ping()
    except NO_ANSWER as problem:
        note_away(problem)
        return False
    _silent_until = 0.0
    return True


def ask(shared: Callable[[], T], own: Callable[[], T]) -> T:
    """What `shared` gets from Redis; while Redis is away, what `own` gets from this process."""
    if not is_away():
        try:
            return shared()
        except NO_ANSWER as problem:
            note_away(problem)
    return own()
