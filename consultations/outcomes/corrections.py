"""The feedback and the final text are put right or taken back; a text that was out is never altered, it is replaced.

A correction of the final text keeps which version stood and which should, and beside each, under `digest`, its digest:
a proposal speaks of the words its proposer read, and of no others."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultations.documents.actions import publish_version, require_seen, take_back_version
from consultations.documents.headers import issue
from consultations.documents.models import Version
from consultations.documents.policies import can_publish_text
from consultations.documents.queries import digest_of
from consultations.notices.actions import reopen
from consultations.notices.models import Consultation
from consultations.notices.policies import can_propose_correction
from consultations.outcomes.gates import require_final
from consultations.outcomes.models import Feedback
from consultations.outcomes.policies import can_draft_feedback, can_publish_feedback
from participation.accounts.models import User
from participation.accounts.queries import Anyone
from participation.corrections.actions import correct_published
from participation.corrections.models import Correction
from participation.corrections.registry import Correctable, Texts, by_row, columns_of, register
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, Message
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import is_name
from participation.transitions import edit, transition

PARAGRAPHS = {
    "asked": gettext_lazy("About the consultation"),
    "said": pgettext_lazy("heading", "What was said"),
    "did": gettext_lazy("What was adopted, and why"),
}
DRAFT, PUBLISHED = Feedback.Status.DRAFT, Feedback.Status.PUBLISHED
FINAL_TEXT = "final_text"
Obstacle = Callable[[Consultation], Message]
_holds: list[Obstacle] = []
_feedback_holds: list[Obstacle] = []


def held_by(obstacle: Obstacle) -> Obstacle:
    """Have this room asked, too, why a final text cannot be withdrawn now."""
    _holds.append(obstacle)
    return obstacle


def feedback_held_by(obstacle: Obstacle) -> Obstacle:
    """Have this room asked, too, why the feedback on a consultation cannot be taken back now."""
    _feedback_holds.append(obstacle)
    return obstacle


def correct_final(
    consultation: Consultation, version: Version, *, by: User, reason: str, text_seen: str = ""
) -> Correction:
    """Propose that `version` takes the place of the final text, as it reads now, which is as its proposer saw it.

    Raises Conflict when it reads otherwise than in `text_seen`, and what `correct_published` raises.
    """
    with transaction.atomic():
        lock(consultation)
        require_seen(lock(version), text_seen)
        changes = {"final_version": version.pk}
        return correct_published(consultation, by=by, reason=reason, changes=changes, kind=FINAL_TEXT)


def is_as_proposed(correction: Correction) -> bool:
    """Whether the version that should stand as final text still reads as when it was proposed.

    Where the proposal keeps no digest, the two texts read the same.
    """
    both = Version.objects.in_bulk([side["final_version"] for side in (correction.before, correction.after)])
    old, new = both.get(correction.before["final_version"]), both.get(correction.after["final_version"])
    if old is None or new is None:
        return False
    return digest_of(new) == (correction.after.get("digest") or digest_of(old))


def _clean_feedback(_row: Feedback, texts: Texts) -> Texts:
    cleaned = {name: plain(text) for name, text in texts.items()}
    empty = {name: [_("This paragraph is empty.")] for name, text in cleaned.items() if not is_name(text)}
    if empty:
        raise Invalid(_("The feedback keeps its three paragraphs."), errors=empty)
    return cleaned


def _take_feedback_back(row: Feedback, correction: Correction, by: Any) -> None:
    """The consultation waits for another feedback, with a whole new term from today (rule A21)."""
    data = correction.noted()
    consultation = row.consultation
    with transition(row, DRAFT, by=by, table={PUBLISHED: [DRAFT]}, event="feedback.withdrawn") as move:
        move.row.published_at = None
        move.note.update(data)
        move.data.update(data)
        reopen(consultation, correction, by=by)


def _what_stands_on_it(row: Feedback) -> Message:
    if row.consultation.final_version_id is not None:
        return _("The final text stands on this feedback: withdraw the final text first.")
    return next((said for obstacle in _feedback_holds if (said := obstacle(row.consultation))), "")


def _read_final(row: Consultation) -> Texts:
    version = row.final_version
    return {"final_version": row.final_version_id, "digest": digest_of(version) if version else ""}


def _clean_final(row: Consultation, texts: Texts) -> Texts:
    version = Version.objects.filter(pk=texts["final_version"], document=row.document_id).first()
    if version is None or version.status != Version.Status.DRAFT or version.number < _final_number(row):
        message = _("Bring the corrected text in first; it takes the place of the final text.")
        raise Invalid(message, errors={"final_version": [message]})
    require_final(row, version)
    return {"final_version": version.pk, "digest": digest_of(version)}


def _final_number(row: Consultation) -> int:
    return row.final_version.number if row.final_version else 0


def _write_final(row: Consultation, correction: Correction, by: Any) -> None:
    old, corrected = row.final_version, Version.objects.get(pk=correction.after["final_version"])
    issue(corrected, by=by)  # the document bears the title of the text that stands
    if old is not None:
        take_back_version(old, by=by, reason=correction.reason)
    corrected = lock(corrected)
    if not is_as_proposed(correction):
        raise Conflict(_("The corrected text was changed since. Drop this proposal and make a new one."))
    require_final(row, corrected)
    row.final_version = publish_version(corrected, by=by, is_final=True)
    notify_live(f"consultation.{row.slug}")


def _take_final_back(row: Consultation, correction: Correction, by: Any) -> None:
    data = correction.noted()
    old = row.final_version
    with edit(row, by=by, act="final_text.withdrawn", fields=["final_version"]) as change:
        change.row.final_version = None
        change.note.update(data)
    if old is not None:
        take_back_version(old, by=by, reason=correction.reason)
    emit("final_text.withdrawn", row, by=by, data=data)
    notify_live(f"consultation.{row.slug}")


def _held_by_a_room_above(row: Consultation) -> Message:
    return next((said for obstacle in _holds if (said := obstacle(row))), "")


def _may_confirm_final(user: Anyone, row: Consultation, texts: Texts) -> bool:
    version = Version.objects.filter(pk=texts["final_version"]).first() if texts else None
    return can_publish_text(user, version, row.department)


register(
    Correctable(
        kind="feedback",
        model=Feedback,
        called=lambda _row: gettext_lazy("Feedback"),
        title=lambda row: row.consultation.title,
        labels=PARAGRAPHS,
        department=lambda row: row.consultation.department,
        public_since=lambda row: row.published_at,
        may_propose=lambda user, row: (
            can_draft_feedback(user, row.consultation) or can_publish_feedback(user, row)
        ),
        may_confirm=by_row(can_publish_feedback),
        read=columns_of(*PARAGRAPHS),
        clean=_clean_feedback,
        take_back=_take_feedback_back,
        held_by=_what_stands_on_it,
        parent=lambda row: row.consultation,
        related=("consultation__department",),
        reasoned=(Correction.Act.WITHDRAW,),
    )
)
register(
    Correctable(
        kind=FINAL_TEXT,
        model=Consultation,
        called=lambda _row: gettext_lazy("Final text"),
        labels={"final_version": gettext_lazy("Final text")},
        department=lambda row: row.department,
        public_since=lambda row: row.final_version.published_at if row.final_version else None,
        may_propose=can_propose_correction,
        may_confirm=_may_confirm_final,
        read=_read_final,
        clean=_clean_final,
        write=_write_final,
        take_back=_take_final_back,
        held_by=_held_by_a_room_above,
        reasoned=(Correction.Act.WITHDRAW,),
    )
)
