"""Those who commented on a matter hear when its hearing is held on another day or at another place, or not at all."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from consultations.decisions.hearings.models import Hearing
from consultations.decisions.telling import tell_people
from participation.corrections.models import Correction
from participation.deadlines.explanations import day_words
from participation.delivery.registry import Payload, on

MATTERS = {"held_on", "held_at", "place", "apply_until"}  # what somebody who means to come relies on


@on("hearing.corrected", "hearing.withdrawn", name="hearings.tell_commenters", slow=True)
def tell_of_hearing(event: Payload) -> Iterator[int]:
    """Postponed, moved or called off, with the public reason. A word put right elsewhere is no news."""
    correction = Correction.objects.get(pk=event["data"]["correction"])
    if event["name"] == "hearing.corrected" and not MATTERS & set(correction.after):
        return
    hearing = Hearing.objects.select_related("decision").get(pk=event["object_id"])
    yield from tell_people(
        hearing.decision, event, lambda: _news(hearing, correction), f"hearings/{hearing.pk}/"
    )


def _news(hearing: Hearing, correction: Correction) -> tuple[str, str]:
    """In words, as it was when it happened."""
    words = {"title": hearing.title, "reason": correction.reason}
    if correction.act == Correction.Act.WITHDRAW:
        return _("A hearing was called off"), _("The hearing “%(title)s” is called off: %(reason)s") % words
    if held_on := correction.after.get("held_on"):
        words["day"] = day_words(date.fromisoformat(held_on))
        message = _("The hearing “%(title)s” is postponed to %(day)s: %(reason)s")
        return _("A hearing was postponed"), message % words
    message = _("Time, place or how long one may apply to the hearing “%(title)s” was changed: %(reason)s")
    return _("A hearing was changed"), message % words
