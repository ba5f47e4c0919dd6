"""What a record of hearing people must hold, and where the law asks for one before the meeting."""

from datetime import date, timedelta

from django.db.models import DateField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from consultations.decisions.engagements.models import Engagement, EngagementParty
from consultations.decisions.hearings.models import Hearing, HearingParticipant
from consultations.decisions.models import Decision
from consultations.notices.gates import Gate
from participation import clock
from participation.deadlines.rulebook import rule
from participation.text.masking import mask_personal
from participation.text.reasons import LEAST, is_name, is_reason

Group = EngagementParty.Group
LATELY = (
    365  # calendar days before the dossier was public: what was heard earlier was heard on something else
)
BUSINESSES = (Group.BUSINESS, Group.ASSOCIATION)


def publication(engagement: Engagement) -> list[Gate]:
    """Before it is published: who, when, where, what was said, what came of it."""
    basis = engagement.basis
    last = engagement.last_day
    private = any(mask_personal(text) != text for text in (engagement.said, engagement.outcome))
    return [
        Gate("parties", _("Say who was heard, and how many."), basis, engagement.parties.exists(),
             _("It says who was heard")),
        Gate("held_on", _("It is recorded once it was held."), "", last <= clock.today(), _("It was held")),
        Gate("place", _("Name the place, or how people were reached."), "", is_name(engagement.place),
             _("The place is named")),
        Gate("said", _("Tell what was said, in %(least)d characters or more.") % {"least": LEAST}, basis,
             is_reason(engagement.said), _("It tells what was said")),
        Gate("outcome", _("Tell what came of it, in %(least)d characters or more.") % {"least": LEAST},
             basis, is_reason(engagement.outcome), _("It tells what came of it")),
        Gate("said", _("It names a phone, identity or account number of a person: take it out."), "", not private,
             _("It holds no numbers of persons")),
    ]  # fmt: skip


def before_meeting(decision: Decision, on: date | None) -> list[Gate]:
    """Businesses or their associations were heard on what concerns them, and everybody can read it."""
    if not decision.affects_business:
        return []
    message = _("No published record shows that businesses or their associations were heard.")
    holds = _("Businesses or their associations were heard")
    basis = _("%(one)s; %(other)s") % {"one": rule("A7-hearing").basis, "other": rule("A20").basis}
    return [Gate("engagements", message, basis, _are_businesses_heard(decision, on), holds)]


def _are_businesses_heard(decision: Decision, on: date | None) -> bool:
    day = on or clock.today()
    since = clock.day_of(decision.published_at or clock.now()) - timedelta(days=LATELY)
    over = Coalesce("until", "held_on", output_field=DateField())
    heard = Engagement.objects.annotate(over=over).filter(
        decision=decision,
        status=Engagement.Status.PUBLISHED,
        parties__group__in=BUSINESSES,
        over__lte=day,
        over__gte=since,
    )
    at_hearing = Hearing.objects.filter(
        decision=decision, status=Hearing.Status.CONCLUDED, held_on__lte=day, participants__attended=True,
        participants__kind=HearingParticipant.Kind.BUSINESS,
    )  # fmt: skip
    return heard.exists() or at_hearing.exists()
