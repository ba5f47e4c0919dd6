"""Bodies of requests: none larger than a form here can have, and none that the machine has no room for."""

from collections.abc import Awaitable, Callable, MutableMapping
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.utils import translation

from frontend.trouble import unavailable
from participation.trouble import Trouble, trouble_in

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]
MOST_BODY = (
    64 * 1024 * 1024
)  # bytes: five attachments of 10 MB and the longest text; no more is written to disk
LAST = (b"connection", b"close")  # what has not been read of the body is not waited for


def measured(pages: App) -> App:
    """`pages` for such bodies: a larger one gets 413, an endless one is ended, one without room gets 503."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        length = dict(scope["headers"]).get(b"content-length", b"")
        if length.isdigit() and (len(length) > 12 or int(length) > MOST_BODY):
            await send({"type": "http.response.start", "status": 413, "headers": [LAST]})
            await send({"type": "http.response.body"})
            return
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return message if taken <= MOST_BODY else {"type": "http.disconnect"}

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await pages(scope, counted, noted)
        except OSError as problem:  # a long body waits on the disk until it is whole
            found = trouble_in(problem)
            if found is None or begun:
                raise
            await _refuse(scope, found, send)

    return application


async def _refuse(scope: Scope, found: Trouble, send: Send) -> None:
    request = ASGIRequest(scope, BytesIO())
    with translation.override(translation.get_language_from_request(request)):
        answer = unavailable(request, found)
    headers = [(name.encode(), value.encode()) for name, value in answer.items()]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": [*headers, LAST]})
    await send({"type": "http.response.body", "body": answer.content})
