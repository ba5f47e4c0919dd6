"""Every morning the notices and chasers go out."""

from collections.abc import Iterator
from datetime import datetime, time

from participation.delivery.registry import Payload, on
from participation.delivery.schedule import daily
from responses.supervision.actions import send_chasers
from responses.supervision.duties import look_after_duties, settle
from responses.supervision.models import Duty


@daily("supervision.push", at=time(7))
def every_morning(_slot: datetime) -> Iterator[int]:
    """Once a day, caught up after a night without power; nothing is said twice for the same due day."""
    yield from send_chasers()


@daily("supervision.duties", at=time(6, 30))
def every_day(_slot: datetime) -> Iterator[int]:
    """What is owed by a day of the calendar is put on the list ahead of it, and noted when it happened."""
    yield from look_after_duties()


@on(
    "participation_list.published", "participation_list.completed",
    "question.answered", "question.declined", "question.merged", "decision.stage_done",
    name="supervision.settle_duties",
)  # fmt: skip
def settle_at_once(event: Payload) -> None:
    """Something happened that may be what a unit owed: nobody is reminded of it in the meantime."""
    lists = ("A19", "A18-date", "A18-completion")
    rules = {"participation_list": lists, "question": ("C1",), "decision": ("A16",)}
    rows = Duty.objects.filter(rule_id__in=rules[event["name"].split(".")[0]]).exclude(
        status=Duty.Status.DONE
    )
    for duty in rows:
        settle(duty)
