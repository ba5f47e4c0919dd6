"""The interpretation's deadline: it runs from the day a final document is published (rule B2) until it is explained."""

from datetime import datetime

from consultations.models import Document
from participation import clock
from participation.deadlines import actions as deadlines
from participation.delivery.registry import Payload, on
from responses.interpretations.models import Interpretation

RULE = "B2"


@on("document.published", name="interpretation_deadline.start")
def start_when_published(event: Payload) -> None:
    """A document is out: its unit explains it within the term, unless it has done so already."""
    _start(Document.objects.select_related("department").get(pk=event["data"]["document"]), event)


@on("interpretation.withdrawn", name="interpretation_deadline.start_anew")
def start_when_withdrawn(event: Payload) -> None:
    """The explanation was taken back: the document waits for another one."""
    row = Interpretation.objects.select_related("document__department").get(pk=event["object_id"])
    _start(row.document, event)


def _start(document: Document, event: Payload) -> None:
    explained = Interpretation.objects.filter(
        document=document, status=Interpretation.Status.PUBLISHED
    ).exists()
    if not explained and deadlines.live_deadline(document, RULE) is None:
        on_day = clock.day_of(datetime.fromisoformat(event["at"]))
        deadlines.start(subject=document, rule=RULE, by=None, on=on_day, department=document.department)


@on("interpretation.published", name="interpretation_deadline.stop")
def stop_when_explained(event: Payload) -> None:
    """It is explained."""
    row = Interpretation.objects.select_related("document").get(pk=event["object_id"])
    if running := deadlines.live_deadline(row.document, RULE):
        deadlines.stop(running, by=None, on=clock.day_of(datetime.fromisoformat(event["at"])))
