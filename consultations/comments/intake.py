"""Taking a comment in: checked, kept, committed to and acknowledged in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.comments.models import Comment, Opinion
from consultations.comments.policies import can_enter
from consultations.documents.models import Clause
from consultations.notices.counters import add_to_counters
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from participation import clock
from participation.accounts.models import User
from participation.delivery.contacts import checked_contact
from participation.delivery.live import notify_live
from participation.delivery.outbox import emit
from participation.errors import Invalid, Message, NotPermitted, WindowClosed
from participation.files.actions import Taken, store_files
from participation.ledger.audit import record
from participation.ledger.leaves import commit
from participation.ledger.receipts import Issued, issue, numbered
from participation.locks import lock
from participation.text.cleaning import MOST_COMMENT, one_line, plain

PREFIX = "YJ"


def submit_comment(
    consultation: Consultation,
    *,
    by: User | None,
    body: str,
    clause: Clause | None = None,
    stance: str = Comment.Stance.NONE,
    name: str = "",
    contact: str = "",
    wants_publication: bool = False,
    channel: str = Comment.Channel.ONLINE,
    language: str = "zh-hans",
    files: Sequence[Taken] = (),
) -> Issued:
    """Take a comment and give its receipt, the look-up code in it for the only time.

    With a `channel` other than online, `by` is the official who enters it, who may do so until the consultation is
    concluded. Raises WindowClosed outside the period, Invalid naming the field, NotPermitted.
    """
    by_hand = channel != Comment.Channel.ONLINE
    arrived_at = clock.now()  # whoever waits for the database has come in time all the same
    _check_window(consultation, by, by_hand, arrived_at)
    errors: dict[str, list[Message]] = {}
    text = checked_body(body, errors)
    if stance not in Comment.Stance.values:
        errors["stance"] = [_("Choose one of the stances offered.")]
    if channel not in Comment.Channel.values:
        errors["channel"] = [_("Choose one of the channels offered.")]
    if clause and not clause.passages.filter(version_id=consultation.draft_version_id).exists():
        errors["clause"] = [_("This clause is not part of the draft under discussion.")]
    # What an official enters stands as the letter or the call gave it.
    reached_at = one_line(contact) if by_hand else checked_contact(contact, errors)
    if errors:
        raise Invalid(_("The comment could not be taken yet."), errors=errors)
    with transaction.atomic():
        if by_hand:  # not after the feedback has been published a moment ago
            _check_window(lock(consultation), by, by_hand, arrived_at)
        comment = numbered(
            PREFIX,
            lambda number: Comment.objects.create(
                number=number,
                consultation=consultation,
                version_id=consultation.draft_version_id,
                clause=clause,
                body=text,
                stance=stance,
                channel=channel,
                name=one_line(name)[:80],
                contact=reached_at[:160],
                wants_publication=wants_publication,
                language=language,
                author=None if by_hand else by,
                hides_name=bool(by and by.hides_name and not by_hand),
                entered_by=by if by_hand else None,
                submitted_at=arrived_at,
            ),
        )
        if files:
            comment.files.set(store_files(files, by=by))
        add_to_counters(consultation.pk, {"pending": 1, "open": 1, f"clause:{clause.pk if clause else 0}": 1})
        Opinion.objects.create(
            comment=comment, consultation_id=consultation.pk
        )  # weighed from the first moment
        record("comment.received", comment, by=by, new=comment.status)
        issued = issue(comment.number, "comment", comment.pk, commit("comment", comment, step="first"))
        emit("comment.received", comment, by=by)
        notify_live(f"consultation.{consultation.slug}", comment.number)
        notify_live("desk")
    return issued


def checked_body(body: str, errors: dict[str, list[Message]]) -> str:
    """The cleaned text; what is wrong with it is put into `errors` under "body"."""
    text = plain(body)
    if not text:
        errors["body"] = [_("Write what you want to say.")]
    elif len(text) > MOST_COMMENT:
        errors["body"] = [
            _("This is %(length)d characters long; at most %(most)d fit. Send the rest as a second comment.")
            % {"length": len(text), "most": MOST_COMMENT}
        ]
    return text


def _check_window(consultation: Consultation, by: User | None, by_hand: bool, at: datetime) -> None:
    phase = phase_of(consultation, at)
    if by_hand:
        if not can_enter(by, consultation):
            raise NotPermitted(_("Only officials of this consultation enter comments by hand."))
        if phase not in (Phase.OPEN, Phase.CLOSED):
            raise WindowClosed(_("Comments can be entered from the opening until the feedback is published."))
    elif phase is Phase.UPCOMING:
        raise WindowClosed(_("Comments open on %(day)s.") % {"day": consultation.opens_on})
    elif phase is not Phase.OPEN:
        raise WindowClosed(_("This consultation no longer takes comments. What you wrote was not sent."))
