"""What may happen to a notice after it was published: each with a public note, none shortens what was promised."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from consultations.documents.actions import publish_version
from consultations.documents.models import Version
from consultations.documents.policies import has_written
from consultations.documents.queries import digest_of, is_slip
from consultations.notices.actions import MOVES, Change, Status, note_change
from consultations.notices.floors import earliest_end, floors, shortened_floor, traits_of
from consultations.notices.gates import stands_still
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_publish
from consultations.notices.terms import feedback_term
from participation import clock
from participation.accounts.models import User
from participation.clock import ends_at
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, InvalidMove, Message, NotPermitted, WindowClosed
from participation.text.reasons import explained
from participation.transitions import edit, transition

PERIOD = ("closes_on", "closes_at", "feedback_due_on")


def extend_period(consultation: Consultation, closes_on: date, *, by: User, note: str) -> Consultation:
    """Give people more time, before the period has ended and never less. The feedback's date moves with it.

    Raises WindowClosed after closing, Invalid (an earlier day, no public reason), NotPermitted, Conflict.
    """
    reason = _reason(by, consultation, note)
    with edit(consultation, by=by, act="consultation.extended", fields=PERIOD) as change:
        row, before = change.row, change.row.closes_on
        if phase_of(row) not in (Phase.UPCOMING, Phase.OPEN):
            raise WindowClosed(_("A period that has ended is not extended; begin a new one."))
        if not before < closes_on <= before + timedelta(days=365):
            message = _("The new last day must lie after the old one, and within a year of it.")
            raise Invalid(message, errors={"closes_on": [message]})
        _reach(row, closes_on)
        _tell(row, Change.EXTENDED, reason, by=by, before=before)
    return consultation


def suspend_consultation(consultation: Consultation, *, by: User, note: str) -> Consultation:
    """Stop taking comments for the time being, with a public note."""
    reason = _reason(by, consultation, note)
    with transition(
        consultation, Status.SUSPENDED, by=by, table=MOVES, event="consultation.suspended"
    ) as move:
        if phase_of(move.row) not in (Phase.UPCOMING, Phase.OPEN):
            raise WindowClosed(_("The period for comments has ended."))
        move.row.public_note = reason
        move.row.suspended_on = clock.today()
        note_change(move.row, Change.SUSPENDED, reason, by=by)
    notify_live(f"consultation.{consultation.slug}")
    return consultation


def resume_consultation(consultation: Consultation, *, by: User, note: str) -> Consultation:
    """Take comments again; the last day moves by the calendar days that the period stood still, one at the least
    once it had begun."""
    reason = _reason(by, consultation, note)
    table = {Status.SUSPENDED: [Status.PUBLISHED]}
    with transition(consultation, Status.PUBLISHED, by=by, table=table, event="consultation.resumed") as move:
        row = move.row
        if said := stands_still(row):
            raise InvalidMove(said)
        stood = clock.today() - (row.suspended_on or clock.today())
        before = row.closes_on
        least = timedelta(days=1 if row.opens_on <= clock.today() else 0)
        _reach(row, before + max(stood, least))
        row.public_note, row.suspended_on = "", None
        note_change(row, Change.RESUMED, reason, by=by, before=before)
    notify_live(f"consultation.{consultation.slug}")
    return consultation


def replace_text(
    consultation: Consultation,
    version: Version,
    *,
    by: User,
    note: str,
    begin_anew: bool = True,
    text_seen: str = "",
) -> Consultation:
    """Put a changed text out while the consultation is open. The period begins anew, or the note says publicly why not.

    Comments already made stay with their clauses. `text_seen` is the digest of the text as the
    editor read it. Raises WindowClosed, Invalid, Conflict, NotPermitted.
    """
    if not can_publish(by, consultation) or has_written(by, version):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    if not begin_anew:
        _may_go_on(consultation)
    reason = _reason(by, consultation, note)
    kind = Change.RESTARTED if begin_anew else Change.TEXT_CHANGED
    fields = [*PERIOD, "draft_version"]
    with edit(consultation, by=by, act=f"consultation.{kind}", fields=fields) as change:
        row = change.row
        if phase_of(row) is not Phase.OPEN:
            raise WindowClosed(_("The period for comments has ended."))
        if version.document_id != row.document_id or version.number <= row.draft_version.number:
            raise Conflict(_("This is not a later version of the text under discussion."))
        if digest_of(version) == digest_of(row.draft_version):
            raise Conflict(_("It reads as the text that is out."))
        if not begin_anew and not is_slip(_text_of_the_period(row), version):
            slips: Message = _(
                "Only slips of the pen are put right within the period: with more changed it begins anew."
            )
            raise Invalid(slips, errors={"begin_anew": [slips]})
        if not begin_anew and shortened_floor(row).earliest_end(clock.today()) > row.closes_on:
            message: Message = _("Too little of the period is left for another text: it begins anew.")
            raise Invalid(message, errors={"begin_anew": [message]})
        publish_version(version, by=by, text_seen=text_seen)
        before, old = row.closes_on, row.draft_version_id
        row.draft_version = version
        if begin_anew:
            _reach(row, max(before, earliest_end(row, clock.today())))
        versions = {"old_version": old, "new_version": version.pk}
        _tell(row, kind, reason, by=by, before=before, **versions)
    return consultation


def _text_of_the_period(row: Consultation) -> Version:
    """The text with which the period began: slips put right one after the other are measured against it."""
    slips = 0
    for kind in row.changes.order_by("-id").values_list("kind", flat=True):
        if kind == Change.RESTARTED:
            break
        slips += kind == Change.TEXT_CHANGED
    out = row.document.versions.filter(published_at__isnull=False, number__lte=row.draft_version.number)
    return list(out.order_by("-number")[: slips + 1])[-1]


def _may_go_on(consultation: Consultation) -> None:
    """A changed text keeps the old period only where its law lets that be shortened."""
    if any(each.shortening == "none" for each in floors(traits_of(consultation))):
        message: Message = _("Nobody may shorten this period: with another text it begins anew.")
        raise Invalid(message, errors={"begin_anew": [message]})


def _reach(consultation: Consultation, closes_on: date) -> None:
    consultation.closes_on, consultation.closes_at = closes_on, ends_at(closes_on)
    consultation.feedback_due_on = feedback_term(consultation).due(closes_on).due


def _reason(by: User, consultation: Consultation, note: str) -> str:
    if not can_publish(by, consultation):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    return explained(note, field="note")


def _tell(
    consultation: Consultation, kind: str, note: str, *, by: User, before: date | None = None, **data: Any
) -> None:
    note_change(consultation, kind, note, by=by, before=before)
    emit(f"consultation.{kind}", consultation, by=by, data=data)
    notify_live(f"consultation.{consultation.slug}")
    notify_live("desk")
