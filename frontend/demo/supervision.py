"""Supervision: what the scheduler does every morning, the duties, and the circulars."""

from datetime import timedelta
from functools import partial
from typing import Any

from frontend.demo import content
from frontend.demo.play import Play
from participation import clock
from responses.models import Duty
from responses.supervision.actions import publish_circular, send_chasers
from responses.supervision.duties import confirm_duty, look_after_duties, record_duty


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


def lay_duties(play: Play) -> None:
    """Put the duties of the last months on the calendar: the daily look, what was recorded, what was confirmed."""
    table = content.table(content.ROOT / "supervision.toml")["duties"]
    for day in range(-90, 1):
        if (morning := play.moment(day, "06:30")) <= play.end:
            play.add(morning, lambda: list(look_after_duties()))
        if (noon := play.moment(day, "11:10")) <= play.end and play.calendar.is_working_day(
            clock.day_of(noon)
        ):
            play.add(noon, partial(_record_and_confirm, play, table))


def _record_and_confirm(play: Play, table: dict[str, Any]) -> None:
    """What is near is recorded by who does it; what was recorded the days before is confirmed."""
    for duty in Duty.objects.filter(status=Duty.Status.REPORTED):
        confirm_duty(duty, by=play.cast.county("supervisor"))
    near = clock.today() + timedelta(days=table["days_before"])
    for duty in Duty.objects.filter(status=Duty.Status.OPEN, rule_id__in=table, due_on__lte=near):
        unit, row = duty.department, table[duty.rule_id]
        by = play.cast.official(unit, "drafter") if unit.parent_id else play.cast.county("editor")
        record_duty(duty, by=by, done_on=clock.today(), evidence=row["evidence"], note=row["note"])
