"""The feedback's deadline (rule A21): it starts the day a period has ended and stops with the feedback."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, in_phase, phase_of
from consultations.notices.terms import FEEDBACK_RULE, feedback_term
from participation import clock
from participation.deadlines import actions as deadlines
from participation.deadlines.models import Deadline
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.delivery.registry import Payload, on
from participation.delivery.schedule import every
from participation.delivery.turns import pieces_of
from participation.transitions import edit


@every(10, "consultations.closed")
def start_for_closed(_slot: datetime) -> Iterator[None]:
    """Consultations whose period has ended and whose feedback deadline does not run yet."""
    for piece in pieces_of(_without_deadline()):
        for row in piece:
            _start(row)
        yield


def _start(row: Consultation) -> None:
    with edit(row, by=None, act="consultation.feedback_owed", fields=["feedback_due_on"]) as change:
        running = deadlines.start(
            subject=row, rule=feedback_term(row), by=None, on=row.closes_on, department=row.department,
            promised=row.feedback_due_on,
        )  # fmt: skip
        change.row.feedback_due_on = running.due_on
        emit("consultation.closed", change.row)
    notify_live(f"consultation.{row.slug}")


@on("deadline.recomputed", "deadline.kept", name="feedback_deadline.follow")
def follow_calendar(event: Payload) -> None:
    """A calendar was amended: the day everybody reads follows the deadline."""
    if event["data"].get("subject") != Consultation._meta.model_name:
        return
    deadline = Deadline.objects.get(pk=event["object_id"])
    Consultation.objects.filter(pk=deadline.subject_id).update(feedback_due_on=deadline.due_on)


def _without_deadline() -> QuerySet[Consultation]:
    live = Deadline.objects.live().filter(
        subject_kind=Consultation._meta.model_name, subject_id=OuterRef("pk"), rule_id=FEEDBACK_RULE
    )
    stands_still = in_phase(Phase.SUSPENDED) & Q(
        closes_at__lte=clock.now()
    )  # those who wrote are owed an answer too
    over = in_phase(Phase.CLOSED) | stands_still
    return Consultation.objects.filter(over, ~Exists(live)).select_related("department")


@on("consultation.concluded", "consultation.withdrawn", "consultation.resumed", name="feedback_deadline.stop")
def stop_when_over(event: Payload) -> None:
    """The feedback is out, or there will be none; or people may comment once more."""
    row = Consultation.objects.get(pk=event["object_id"])
    if event["name"] == "consultation.resumed" and phase_of(row) is Phase.CLOSED:
        return
    if running := deadlines.live_deadline(row, FEEDBACK_RULE):
        deadlines.stop(running, by=None, on=clock.day_of(datetime.fromisoformat(event["at"])))
