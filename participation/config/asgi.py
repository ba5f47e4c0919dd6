"""One ASGI application: pages, the API, and the live news. Delivery starts and stops with the server's lifespan."""

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
from participation.config import database
from participation.config.bodies import measured
from participation.delivery import live, sweeper

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

routed = ProtocolTypeRouter(
    {
        "http": measured(pages),
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
            await asyncio.to_thread(database.hold)
            live.use_loop(asyncio.get_running_loop())
            sweeper.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            live.use_loop(None)
            await asyncio.to_thread(sweeper.stop)
            await asyncio.to_thread(database.let_go)
            await send({"type": "lifespan.shutdown.complete"})
            return
