"""Those who commented on a matter hear when its hearing is held on another day or at another place, or not at all."""

from collections.abc import Iterator
from datetime import date, time

from django.utils.translation import gettext as _

from consultations.decisions.hearings.models import Hearing
from consultations.decisions.telling import tell_people
from participation.corrections.models import Correction
from participation.delivery.registry import Payload, on
from participation.text.days import day_words

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


def _news(hearing: Hearing, correction: Correction) -> tuple[str, ...]:
    """In words, as it was when it happened: what became of it and, while it is to be held, all one has to know."""
    words = {"title": hearing.title, "reason": correction.reason}
    if correction.act == Correction.Act.WITHDRAW:
        subject = _("Hearing called off: %(title)s")
        return subject % words, _("The hearing “%(title)s” is called off: %(reason)s") % words
    now = {name: correction.after.get(name, getattr(hearing, name)) for name in MATTERS}
    when = date.fromisoformat(str(now["held_on"])), time.fromisoformat(str(now["held_at"]))
    words["day"] = day_words(when[0])
    facts = _("It is held on %(day)s at %(hour)s: %(place)s. Last day to apply: %(last)s.") % {
        "day": words["day"], "hour": when[1].strftime("%H:%M"), "place": now["place"],
        "last": day_words(date.fromisoformat(str(now["apply_until"]))),
    }  # fmt: skip
    if "held_on" in correction.after:
        subject, message = (
            _("Hearing postponed to %(day)s: %(title)s"),
            _("The hearing “%(title)s” is postponed to %(day)s: %(reason)s"),
        )
    else:
        subject, message = (
            _("Hearing changed: %(title)s"),
            _("Time, place or how long one may apply to the hearing “%(title)s” was changed: %(reason)s"),
        )
    return subject % words, message % words, facts
