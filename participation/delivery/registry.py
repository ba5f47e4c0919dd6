"""Every kind of job by its name, and who listens to which event.

A name is stored with each job, so it stays whatever becomes of the file the function stands in. A job that takes long
is a generator: what it does up to each `yield` is committed by itself, and what it yields is kept as its `position`.
Stopped half-way, it begins again with `payload["position"]`; so each of its pieces may be done twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

Payload = dict[str, Any]
Pieces = Iterator[Any]
Work = Callable[[Payload], Pieces | None]
W = TypeVar("W", bound=Work)


class NotNow(Exception):
    """Raised by a job that is to be done at another time; it has not failed."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until}")
        self.until = until


@dataclass(frozen=True, slots=True)
class JobKind:
    """`is_outside`: its effect is outside the database (a mail server), so it runs in no transaction."""

    name: str
    do: Work
    slow: bool = False
    is_outside: bool = False


_kinds: dict[str, JobKind] = {}
_listening: dict[str, list[str]] = defaultdict(list)


def job(name: str, *, slow: bool = False, is_outside: bool = False) -> Callable[[W], W]:
    """Register a function as the kind of job called `name`. Raises ValueError when another one is called so."""

    def register(do: W) -> W:
        if name in _kinds:
            raise ValueError(f"two kinds of job are called {name}")
        _kinds[name] = JobKind(name, do, slow, is_outside)
        return do

    return register


def on(*events: str, name: str, slow: bool = False) -> Callable[[W], W]:
    """Register the kind of job called `name` and have it done for each of these events.

    It gets `{event, name, object_id, data, at, by}`, with the key of whose act it was, and must be idempotent by
    `event`.
    """
    for event in events:
        _listening[event].append(name)
    return job(name, slow=slow)


def kind_of(name: str) -> JobKind | None:
    """The kind of job of that name; None for one that this release does not know."""
    return _kinds.get(name)


def listeners(event: str) -> list[str]:
    """The kinds of job that an event makes."""
    return _listening[event]
