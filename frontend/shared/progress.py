"""Where a consultation stands, as its page draws it: the rail of phases and the dates with their legal basis."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultations.models import Consultation
from consultations.notices.floors import is_shortened, told_floor
from consultations.notices.phases import Phase, phase_of
from consultations.notices.queries import withdrawal_of
from consultations.notices.terms import feedback_term
from frontend.shared.dates import on, say_day
from participation import clock

ORDER = (Phase.UPCOMING, Phase.OPEN, Phase.CLOSED, Phase.CONCLUDED)
STOPPED = (Phase.WITHDRAWN, Phase.SUSPENDED)


def rail_of(consultation: Consultation) -> list[dict[str, Any]]:
    """The phases with their states, for `{% rail %}`."""
    c = consultation
    phase = phase_of(c)
    is_over = phase is Phase.CONCLUDED
    steps = [
        {"label": _("Announced"), "note": _bare(c.published_at and on(c.published_at))},
        {
            "label": pgettext("phase", "Comments"),
            "note": _("%(first)s to %(last)s") % {"first": _bare(c.opens_on), "last": _bare(c.closes_on)},
        },
        {
            "label": pgettext("phase", "Weighing"),
            "note": "" if is_over or phase in STOPPED else _by(c.feedback_due_on),
        },
        {
            "label": pgettext("phase", "Feedback"),
            "note": _bare(c.concluded_at and on(c.concluded_at)),
            "url": f"/consultations/{c.slug}/feedback/" if is_over else "",
        },
        {
            "label": pgettext("phase", "Final text"),
            "note": "",
            "url": f"/consultations/{c.slug}/changes/" if c.final_version_id else "",
        },
    ]
    for n, state in enumerate(_states(c, phase)):
        steps[n]["state"] = state
    return steps


def _states(consultation: Consultation, phase: Phase) -> list[str]:
    if phase in STOPPED:
        moment = clock.now()
        return (
            ["done", "stop", "", "", ""]
            if moment < consultation.closes_at
            else ["done", "done", "stop", "", ""]
        )
    if phase is Phase.CONCLUDED:
        return ["done", "done", "done", "done", "done" if consultation.final_version_id else "now"]
    reached = {Phase.UPCOMING: 0, Phase.OPEN: 1, Phase.CLOSED: 2}.get(phase, 0)
    return ["done" if n < reached else "now" if n == reached else "" for n in range(5)]


@dataclass(frozen=True)
class DatedStep:
    """One line of the dates: what happens on that day and on what basis."""

    day: date
    words: str
    basis: str
    state: str  # done, now or nothing


def dates_of(consultation: Consultation) -> list[DatedStep]:
    """Every date of a consultation with its legal basis, in order."""
    c = consultation
    today = clock.today()
    rows: list[tuple[date | None, str, str]] = [
        (c.published_at and on(c.published_at), _("Announced"), ""),
        (c.opens_on, _("Comments open"), ""),
        (c.closes_on, _("Last day for comments, until 24:00"), period_words(c)),
    ]
    if c.concluded_at:
        rows.append((on(c.concluded_at), _("Feedback published: what became of every comment"), ""))
    elif c.status == Consultation.Status.PUBLISHED:
        rows.append((c.feedback_due_on, _("Feedback due at the latest"), _feedback_basis(c)))
    if c.final_version and c.final_version.published_at:
        rows.append((on(c.final_version.published_at), _("Final text published"), ""))
    if withdrawal := withdrawal_of(c):
        end = on(withdrawal.at)
        rows = [row for row in rows if row[0] and row[0] <= end]
        rows.append((end, _("Consultation taken back"), ""))
    dated = [(day, words, basis) for day, words, basis in rows if day]
    coming = next((n for n, row in enumerate(dated) if row[0] >= today), None)
    return [
        DatedStep(day, words, basis, "done" if day < today else "now" if n == coming else "")
        for n, (day, words, basis) in enumerate(dated)
    ]


def period_words(consultation: Consultation) -> str:
    """The least period that the law sets for what it is about, as told at publication, and how it was shortened."""
    floor = told_floor(consultation)
    if floor is None:
        return ""
    words = {"amount": floor.amount, "basis": floor.basis_said}
    if not is_shortened(consultation):
        told = _("at least %(amount)s, %(basis)s")
        default = _(
            "at least %(amount)s, %(basis)s; a default of this platform that the county had not confirmed"
        )
        return (told if floor.confirmed else default) % words
    days = {"days": (consultation.closes_on - consultation.opens_on).days}
    template = _(
        "in general at least %(amount)s (%(basis)s); shortened to %(days)d days this time, for the reason given"
    )
    return template % {**words, **days}


def _feedback_basis(consultation: Consultation) -> str:
    found = feedback_term(consultation)
    return _("within %(amount)s of closing, %(basis)s") % {"amount": found.amount, "basis": found.basis_said}


def _bare(day: date | None) -> str:
    return say_day(day, "bare") if day else ""


def _by(day: date | None) -> str:
    return _("by %(day)s") % {"day": _bare(day)} if day else ""
