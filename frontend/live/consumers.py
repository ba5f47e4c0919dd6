"""Live news at the door: a browser names its topics and hears that something happened, never what."""

from contextlib import suppress
from importlib import import_module
from time import monotonic
from typing import Any, cast
from urllib.parse import parse_qs

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from redis.exceptions import RedisError

from participation.accounts.models import User
from participation.accounts.policies import is_official
from participation.delivery import redis
from participation.delivery.live import group

MOST_TOPICS = 8
TRY_AGAIN = 1013
DESK = "desk"
AGAIN = 30  # seconds
SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


class Live(AsyncJsonWebsocketConsumer):
    """`/ws/live/?topic=consultation.<slug>&topic=desk`: public topics for all, desk topics for officials."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Without Redis, where several servers need it, nothing can be heard: the page asks again later."""
        try:
            await super().__call__(scope, receive, send)
        except RedisError as problem:
            redis.note_away(problem)
            with suppress(RuntimeError):  # it was closed already
                await send({"type": "websocket.close", "code": TRY_AGAIN})

    async def connect(self) -> None:
        wanted = parse_qs(self.scope["query_string"].decode("latin-1")).get("topic", [])[:MOST_TOPICS]
        self.topics = [topic for topic in wanted if await self._may(topic)]
        if not self.topics:
            await self.close(code=4403)
            return
        for topic in self.topics:
            await self.channel_layer.group_add(group(topic), self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        for topic in self.topics:
            await self.channel_layer.group_discard(group(topic), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **_: Any) -> None:
        """Browsers only listen here."""

    async def news(self, event: dict[str, Any]) -> None:
        """Pass it on, to who may still hear it."""
        if event["topic"] == DESK and not await self._still_may():
            await self.close(code=4403)
            return
        await self.send_json({"topic": event["topic"], "id": event["id"]})

    async def _may(self, topic: str) -> bool:
        if topic.startswith("consultation."):
            return True
        self.asked_at = monotonic()
        return topic == DESK and await self._is_at_desk()

    async def _still_may(self) -> bool:
        """Asked again of the database, not at every ring: who signed out or has no role any more hears little."""
        if monotonic() - self.asked_at < AGAIN:
            return True
        self.asked_at = monotonic()
        return await self._is_at_desk()

    async def _is_at_desk(self) -> bool:
        session = SessionStore(self.scope["session"].session_key)
        user = cast("User | AnonymousUser", await get_user({**self.scope, "session": session, "user": None}))
        return await database_sync_to_async(is_official)(user)
