"""Several people at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from participation.errors import Conflict, Refused


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of them at the same moment; gives what each returned, or its refusal."""
    outcomes: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def do(place: int, act: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            outcomes[place] = act()
        except Refused as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert None not in outcomes, "somebody neither won nor was told"
    return outcomes


def one_won(outcomes: list[Any]) -> None:
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(refusals) == len(outcomes) - 1, outcomes
    assert all(isinstance(refusal, Conflict) for refusal in refusals), refusals
