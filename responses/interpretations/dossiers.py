"""A document that was explained: the dossier of its matter says so."""

from datetime import datetime

from consultations.decisions.following import follow_interpretation
from participation import clock
from participation.delivery.registry import Payload, on
from responses.interpretations.models import Interpretation


@on("interpretation.published", name="decisions.follow_interpretation")
def after_interpretation(event: Payload) -> None:
    """Its stage is done on the day on which the interpretation was published."""
    row = Interpretation.objects.select_related("document").get(pk=event["object_id"])
    follow_interpretation(row.document, on=clock.day_of(datetime.fromisoformat(event["at"])))
