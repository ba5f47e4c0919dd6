"""The feedback's clock (rule A21): it starts the day a period has ended and stops with the feedback."""

from datetime import datetime
from typing import Any

from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, in_phase
from participation.deadlines import clock, clocks
from participation.deadlines.ticking import every
from participation.delivery.bell import ring
from participation.delivery.outbox import on

RULE = "A21"


@every(10, "consultations.closed")
def start_for_closed(_slot: datetime) -> None:
    """Consultations whose period has ended and whose feedback clock does not run yet."""
    for row in Consultation.objects.filter(in_phase(Phase.CLOSED)).select_related("department"):
        if clocks.live_clock(row, RULE) is None:
            clocks.start(subject=row, rule=RULE, by=None, on=row.closes_on, department=row.department)
            ring(f"consultation.{row.slug}")


@on("consultation.concluded", "consultation.withdrawn")
def stop_when_over(event: dict[str, Any]) -> None:
    """The feedback is out, or there will be none."""
    row = Consultation.objects.get(pk=event["object_id"])
    if running := clocks.live_clock(row, RULE):
        clocks.stop(running, by=None, on=clock.day_of(datetime.fromisoformat(event["at"])))
