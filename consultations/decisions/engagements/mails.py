"""The second person is told of meetings, visits and surveys that wait to be published."""

from django.utils.translation import gettext_noop

from consultations.decisions.engagements.gates import publication
from consultations.decisions.engagements.models import Engagement
from consultations.decisions.engagements.policies import can_publish
from consultations.decisions.models import Decision
from consultations.decisions.policies import CONFIRMING
from participation.delivery.registry import Payload, on
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Matter, register


def _waits(row: Engagement) -> bool:
    """Complete, not out, of a matter that goes on."""
    if row.status != Engagement.Status.DRAFT or row.decision.status != Decision.Status.UNDER_WAY:
        return False
    return all(gate.met for gate in publication(row))


PUBLISH = register(Matter(
    name="engagement.publish", kind=Kind.PUBLICATION, model=Engagement,
    words=gettext_noop("Publish how people were heard: %(what)s, “%(title)s”"),
    why=gettext_noop("you may publish it as the second person"),
    says=lambda row: {"what": row.get_kind_display(), "title": row.decision.title},
    url=lambda row: f"/desk/decisions/engagements/{row.pk}/", may=can_publish, waits=_waits, roles=CONFIRMING,
    related=("decision__department",),
))  # fmt: skip


@on("engagement.prepared", "engagement.edited", "engagement.published", "engagement.withdrawn",
    name="engagements.tell_second_person")  # fmt: skip
def tell_second_person(event: Payload) -> None:
    """It is complete and not out."""
    follow(
        PUBLISH, Engagement.objects.select_related("decision__department").get(pk=event["object_id"]), event
    )
