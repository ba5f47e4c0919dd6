"""Where a consultation stands at a moment. Decisions are stored, time is computed; "open" is said here, once."""

from datetime import datetime

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from consultations.notices.models import Consultation
from participation import clock

Status = Consultation.Status


class Phase(TextChoices):
    """What people see; the first one is only for officials."""

    DRAFT = "draft", _("Draft")
    UPCOMING = "upcoming", _("Opens soon")
    OPEN = "open", _("Open for comments")
    CLOSED = "closed", _("Being weighed")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUSPENDED = "suspended", _("Suspended")


def phase_of(consultation: Consultation, at: datetime | None = None) -> Phase:
    """The phase at `at` (now by default). The opening second is in, the closing second (24:00) is out."""
    if consultation.status != Status.PUBLISHED:
        return Phase(consultation.status)
    at = at or clock.now()
    if at < consultation.opens_at:
        return Phase.UPCOMING
    return Phase.OPEN if at < consultation.closes_at else Phase.CLOSED


def in_phase(phase: str, at: datetime | None = None) -> Q:
    """The same, as a filter on consultations."""
    at = at or clock.now()
    published = Q(status=Status.PUBLISHED)
    match phase:
        case Phase.UPCOMING:
            return published & Q(opens_at__gt=at)
        case Phase.OPEN:
            return published & Q(opens_at__lte=at, closes_at__gt=at)
        case Phase.CLOSED:
            return published & Q(closes_at__lte=at)
        case _:
            return Q(status=phase)


def is_open(consultation: Consultation, at: datetime | None = None) -> bool:
    """Whether residents may comment."""
    return phase_of(consultation, at) is Phase.OPEN
