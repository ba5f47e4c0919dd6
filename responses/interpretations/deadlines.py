"""The interpretation's deadline: it runs from the day a final document is published (rule B2) until that very text is
explained. An interpretation of the draft, or of a final text that another one replaced, stops nothing.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from consultations.models import Consultation, Document
from participation import clock
from participation.accounts.models import Department
from participation.deadlines import actions as deadlines
from participation.deadlines.models import Deadline
from participation.delivery.registry import Payload, on
from participation.locks import lock
from responses.interpretations.models import Interpretation
from responses.interpretations.texts import is_explained, standing_final

RULE = "B2"


@on("document.published", name="interpretation_deadline.start")
def start_when_published(event: Payload) -> None:
    """A final text is out, the first or a corrected one: its unit explains it within the term."""
    _start(Document.objects.get(pk=event["data"]["document"]), event)


@on("interpretation.withdrawn", name="interpretation_deadline.start_anew")
def start_when_withdrawn(event: Payload) -> None:
    """The explanation was taken back: a final text that holds waits for another one."""
    _start(Interpretation.objects.select_related("document").get(pk=event["object_id"]).document, event)


@on("interpretation.published", "interpretation.corrected", name="interpretation_deadline.stop")
def stop_when_explained(event: Payload) -> None:
    """It is explained, if it was the final text: by a new one, or by one that was bound to it by a correction."""
    _stop(Interpretation.objects.select_related("document").get(pk=event["object_id"]).document, event)


@on("final_text.withdrawn", name="interpretation_deadline.stop_without_text")
def stop_without_text(event: Payload) -> None:
    """The final text was taken back and none holds: there is nothing to explain."""
    _stop(Consultation.objects.select_related("document").get(pk=event["object_id"]).document, event)


def to_interpret(departments: QuerySet[Department]) -> list[tuple[Document, date]]:
    """The texts of these departments whose term runs and which nobody has begun to explain, with the day; the most
    urgent first. Two queries."""
    begun = Interpretation.objects.filter(document=OuterRef("subject_id"), status=Interpretation.Status.DRAFT)
    running = Deadline.objects.live().filter(
        ~Exists(begun), rule_id=RULE, subject_kind="document", department__in=departments
    )
    due = dict(running.order_by("due_on").values_list("subject_id", "due_on"))
    documents = Document.objects.in_bulk(due)
    return [(documents[pk], due_on) for pk, due_on in due.items()]


def _start(document: Document, event: Payload) -> None:
    with transaction.atomic():
        locked = lock(document)
        final = standing_final(locked)
        if final and not is_explained(final) and deadlines.live_deadline(locked, RULE) is None:
            deadlines.start(subject=locked, rule=RULE, by=None, on=_day(event), department=locked.department)


def _stop(document: Document, event: Payload) -> None:
    with transaction.atomic():
        locked = lock(document)
        final = standing_final(locked)
        running = deadlines.live_deadline(locked, RULE)
        if running and (final is None or is_explained(final)):
            deadlines.stop(running, by=None, on=max(_day(event), running.started_on))


def _day(event: Payload) -> date:
    return clock.day_of(datetime.fromisoformat(event["at"]))
