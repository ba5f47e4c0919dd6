"""Live news: tells browsers that something happened, never what. They fetch it through the ordinary view."""

import asyncio

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction

from participation.delivery import redis

_loop: asyncio.AbstractEventLoop | None = None


def group(topic: str) -> str:
    """The channel group of a topic such as `consultation.12` or `desk`."""
    return "live." + "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in topic)[:80]


def use_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    """Hand over the server's event loop: the in-memory layer lives there and is not thread-safe."""
    global _loop
    _loop = loop


def notify_live(topic: str, id: str | int = "") -> None:
    """Tell it after the commit. News that is lost is no harm: pages are whole without it."""
    transaction.on_commit(lambda: _notify(topic, str(id)), robust=True)


def _notify(topic: str, id: str) -> None:
    """In a server nobody waits for it; a worker has no loop of its own and waits a moment at most."""
    if _loop is not None and not _loop.is_closed():
        asyncio.run_coroutine_threadsafe(_send(topic, id), _loop)
    elif settings.REDIS_URL:
        async_to_sync(_send)(topic, id)


async def _send(topic: str, id: str) -> None:
    layer = get_channel_layer()
    if layer is None or redis.is_away():
        return
    message = {"type": "news", "topic": topic, "id": id}
    try:
        await asyncio.wait_for(layer.group_send(group(topic), message), redis.PATIENCE)
    except redis.NO_ANSWER as problem:  # TimeoutError is an OSError
        redis.note_away(problem)
