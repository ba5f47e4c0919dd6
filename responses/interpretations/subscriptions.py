"""The interpretation's clock: it runs from the day a final document is published (rule B2) until it is explained."""

from datetime import datetime
from typing import Any

from consultations.models import Document
from participation.deadlines import clock, clocks
from participation.delivery.outbox import on
from responses.interpretations.models import Interpretation

RULE = "B2"


@on("document.published")
def start_the_clock(event: dict[str, Any]) -> None:
    """A document is out: its unit explains it within the term, unless it has done so already."""
    document = Document.objects.select_related("department").get(pk=event["data"]["document"])
    explained = Interpretation.objects.filter(
        document=document, status=Interpretation.Status.PUBLISHED
    ).exists()
    if not explained and clocks.live_clock(document, RULE) is None:
        on_day = clock.day_of(datetime.fromisoformat(event["at"]))
        clocks.start(subject=document, rule=RULE, by=None, on=on_day, department=document.department)


@on("interpretation.published")
def stop_the_clock(event: dict[str, Any]) -> None:
    """It is explained."""
    row = Interpretation.objects.select_related("document").get(pk=event["object_id"])
    if running := clocks.live_clock(row.document, RULE):
        clocks.stop(running, by=None, on=clock.day_of(datetime.fromisoformat(event["at"])))
