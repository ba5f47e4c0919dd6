"""A published notice is put right in what surrounds the draft, or taken back with its whole consultation."""

from typing import Any

from django.utils.translation import gettext as _

from consultations.notices.actions import MOVES, Change, Status, note_change
from consultations.notices.counters import are_owed_an_answer
from consultations.notices.models import Consultation
from consultations.notices.policies import can_propose_correction, can_publish
from participation import clock
from participation.corrections.models import Correction
from participation.corrections.registry import Correctable, Texts, by_row, columns_of, labels_of, register
from participation.delivery.live import notify_live
from participation.errors import Invalid, Message
from participation.text.cleaning import plain
from participation.text.reasons import is_name, is_reason, reason_wanted
from participation.transitions import transition

ACCOUNTS = ("summary", "drafting_note", "classification_note")
CORRECTABLE = ("summary", "drafting_note", "classification_note", "phone", "postal_address", "email", "hall")
WAYS = ("phone", "postal_address", "email", "hall")
OUT = (Status.PUBLISHED, Status.SUSPENDED)
_read = columns_of(*CORRECTABLE)


def _clean(row: Consultation, texts: Texts) -> Texts:
    """Never draft, kind or dates (decree 713, article 15: what the notice must name stays named)."""
    cleaned = {name: plain(text) for name, text in texts.items()}
    reads = _read(row) | cleaned
    errors: dict[str, list[Message]] = {
        name: [reason_wanted()] for name in ACCOUNTS if name in cleaned and not is_reason(cleaned[name])
    }
    if not any(is_name(reads[name]) for name in WAYS):
        errors["phone"] = [_("Name at least one way to comment besides this site.")]
    if errors:
        raise Invalid(_("Something in it cannot stand like this."), errors=errors)
    return cleaned


def _write(row: Consultation, correction: Correction, by: Any) -> None:
    vars(row).update(correction.after)
    note_change(row, Change.CORRECTED, correction.reason, by=by, correction=correction)
    notify_live(f"consultation.{row.slug}")


def _is_answered(row: Consultation) -> Message:
    """Who commented is told what became of it: the notice is not made away with after its period."""
    if row.status in OUT and row.closes_at <= clock.now() and are_owed_an_answer(row):
        return _("Its period has ended and people commented: weigh what they said and publish the feedback.")
    return ""


def _take_back(row: Consultation, correction: Correction, by: Any) -> None:
    with transition(row, Status.WITHDRAWN, by=by, table=MOVES, event="consultation.withdrawn") as move:
        move.row.public_note = correction.reason
        note_change(move.row, Change.WITHDRAWN, correction.reason, by=by, correction=correction)
        move.data.update(correction.noted())
    notify_live(f"consultation.{row.slug}")


register(
    Correctable(
        kind="consultation",
        model=Consultation,
        called=lambda _row: _("Notice"),
        labels=labels_of(Consultation, CORRECTABLE),
        department=lambda row: row.department,
        public_since=lambda row: row.published_at if row.status in OUT else None,
        may_propose=can_propose_correction,
        may_confirm=by_row(can_publish),
        read=_read,
        clean=_clean,
        write=_write,
        take_back=_take_back,
        held_by=_is_answered,
        reasoned=(Correction.Act.WITHDRAW,),
        stays_readable=True,
    )
)
