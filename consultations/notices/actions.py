"""What is done with a consultation: prepared, published. Concluding belongs to its outcome."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.documents.actions import publish_version
from consultations.documents.models import Version
from consultations.documents.policies import has_written
from consultations.notices import gates
from consultations.notices.models import Consultation, NoticeChange
from consultations.notices.policies import can_draft, can_prepare, can_publish
from consultations.notices.terms import FEEDBACK_RULE, as_kept, feedback_term
from consultations.notices.traits import checked_concerns
from participation import clock
from participation.accounts.models import Department, User
from participation.clock import ends_at, starts_at
from participation.corrections.models import Correction
from participation.deadlines import actions as deadlines
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import has_done, record
from participation.text.cleaning import plain
from participation.transitions import edit, transition

Status = Consultation.Status
Change = NoticeChange.Kind
MOVES = {
    Status.DRAFT: [Status.PUBLISHED],
    Status.PUBLISHED: [Status.SUSPENDED, Status.CONCLUDED, Status.WITHDRAWN],
    Status.SUSPENDED: [Status.PUBLISHED, Status.WITHDRAWN],
}
WRITTEN = (
    "title kind concerns classification_note summary drafting_note opens_on closes_on shortening_ground "
    "shortening_reason phone postal_address email hall"
).split()


def prepare_consultation(
    version: Version, *, by: User, slug: str, department: Department | None = None, **fields: Any
) -> Consultation:
    """Make a draft notice around a draft text. Raises NotPermitted, Invalid (a slug that is taken)."""
    consultation = Consultation(
        slug=slug,
        document=version.document,
        draft_version=version,
        created_at=clock.now(),
        created_by=by,
        department=department or version.document.department,
    )
    if not can_prepare(by, consultation.department):
        raise NotPermitted(_("Only a drafter of the lead unit may prepare this."))
    _write(consultation, fields)
    with transaction.atomic():
        if Consultation.objects.filter(slug=slug).exists():
            raise Invalid(_("This address is taken."), errors={"slug": [_("This address is taken.")]})
        consultation.save()
        record("consultation.prepared", consultation, by=by)
        emit("consultation.prepared", consultation, by=by)
    return consultation


def edit_consultation(consultation: Consultation, *, by: User, **fields: Any) -> Consultation:
    """Change a draft notice. Raises NotPermitted, Invalid, Conflict when it has been published or edited meanwhile."""
    if not can_draft(by, consultation):
        raise NotPermitted(_("Only a drafter of the lead unit may prepare this."))
    written = [*WRITTEN, "opens_at", "closes_at"]
    with edit(
        consultation, by=by, act="consultation.edited", fields=written, event="consultation.edited"
    ) as change:
        if change.row.status != Status.DRAFT:
            raise Conflict(_("This notice has been published and is no longer a draft."))
        _write(change.row, fields)
    return consultation


def publish_consultation(
    consultation: Consultation, *, by: User, text_seen: str = "", default_known: bool = False
) -> Consultation:
    """Publish the notice with its draft; the text stands still from here on.

    `default_known`: whoever publishes says to know that the least period is a default nobody here has confirmed.
    Raises NotPermitted (nobody publishes their own draft), Incomplete (what the law asks for is missing: decree 713,
    article 15; or a default that is not confirmed), Conflict (somebody was faster, or the draft no longer reads as in
    `text_seen`, its digest).
    """
    if not can_publish(by, consultation):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    wrote_it = has_written(by, consultation.draft_version)
    if wrote_it or has_done(by, consultation, "consultation.edited"):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    table = {Status.DRAFT: [Status.PUBLISHED]}  # a suspended one is resumed, not published
    with transition(
        consultation, Status.PUBLISHED, by=by, table=table, event="consultation.published"
    ) as move:
        row = move.row
        gates.require(row)
        minimum = gates.require_known_default(row, is_known=default_known)
        row.published_at = clock.now()
        row.minimum_period = as_kept(minimum)
        row.legal_basis = minimum.basis
        if not minimum.confirmed:
            move.note["default_known"] = minimum.id
        row.feedback_due_on = feedback_term(row).due(row.closes_on).due
        publish_version(row.draft_version, by=by, text_seen=text_seen)
    notify_live(f"consultation.{consultation.slug}")
    notify_live("desk")
    return consultation


def note_change(
    consultation: Consultation,
    kind: str,
    note: str,
    *,
    by: User | None,
    before: date | None = None,
    correction: Correction | None = None,
) -> None:
    """Write one public line on what happened to the notice, in the transaction of the act."""
    NoticeChange.objects.create(
        consultation=consultation,
        kind=kind,
        note=note,
        at=clock.now(),
        by=by,
        closed_on_before=before,
        closes_on_now=consultation.closes_on if before else None,
        correction=correction,
    )


def conclude(consultation: Consultation, *, by: User) -> Consultation:
    """End it, when its feedback is published. Called by the outcome, which has checked the sums."""
    with transition(
        consultation, Status.CONCLUDED, by=by, table=MOVES, event="consultation.concluded"
    ) as move:
        if move.row.closes_at > clock.now():
            raise InvalidMove(_("The period for comments has not ended yet."))
        move.row.concluded_at = clock.now()
    notify_live(f"consultation.{consultation.slug}")
    return consultation


def reopen(consultation: Consultation, correction: Correction, *, by: User) -> Consultation:
    """Its feedback was taken back: it is closed and waits for another one, with a whole new term from today (A21)."""
    table = {Status.CONCLUDED: [Status.PUBLISHED]}
    with transition(
        consultation, Status.PUBLISHED, by=by, table=table, event="consultation.reopened"
    ) as move:
        row = move.row
        row.concluded_at = None
        running = deadlines.live_deadline(row, FEEDBACK_RULE) or deadlines.start(
            subject=row, rule=FEEDBACK_RULE, by=by, department=row.department, reason=correction.reason
        )
        row.feedback_due_on = running.due_on
        note_change(row, Change.REOPENED, correction.reason, by=by, correction=correction)
    notify_live(f"consultation.{consultation.slug}")
    return consultation


def _write(consultation: Consultation, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in WRITTEN:
            raise TypeError(name)
        setattr(consultation, name, plain(value) if isinstance(value, str) else value)
    consultation.concerns = checked_concerns(consultation.concerns)
    opens: date = consultation.opens_on
    closes: date = consultation.closes_on
    if closes <= opens or closes - opens > timedelta(days=730):
        message = _("The last day must lie after the first, and within two years of it.")
        raise Invalid(message, errors={"closes_on": [message]})
    consultation.opens_at, consultation.closes_at = starts_at(opens), ends_at(closes)
