"""The outcome: a feedback whose two sums close, and the final text."""

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from consultations.comments.models import Comment
from consultations.documents.actions import publish_version
from consultations.documents.headers import issue
from consultations.documents.models import Version
from consultations.notices.actions import conclude
from consultations.notices.counters import counts_of
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from consultations.outcomes.gates import require_final
from consultations.outcomes.models import Feedback
from consultations.outcomes.policies import DRAFTED, can_draft_feedback, can_publish_feedback
from consultations.outcomes.queries import digest_of_feedback, was_taken_back
from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import is_self
from participation.delivery.live import notify_live
from participation.errors import Conflict, Incomplete, InvalidMove, Message, NotPermitted
from participation.ledger.audit import has_done
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import is_name
from participation.transitions import as_seen, edit, transition

Status = Feedback.Status
MOVES = {Status.DRAFT: [Status.PUBLISHED]}
WRITTEN = ("asked", "said", "did", "drafted_by", "drafted_at")


def draft_feedback(
    consultation: Consultation, *, by: User, asked: str, said: str, did: str, seen: Feedback | None = None
) -> Feedback:
    """Write or rewrite the three paragraphs. `seen` is the draft as the writer saw it, None when there was none.

    Raises NotPermitted, Conflict once it is published, Overwritten when somebody else has written meanwhile.
    """
    if not can_draft_feedback(by, consultation):
        raise NotPermitted(_("Only a drafter of the lead unit writes the feedback."))
    with transaction.atomic():
        lock(consultation)
        there = Feedback.objects.filter(consultation=consultation).first()
        if there is not None and there.status == Status.PUBLISHED:
            raise Conflict(_("The feedback has been published and stands as it is."))
        draft = as_seen(there, seen) or Feedback.objects.create(
            consultation=consultation, drafted_by=by, drafted_at=clock.now()
        )
        with edit(draft, by=by, act="feedback.drafted", fields=WRITTEN, event="feedback.drafted") as change:
            written = {"asked": plain(asked), "said": plain(said), "did": plain(did)}
            if any(getattr(change.row, name) != text for name, text in written.items()):
                vars(change.row).update(written)
                change.row.drafted_by, change.row.drafted_at = by, clock.now()
    return draft


def still_open(feedback: Feedback) -> dict[str, list[Message]]:
    """What keeps the feedback from being published, by field: the two sums, the period, the paragraphs."""
    if feedback.status == Status.PUBLISHED:
        return {}
    counts = counts_of(feedback.consultation)
    missing: dict[str, list[Message]] = {}
    if phase_of(feedback.consultation) is not Phase.CLOSED:
        missing["closes_on"] = [_("The period for comments has not ended yet.")]
    if counts["pending"]:
        missing["pending"] = [_("%(count)d comments have not been checked.") % {"count": counts["pending"]}]
    if counts["open"]:
        missing["open"] = [_("%(count)d opinions have no disposition.") % {"count": counts["open"]}]
    for name in ("asked", "said", "did"):
        if not is_name(getattr(feedback, name)):
            missing[name] = [_("This paragraph is empty.")]
    if was_taken_back(feedback):
        missing["feedback"] = [_("It was taken back: it is written anew before it is published again.")]
    return missing


def publish_feedback(feedback: Feedback, *, by: User, seen: str = "") -> Feedback:
    """Publish the feedback and conclude the consultation. `seen` is `digest_of_feedback` as its publisher read it:
    Conflict when paragraphs, sums, dispositions or reasons are others now.

    Raises Incomplete while a comment is unchecked or an opinion is without disposition (decree 713, article 32; the
    county's term is rule A21), NotPermitted for its own writer, Conflict when somebody was faster.
    """
    if is_self(by, feedback.drafted_by_id) or has_done(by, feedback, *DRAFTED):
        raise NotPermitted(_("A second person publishes the feedback."))
    if not can_publish_feedback(by, feedback):
        raise NotPermitted(_("Only an editor or a reviewer over the lead unit may publish the feedback."))
    under = feedback.consultation
    with transition(
        feedback, Status.PUBLISHED, by=by, table=MOVES, event="feedback.published", under=under
    ) as move:
        consultation = move.row.consultation = move.parent
        if seen and digest_of_feedback(move.row) != seen:
            raise Conflict(
                _("Paragraphs, reasons or what became of the opinions were changed since you opened this page. "
                  "Read it again.")
            )  # fmt: skip
        if missing := still_open(move.row):
            raise Incomplete(_("The feedback cannot be published yet."), errors=missing)
        move.row.counts = {**counts_of(consultation), "channels": _by_channel(consultation)}
        move.row.published_at = clock.now()
        conclude(consultation, by=by)
    return feedback


def publish_final_text(
    consultation: Consultation, version: Version, *, by: User, text_seen: str = ""
) -> Consultation:
    """Publish the final text of a consultation whose feedback is out, with the header of its document.

    Called by `decisions.publishing`, the one door, which asks the rights. Raises Incomplete naming what the law still
    asks for, InvalidMove, Conflict.
    """
    with edit(consultation, by=by, act="consultation.final_published", fields=["final_version"]) as change:
        row = change.row
        if row.final_version_id:
            raise Conflict(_("The final text has been published already."))
        if version.document_id != row.document_id or version.number <= row.draft_version.number:
            raise InvalidMove(_("This is not a later version of the text under discussion."))
        require_final(row, version)
        if phase_of(row) is not Phase.CONCLUDED:
            message = _("The feedback is not published yet: first it is said what became of the comments.")
            raise Incomplete(_("The final text cannot be published yet."), errors={"feedback": [message]})
        issue(version, by=by)
        publish_version(version, by=by, is_final=True, text_seen=text_seen)
        row.final_version = version
        change.note["version"] = version.number
    notify_live(f"consultation.{consultation.slug}")
    return consultation


def _by_channel(consultation: Consultation) -> dict[str, int]:
    """How the comments came, counted once when the feedback is published."""
    rows = Comment.objects.filter(consultation=consultation).values_list("channel").annotate(n=Count("pk"))
    return dict(rows.order_by())
