"""Who proposed to correct something hears when somebody else left it as it is."""

from django.conf import settings
from django.utils.translation import gettext as _

from participation.corrections.models import Correction
from participation.delivery.mail import letter, post
from participation.delivery.registry import Payload, on


@on("correction.dropped", name="corrections.tell_proposer")
def tell_proposer(event: Payload) -> None:
    """One mail with the reason; none to who took the own proposal back."""
    row = Correction.objects.select_related("proposed_by", "decided_by").get(pk=event["object_id"])
    if row.decided_by is None or row.decided_by == row.proposed_by or not row.proposed_by.email:
        return
    if row.act == Correction.Act.WITHDRAW:
        subject = _("Your proposal to take something back was not taken up")
    else:
        subject = _("Your proposal of a correction was not taken up")
    body = letter(
        _("%(what)s by %(name)s, for this reason: %(reason)s")
        % {"what": subject, "name": row.decided_by, "reason": row.drop_note},
        _("You had proposed it for this reason: %(reason)s") % {"reason": row.reason},
        _("Read the proposal: %(link)s") % {"link": f"{settings.SITE_URL}/desk/corrections/{row.pk}/"},
    )
    post(row.proposed_by.email, subject, body, key=f"mail:{event['event']}")
