"""A document that was explained: the dossier of its matter says so, once what was decided is what was explained."""

from datetime import datetime

from consultations.decisions.following import follow_interpretation
from consultations.decisions.models import Decision
from consultations.models import Document
from participation import clock
from participation.delivery.registry import Payload, on
from responses.interpretations.models import Interpretation
from responses.interpretations.texts import standing_final


@on("interpretation.published", "interpretation.corrected", name="decisions.follow_interpretation")
def after_interpretation(event: Payload) -> None:
    """Its stage is done on the day on which an interpretation of the final text was published, or bound to it."""
    row = Interpretation.objects.select_related("document").get(pk=event["object_id"])
    final = standing_final(row.document)
    if row.status == Interpretation.Status.PUBLISHED and final is not None and row.version_id == final.pk:
        follow_interpretation(row.document, on=clock.day_of(datetime.fromisoformat(event["at"])))


@on("decision.decided", name="decisions.follow_earlier_interpretation")
def after_decision(event: Payload) -> None:
    """What was explained with its publication, or before the matter was decided, is noted with the decision."""
    decision = Decision.objects.get(pk=event["object_id"])
    documents = Document.objects.filter(decisions=decision) | Document.objects.filter(
        consultations__decisions=decision
    )
    for document in documents.distinct():
        final = standing_final(document)
        rows = Interpretation.objects.filter(version=final, status=Interpretation.Status.PUBLISHED)
        first = rows.order_by("published_at").first() if final else None
        if first is not None and first.published_at is not None:
            follow_interpretation(document, on=clock.day_of(first.published_at))
