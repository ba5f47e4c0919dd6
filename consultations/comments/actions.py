"""What is done with a comment after it came in: moderated, returned, sent again, withdrawn."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.comments.intake import checked_body
from consultations.comments.models import Comment, Opinion
from consultations.comments.policies import can_moderate, can_return, can_undo_acceptance
from consultations.notices.counters import add_to_counters
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from participation import clock
from participation.accounts.models import User
from participation.delivery.live import notify_live
from participation.errors import Conflict, Invalid, Message, NotPermitted, WindowClosed
from participation.files.actions import show_files
from participation.ledger.leaves import note_erasure
from participation.locks import lock, lock_all
from participation.text.cleaning import plain
from participation.text.masking import shown_text
from participation.text.reasons import is_name, name_wanted
from participation.transitions import Move, transition

Status = Comment.Status
MOVES = {
    Status.PENDING: [Status.PUBLISHED, Status.PRIVATE, Status.WITHHELD, Status.RETURNED, Status.WITHDRAWN],
    Status.PUBLISHED: [Status.PENDING, Status.WITHDRAWN],
    Status.PRIVATE: [Status.PENDING, Status.WITHDRAWN],
    Status.WITHHELD: [Status.PENDING, Status.WITHDRAWN],
    Status.RETURNED: [Status.PENDING, Status.WITHDRAWN],
}


def accept_comment(
    comment: Comment, *, by: User, hide: Iterable[str] = (), files: Sequence[str] = ()
) -> Comment:
    """Let a comment stand: shown if its writer consented, else kept private.

    Personal data are masked by themselves; `hide` names further passages to black out, `files` the tokens of the
    attachments that are shown with it, others stay with the officials. The words themselves are never
    changed. Raises NotPermitted, Conflict, InvalidMove, Invalid (a passage that is not in the text).
    """
    _moderator(by, comment)
    hide = list(hide)
    to = Status.PUBLISHED if comment.wants_publication else Status.PRIVATE
    with transition(comment, to, by=by, table=MOVES, event=f"comment.{to}") as move:
        move.row.public_body = shown_text(move.row.body, hide)
        move.row.moderated_at = clock.now()
        move.note["hidden"] = len(hide)
        show_files(move.row.files.all(), files if to == Status.PUBLISHED else ())
        _recount(move)
    return _notify(comment)


def withhold_comment(comment: Comment, *, by: User, reason: str) -> Comment:
    """Do not show a comment, for one of the listed reasons; it is weighed all the same."""
    _moderator(by, comment)
    if reason not in Comment.Reason.values:
        raise Invalid(_("Tick the reason."), errors={"reason": [_("Tick the reason.")]})
    with transition(comment, Status.WITHHELD, by=by, table=MOVES, event="comment.withheld") as move:
        move.row.withholding_reason = reason
        move.row.moderated_at = clock.now()
        move.note["reason"] = move.data["reason"] = reason
        _recount(move)
    return _notify(comment)


def return_comment(comment: Comment, *, by: User, note: str) -> Comment:
    """Send a comment back to its writer, saying what to change; they may send it again until closing.

    Raises NotPermitted, Invalid, Conflict, InvalidMove, WindowClosed while nobody could send it again.
    """
    _moderator(by, comment)
    if not is_name(note := plain(note)):
        message: Message = name_wanted() if note else _("Say what should be changed.")
        raise Invalid(message, errors={"note": [message]})
    with (
        _sent_again_till_closing(comment),
        transition(comment, Status.RETURNED, by=by, table=MOVES, event="comment.returned") as move,
    ):
        move.row.return_note = move.data["note"] = note
        move.row.moderated_at = clock.now()
        _recount(move)
    return _notify(comment)


def reopen_moderation(comment: Comment, *, by: User) -> Comment:
    """Undo: put a comment back among those to be checked. Raises WindowClosed once the consultation is over."""
    _moderator(by, comment)
    _not_over(comment.consultation)
    with (
        _consultation_locked(comment),
        transition(comment, Status.PENDING, by=by, table=MOVES, event="comment.reopened") as move,
    ):
        move.row.public_body = move.row.withholding_reason = ""
        show_files(move.row.files.all(), ())
        _recount(move)
    return _notify(comment)


def undo_acceptance(comment: Comment, *, by: User) -> Comment:
    """Take a slip of one's own back: reopen what one let through today. Raises Conflict for anything else, and as
    `reopen_moderation` does."""
    _moderator(by, comment)
    with _consultation_locked(comment):
        if not can_undo_acceptance(by, comment):
            raise Conflict(
                _("Undone is only what you let through yourself today and nobody has weighed since. "
                  "Open it and look at it again.")
            )  # fmt: skip
        return reopen_moderation(comment, by=by)


def resubmit_comment(comment: Comment, *, by: User | None, body: str) -> Comment:
    """The holder of a returned comment sends it again. Raises WindowClosed after closing, Invalid, InvalidMove."""
    if phase_of(comment.consultation) is not Phase.OPEN:
        raise WindowClosed(_("This consultation no longer takes comments. What you wrote was not sent."))
    errors: dict[str, list[Message]] = {}
    text = checked_body(body, errors)
    if errors:
        raise Invalid(_("The comment could not be taken yet."), errors=errors)
    table = {Status.RETURNED: [Status.PENDING]}
    with transition(
        comment, Status.PENDING, by=by, table=table, event="comment.resubmitted", leaf="comment"
    ) as move:
        move.row.body, move.row.return_note = text, ""
        _recount(move)
    return _notify(comment)


def withdraw_comment(comment: Comment, *, by: User | None) -> Comment:
    """The holder takes a comment back, until the consultation is over. It is then neither shown nor weighed.

    One that an official entered is not taken back by who holds its code, which that official has seen. Raises
    NotPermitted, WindowClosed, InvalidMove.
    """
    if comment.channel != Comment.Channel.ONLINE:
        raise NotPermitted(
            _("It came by letter, by phone or in the hall: ask the unit to note that you take it back.")
        )
    _not_over(comment.consultation)
    with (
        _consultation_locked(comment),
        transition(comment, Status.WITHDRAWN, by=by, table=MOVES, event="comment.withdrawn") as move,
    ):
        _drop_opinions(move.row)
        _recount(move)
        add_to_counters(comment.consultation_id, {f"clause:{comment.clause_id or 0}": -1})
    return _notify(comment)


def _moderator(by: User, comment: Comment) -> None:
    if not can_moderate(by, comment):
        raise NotPermitted(_("Only a moderator of this consultation may do this."))


@contextmanager
def _consultation_locked(comment: Comment) -> Iterator[None]:
    """Keep the feedback from being published over an act on one of its comments."""
    with transaction.atomic():
        _not_over(lock(comment.consultation))
        yield


@contextmanager
def _sent_again_till_closing(comment: Comment) -> Iterator[None]:
    """What nobody could send again stays hidden without a listed reason."""
    with transaction.atomic():
        if not can_return(lock(comment.consultation)):
            raise WindowClosed(
                _("The consultation is not open: the writer could not send it again. "
                  "Publish it, or withhold it with its reason.")
            )  # fmt: skip
        yield


def _not_over(consultation: Consultation) -> None:
    if phase_of(consultation) not in (Phase.OPEN, Phase.CLOSED):
        raise WindowClosed(_("The consultation is over; its comments stand as they are."))


def _drop_opinions(comment: Comment) -> None:
    """A withdrawn comment is not weighed. Raises Conflict when it has been weighed already."""
    opinions = lock_all(*comment.opinions.all())
    if any(each.disposition != Opinion.Disposition.OPEN for each in opinions):
        raise Conflict(_("This comment has been weighed already and can no longer be withdrawn."))
    for each in opinions:
        note_erasure("opinion", each.pk, act="comment.withdrawn", about=comment)
    Opinion.objects.filter(pk__in=[each.pk for each in opinions]).delete()
    add_to_counters(comment.consultation_id, {"open": -len(opinions)})


def _recount(move: Move[Comment]) -> None:
    add_to_counters(move.row.consultation_id, {move.old: -1, move.new: 1})


def _notify(comment: Comment) -> Comment:
    notify_live(f"consultation.{comment.consultation.slug}", comment.number)
    notify_live("desk")
    return comment
