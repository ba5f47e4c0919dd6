"""Writing to the outbox: always inside the transaction of the act; delivery begins after the commit."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from participation.deadlines import clock
from participation.delivery.models import Errand, Event

Handler = Callable[[dict[str, Any]], None]
handlers: dict[str, Handler] = {}
_subscribers: dict[str, list[str]] = defaultdict(list)
outside: set[str] = set()  # those whose effect is outside the database: they run in no transaction
_slow: set[str] = set()
_nudges: list[Callable[[list[int]], None]] = []


def on(*events: str, slow: bool = False) -> Callable[[Handler], Handler]:
    """Subscribe a function to events. It gets `{event, name, object_id, data}` and must be idempotent by `event`."""

    def subscribe(handler: Handler) -> Handler:
        name = errand_handler(slow=slow)(handler)
        for event in events:
            _subscribers[event].append(f"{name.__module__}.{name.__qualname__}")
        return handler

    return subscribe


def errand_handler(*, slow: bool = False, is_outside: bool = False) -> Callable[[Handler], Handler]:
    """Register a function that errands may name. `is_outside`: it speaks to a mail server or the like."""

    def keep(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"
        handlers[name] = handler
        if slow:
            _slow.add(name)
        if is_outside:
            outside.add(name)
        return handler

    return keep


def emit(name: str, row: models.Model, *, data: dict[str, Any] | None = None) -> Event:
    """Write the event and an errand for each subscriber, and ring the live bell after the commit."""
    event = Event.objects.create(
        name=name, kind=row._meta.model_name or "", object_id=row.pk, data=data or {}, at=clock.now()
    )
    for handler in _subscribers[name]:
        payload = {"event": event.pk, "name": name, "object_id": row.pk, "data": event.data, "at": event.at}
        send(handler, payload, key=f"{event.pk}:{handler}"[:160], event=event)
    return event


def send(handler: str, payload: dict[str, Any], *, key: str, event: Event | None = None) -> bool:
    """Put one errand into the outbox. A second one with the same `key` is dropped: it is the same errand.

    Says whether this call was the one that put it there.
    """
    wanted = {
        "handler": handler,
        "payload": payload,
        "event": event,
        "slow": handler in _slow,
        "available_at": timezone.now(),  # real time: the queue knows no story
    }
    errand, is_new = Errand.objects.get_or_create(dedupe_key=key, defaults=wanted)
    if is_new:
        transaction.on_commit(lambda: nudge([errand.pk]))
    return is_new


def nudge(errands: list[int]) -> None:
    """A mere hint that something is due; losing it only costs the sweep's interval."""
    for listener in _nudges:
        listener(errands)


def when_nudged(listener: Callable[[list[int]], None]) -> None:
    """Let a sweeper (embedded) or a broker (with Redis) hear of new errands."""
    _nudges.append(listener)
