"""Counting within an hour, by the strategies of `limits`: for all processes in Redis, where there is one."""

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from django.conf import settings
from limits import RateLimitItem
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import RateLimiter

from participation.delivery import redis

T = TypeVar("T")


class Window:
    """A strategy over Redis; without Redis, and while it is away, the same strategy over this process."""

    def __init__(self, strategy: type[RateLimiter]) -> None:
        self._own = strategy(MemoryStorage())
        self._lock = Lock()  # of the first counts of a new name MemoryStorage can lose one
        self._shared = (
            strategy(RedisStorage(settings.REDIS_URL, **redis.OPTIONS)) if settings.REDIS_URL else None
        )

    def hit(self, rate: RateLimitItem, who: str, cost: int = 1) -> bool:
        """Take a place; whether there was one."""
        return self._ask(lambda limiter: limiter.hit(rate, who, cost=cost))

    def test(self, rate: RateLimitItem, who: str) -> bool:
        """Whether there is a place, without taking it."""
        return self._ask(lambda limiter: limiter.test(rate, who))

    def wait(self, rate: RateLimitItem, who: str) -> int:
        """Whole seconds after which there is a place again."""
        stats = self._ask(lambda limiter: limiter.get_window_stats(rate, who))
        return max(0, int(stats.reset_time - time.time())) + 1

    def forget(self) -> None:
        """Begin anew in this process."""
        self._own.storage.reset()

    def _ask(self, do: Callable[[RateLimiter], T]) -> T:
        shared = self._shared
        return redis.ask(lambda: do(shared), lambda: self._ask_own(do)) if shared else self._ask_own(do)

    def _ask_own(self, do: Callable[[RateLimiter], T]) -> T:
        with self._lock:
            return do(self._own)
