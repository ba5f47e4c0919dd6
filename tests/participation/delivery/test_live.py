"""The bell says that something happened, after it happened, and never what."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.db import connection, transaction

from participation.delivery import live


def ring_in_a_transaction(undo: bool) -> None:
    try:
        with transaction.atomic():
            live.notify_live("consultation.a-b", "YJ-1")
            if undo:
                raise RuntimeError
    except RuntimeError:
        pass
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
async def test_it_rings_after_the_commit_and_not_after_a_rollback() -> None:
    layer = get_channel_layer()
    assert layer is not None
    live.use_loop(asyncio.get_running_loop())
    try:
        channel = await layer.new_channel()
        await layer.group_add(live.group("consultation.a-b"), channel)
        await sync_to_async(ring_in_a_transaction)(True)
        await sync_to_async(ring_in_a_transaction)(False)
        heard = await asyncio.wait_for(layer.receive(channel), 2)
        assert heard == {"type": "news", "topic": "consultation.a-b", "id": "YJ-1"}
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(layer.receive(channel), 0.2)
    finally:
        live.use_loop(None)


@pytest.mark.django_db(transaction=True)
def test_without_a_server_a_ring_is_lost_and_nothing_else() -> None:
    ring_in_a_transaction(undo=False)


@pytest.mark.parametrize("topic", ["consultation.a", "desk", "x" * 300, "中文", "a/b c\n"])
def test_every_topic_has_a_group_that_channels_takes(topic: str) -> None:
    layer = get_channel_layer()
    assert layer is not None and layer.require_valid_group_name(live.group(topic))
