"""Who goes on hearing the desk ring: asked again, so that a socket outlives neither sign-out nor role."""

import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.conf import settings
from django.test import Client

from frontend.live import consumers
from participation.accounts.models import User
from participation.config.asgi import application
from participation.delivery.live import group

pytestmark = pytest.mark.django_db(transaction=True)


async def ring() -> None:
    layer = get_channel_layer()
    assert layer is not None
    await layer.group_send(group("desk"), {"type": "news", "topic": "desk", "id": ""})


@pytest.mark.parametrize("end", ["sign-out", "closed", "role"])
def test_a_socket_hears_no_more_than_its_person_may(
    end: str, official: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(official)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def close() -> None:
        if end == "sign-out":
            client.post("/accounts/logout/")
        elif end == "closed":
            User.objects.filter(pk=official.pk).update(is_active=False)
        else:
            official.memberships.all().delete()

    async def talk() -> None:
        headers = [(b"cookie", cookie.encode()), (b"origin", b"http://testserver")]
        scope = {"type": "websocket", "path": "/ws/live/", "query_string": b"topic=desk", "headers": headers}
        socket = ApplicationCommunicator(application, {**scope, "subprotocols": []})
        await socket.send_input({"type": "websocket.connect"})
        assert (await socket.receive_output())["type"] == "websocket.accept"
        monkeypatch.setattr(consumers, "AGAIN", 0)
        await ring()
        assert json.loads((await socket.receive_output())["text"]) == {"topic": "desk", "id": ""}
        await sync_to_async(close)()
        await ring()
        assert (await socket.receive_output())["code"] == 4403

    async_to_sync(talk)()
