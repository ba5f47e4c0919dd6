"""The cache of several processes. django-redis can keep silent about a Redis that is away, but then every `add` says
no, and allauth takes that for a lock that somebody else holds: nobody could sign in. So there is a second cache."""

from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

from participation.delivery import redis


class SharedCache(RedisCache):
    """Django's cache in Redis; while Redis is away, Django's cache in this process."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.own = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": 20_000}})


def _either(name: str) -> Any:
    shared, own = getattr(RedisCache, name), getattr(LocMemCache, name)

    def ask(self: SharedCache, *args: Any, **options: Any) -> Any:
        return redis.ask(lambda: shared(self, *args, **options), lambda: own(self.own, *args, **options))

    return ask


for _name in (
    "add", "get", "set", "touch", "delete", "has_key", "incr", "get_many", "set_many", "delete_many", "clear",
):  # fmt: skip
    setattr(SharedCache, _name, _either(_name))
