"""Supervision: what the scheduler does every morning, and the circulars."""

from datetime import timedelta
from functools import partial
from typing import Any

from frontend.demo import content
from frontend.demo.play import Play
from responses.supervision.actions import publish_circular, send_chasers


def lay_mornings(play: Play) -> None:
    """Put the notices and chasers of every morning on the calendar, as the scheduler makes them."""
    for day in range(-60, 1):
        if (morning := play.moment(day, "07:00")) <= play.end:
            play.add(morning, lambda: list(send_chasers()))


def lay_circulars(play: Play) -> None:
    """Put the supervisor's circulars (通报) on the calendar."""
    for row in content.table(content.ROOT / "supervision.toml")["circular"]:
        play.add(play.moment(row["day"], row["time"], "forward"), partial(_publish, play, row))


def _publish(play: Play, row: dict[str, Any]) -> None:
    first, last = (play.today + timedelta(days=day) for day in row["period"])
    by = play.cast.county("supervisor")
    publish_circular(by=by, title=row["title"], first_on=first, last_on=last, words=row["words"])
