"""The feedback's deadline (rule A21): it starts the day a period has ended and stops with the feedback."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, in_phase
from participation import clock
from participation.deadlines import actions as deadlines
from participation.deadlines.models import Deadline
from participation.delivery.live import notify_live
from participation.delivery.registry import Payload, on
from participation.delivery.schedule import every

RULE = "A21"


@every(10, "consultations.closed")
def start_for_closed(_slot: datetime) -> Iterator[None]:
    """Consultations whose period has ended and whose feedback deadline does not run yet; one query to find them."""
    for row in _without_deadline():
        deadlines.start(subject=row, rule=RULE, by=None, on=row.closes_on, department=row.department)
        notify_live(f"consultation.{row.slug}")
        yield


def _without_deadline() -> QuerySet[Consultation]:
    live = Deadline.objects.live().filter(
        subject_kind=Consultation._meta.model_name, subject_id=OuterRef("pk"), rule_id=RULE
    )
    return Consultation.objects.filter(in_phase(Phase.CLOSED), ~Exists(live)).select_related("department")


@on("consultation.concluded", "consultation.withdrawn", name="feedback_deadline.stop")
def stop_when_over(event: Payload) -> None:
    """The feedback is out, or there will be none."""
    row = Consultation.objects.get(pk=event["object_id"])
    if running := deadlines.live_deadline(row, RULE):
        deadlines.stop(running, by=None, on=clock.day_of(datetime.fromisoformat(event["at"])))
