"""One ASGI application: pages, the API, and the live bell. Delivery starts and stops with the server's lifespan."""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.config.settings")
pages = get_asgi_application()  # before anything that imports models

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack

from frontend.live.routing import websocket_urlpatterns
from participation.delivery import live as bell
from participation.delivery import sweeper

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
MOST_BODY = (
    64 * 1024 * 1024
)  # bytes: five attachments of 10 MB and the longest text; no more is written to disk


async def measured(scope: Scope, receive: Receive, send: Send) -> None:
    """The pages, for requests of a size that a form here can have: a larger one gets 413, an endless one is ended."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    if length.isdigit() and (len(length) > 12 or int(length) > MOST_BODY):
        await send({"type": "http.response.start", "status": 413, "headers": [(b"connection", b"close")]})
        await send({"type": "http.response.body"})
        return
    taken = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= MOST_BODY else {"type": "http.disconnect"}

    await pages(scope, counted, send)  # type: ignore[arg-type]


routed = ProtocolTypeRouter(
    {
        "http": measured,
        "websocket": AllowedHostsOriginValidator(
            SessionMiddlewareStack(URLRouter(websocket_urlpatterns))  # type: ignore[arg-type]
        ),
    }
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The server's entrance."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await routed(scope, receive, send)  # type: ignore[arg-type]


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            bell.use_loop(asyncio.get_running_loop())
            sweeper.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            bell.use_loop(None)
            await asyncio.to_thread(sweeper.stop)
            await send({"type": "lifespan.shutdown.complete"})
            return
