"""Comments in bulk: what `submit_comment`, moderation and weighing would have written, without mails and jobs."""

from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from consultations.comments.intake import PREFIX
from consultations.models import Comment, Consultation, Opinion
from consultations.notices.counters import add_to_counters
from consultations.notices.phases import Phase, phase_of
from frontend.load.batches import PIECE, Load, Record, draw_numbers, fill, moments
from frontend.load.comment_plans import CommentPlan, draw
from frontend.load.prose import Prose
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import WindowClosed
from participation.ledger.audit import entry_of
from participation.ledger.leaves import leaf_of
from participation.ledger.receipts import receipt_of
from participation.locks import lock
from participation.text.masking import shown_text

Status, Disposition = Comment.Status, Opinion.Disposition


@dataclass(frozen=True)
class Weighers:
    """Who handles the comments: one moderates, one weighs, a second drafter, if there is one, agrees."""

    moderator: User
    drafter: User
    second: User | None


def load_comments(
    load: Load, county: Department, consultation: Consultation, people: Weighers
) -> Iterator[int]:
    """Bring the load into a consultation that takes comments or is being weighed; yields how many are there."""
    prose, start = Prose(), consultation.opens_at
    today = clock.starts_at(clock.today())  # the same rows all day long
    until = min(consultation.closes_at, today if today > start else clock.now())
    passages = consultation.draft_version.passages.filter(level="article")
    clauses = list(passages.values_list("clause_id", "label"))

    def write(batch: range, until: datetime) -> None:
        locked = lock(consultation)
        if phase_of(locked) not in (Phase.OPEN, Phase.CLOSED):
            raise WindowClosed(f"{locked.slug} takes no comments and weighs none: {phase_of(locked)}.")
        times = moments(load, batch, start, until)
        plans = [draw(dice, prose, clauses, at, until, two=bool(people.second)) for dice, at in times]
        write_comments(locked, people, plans)

    return fill(load, county, until, write)


def write_comments(consultation: Consultation, people: Weighers, plans: list[CommentPlan]) -> list[Comment]:
    """Write what the plans say, in the transaction of the caller."""
    numbers = draw_numbers(PREFIX, plans)
    rows = [_comment(consultation, people, plan, number) for plan, number in zip(plans, numbers, strict=True)]
    comments = Comment.objects.bulk_create(rows, PIECE)
    pairs = list(zip(plans, comments, strict=True))
    weighed = [
        pair for pair in pairs if pair[0].status != Status.WITHDRAWN
    ]  # a withdrawn one drops its opinion
    opinions = Opinion.objects.bulk_create([_opinion(people, *pair) for pair in weighed], PIECE)
    kept = Record()
    for plan, comment in pairs:
        _record_comment(kept, people, plan, comment)
    for (plan, _), opinion in zip(weighed, opinions, strict=True):
        if plan.disposed_at:
            _record_weighing(kept, people, plan, opinion)
    kept.write()
    counts = Counter[str](plan.status for plan in plans)
    counts.update(plan.disposition for plan, _ in weighed)
    counts.update(f"clause:{plan.clause or 0}" for plan, _ in weighed)
    add_to_counters(consultation.pk, counts)
    return comments


def _comment(consultation: Consultation, people: Weighers, plan: CommentPlan, number: str) -> Comment:
    is_shown = plan.moderated_at and (plan.withdrawn_at or plan.status in (Status.PUBLISHED, Status.PRIVATE))
    return Comment(
        number=number,
        consultation=consultation,
        version_id=consultation.draft_version_id,
        clause_id=plan.clause,
        body=plan.body,
        public_body=shown_text(plan.body) if is_shown else "",
        stance=plan.stance,
        channel=plan.channel,
        status=plan.status,
        wants_publication=plan.wants_publication,
        name=plan.name,
        entered_by=_entered_by(people, plan),
        withholding_reason=plan.withholding_reason,
        return_note=plan.return_note,
        submitted_at=plan.submitted_at,
        moderated_at=plan.moderated_at,
        revision=bool(plan.moderated_at) + bool(plan.withdrawn_at),
    )


def _entered_by(people: Weighers, plan: CommentPlan) -> User | None:
    return None if plan.channel == Comment.Channel.ONLINE else people.drafter


def _opinion(people: Weighers, plan: CommentPlan, comment: Comment) -> Opinion:
    proposed = plan.proposed_at is not None
    by = people.second if proposed else people.drafter
    return Opinion(
        comment=comment,
        consultation_id=comment.consultation_id,
        disposition=plan.disposition,
        reason=plan.reason,
        reason_code=plan.reason_code,
        changed_clause_id=plan.clause if plan.changes_clause else None,
        proposed_by=people.drafter if proposed else None,
        disposed_by=by if plan.disposed_at else None,
        disposed_at=plan.disposed_at,
        revision=bool(plan.disposed_at) + proposed,
    )


def _record_comment(kept: Record, people: Weighers, plan: CommentPlan, comment: Comment) -> None:
    with clock.at(plan.submitted_at):
        leaf = leaf_of("comment", comment, step="first")
        kept.leaves.append(leaf)
        kept.receipts.append(receipt_of(comment.number, "comment", comment.pk, leaf))
        by = _entered_by(people, plan)
        kept.entries.append(entry_of("comment.received", comment, by=by, new=Status.PENDING))
    before: str = Status.PENDING
    if plan.moderated_at:
        to, note = _checked(plan)
        with clock.at(plan.moderated_at):
            kept.entries.append(
                entry_of(f"comment.{to}", comment, by=people.moderator, old=before, new=to, note=note)
            )
        before = to
    if plan.withdrawn_at:
        with clock.at(plan.withdrawn_at):
            kept.entries.append(
                entry_of("comment.withdrawn", comment, by=None, old=before, new=Status.WITHDRAWN)
            )


def _checked(plan: CommentPlan) -> tuple[str, dict[str, object]]:
    """The status that the moderator gave, and what the audit notes of it."""
    match plan.status:
        case Status.WITHHELD:
            return Status.WITHHELD, {"reason": plan.withholding_reason}
        case Status.RETURNED:
            return Status.RETURNED, {}
    return Status.PUBLISHED if plan.wants_publication else Status.PRIVATE, {"hidden": 0}


def _record_weighing(kept: Record, people: Weighers, plan: CommentPlan, opinion: Opinion) -> None:
    assert plan.disposed_at is not None
    if plan.proposed_at:
        with clock.at(plan.proposed_at):
            proposal = copy(opinion)
            proposal.disposition = Disposition.OPEN
            kept.leaves.append(leaf_of("opinion", proposal, step="first"))
            old = {"proposed_by": None, "reason_code": "", "reason": ""}
            note = {"old": old, "reason_code": plan.reason_code}
            act = "opinion.proposed_not_considered"
            kept.entries.append(entry_of(act, opinion, by=people.drafter, note=note))
    with clock.at(plan.disposed_at):
        step = "again" if plan.proposed_at else "first"
        kept.leaves.append(leaf_of("opinion", opinion, step=step))
        by = people.second if plan.proposed_at else people.drafter
        to = plan.disposition
        kept.entries.append(entry_of("opinion.disposed", opinion, by=by, old=Disposition.OPEN, new=to))
